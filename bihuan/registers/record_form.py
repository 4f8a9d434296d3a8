"""The form of a record, built from its register's columns.

It only draws and collects: what is right is decided by the action, whose faults it shows.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.utils.html import escape
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.describing import MASK, Describing
from bihuan.registers.models import Column, ColumnType, Register
from bihuan.registers.models.register import NUMBERS
from bihuan.registers.reading import DEFAULT_LENGTHS, is_blank

PREFIX = "v"
UNIT = "of_unit"
MOST_OFFERED = 400  # beyond it a list is of no help: the name is typed
FEW = 4  # choices that are shown as buttons rather than as a list


class RecordForm(forms.Form):
    """The values of one record; `unit` too where it is new."""

    def __init__(
        self,
        register: Register,
        actor: Actor,
        *,
        data: Any = None,
        values: Mapping[str, Any] | None = None,
        is_new: bool = False,
    ) -> None:
        super().__init__(
            data, prefix=PREFIX, label_suffix="", auto_id="record_%s", use_required_attribute=False
        )
        self.register, self.is_new = register, is_new
        self.units: dict[str, Unit] = {}
        if is_new:
            self._ask_for_unit(actor)
        describing = Describing(register)
        for column in register.columns_in_order:
            field = field_of(column, register)
            given = (values or {}).get(column.code)
            if column.is_sensitive and not is_blank(given):
                self.fields[column.code] = _covered(field)
                continue
            field.initial = column.default if values is None else _shown(column, given)
            if isinstance(field, forms.ChoiceField):
                _keep_offering(field, column, given, describing)
            self.fields[column.code] = field

    def full_clean(self) -> None:
        """Leave judging to the action: a bound form has no errors until `show` is given some."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def raw(self, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """Return what was entered, by column code; `without` columns are left as they stand."""
        left = set(without)
        found = {
            column.code: self.fields[column.code].widget.value_from_datadict(
                self.data, self.files, self.add_prefix(column.code)
            )
            for column in self.register.columns_in_order
            if column.code not in left
        }
        # Of several choices the mask is one: ticked, it means that nothing changes.
        return {code: MASK if _holds_mask(given) else given for code, given in found.items()}

    def unit(self) -> Unit | None:
        """Return the unit that was chosen, or the only one there is."""
        if len(self.units) == 1:
            return next(iter(self.units.values()))
        return self.units.get(self.data.get(self.add_prefix(UNIT), ""))

    def show(self, faults: Mapping[str, str]) -> None:
        """Put faults, by column code ("" for the whole), on the fields."""
        self.full_clean()
        errors = self.errors
        for code, message in faults.items():
            name = code if code in self.fields else NON_FIELD_ERRORS
            if name in errors:
                errors[name].append(message)
            else:
                errors[name] = self.error_class([message], renderer=self.renderer)

    def _ask_for_unit(self, actor: Actor) -> None:
        self.units = {unit.code: unit for unit in units_to_enter_for(actor, self.register)}
        if len(self.units) < 2:
            return
        offered = [(code, str(unit)) for code, unit in self.units.items()]
        field = forms.ChoiceField(label=_("填报单位"), choices=[("", _("请选择")), *offered])
        own = next(
            (
                u
                for u in self.units.values()
                if u.path in actor.paths(Permission.ENTER_RECORDS, self.register.seen_by)
            ),
            None,
        )
        field.initial = own.code if own else ""
        self.fields[UNIT] = field


def field_of(column: Column, register: Register) -> forms.Field:
    """Return the field of a column, with its limits, unit of measure and note."""
    field = _field(column, register)
    field.label, field.required = column.label, column.required
    notes = [escape(column.note)] if column.note else []
    limits = _limits(column)
    field.help_text = "".join([*notes, limits] if limits else notes)
    if column.code == register.day_column:
        field.required = True
    if column.unit_of_measure:
        field.unit = column.unit_of_measure  # type: ignore[attr-defined]
    return field


def _field(column: Column, register: Register) -> forms.Field:
    kind = column.type
    if kind in NUMBERS:
        mode = "numeric" if kind == ColumnType.INTEGER else "decimal"
        return forms.CharField(widget=forms.TextInput({"inputmode": mode, "autocomplete": "off"}))
    if kind == ColumnType.DATE:
        return forms.CharField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    if kind == ColumnType.LONG_TEXT:
        return forms.CharField(widget=forms.Textarea({"rows": 3, **_length(column)}))
    if kind == ColumnType.YES_NO:
        return _choice([("是", _("是")), ("否", _("否"))], required=column.required)
    if kind == ColumnType.CHOICE:
        offered = [(c["code"], c["label"]) for c in column.choices]
        return _choice(offered, required=column.required)
    if kind == ColumnType.CHOICES:
        offered = [(c["code"], c["label"]) for c in column.choices]
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple)
    if kind in (ColumnType.UNIT, ColumnType.PERSON):
        return _named(column, register)
    return forms.CharField(widget=forms.TextInput({"autocomplete": "off", **_length(column)}))


def _covered(field: forms.Field) -> forms.Field:
    """Return the field of personal data that stands already: covered, kept unless retyped."""
    kept = _("保持不变（不显示）")
    if isinstance(field, forms.ChoiceField):
        is_many = isinstance(field, forms.MultipleChoiceField)
        offered = [(str(code), str(label)) for code, label in field.widget.choices if code != ""]
        empty = [] if is_many else [("", str(_("清空")))]
        field.choices = [(MASK, kept), *offered, *empty]
        field.initial = [MASK] if is_many else MASK
        return field
    hint = _("已填，不显示。要改就重新填写，不改请保留“%(mask)s”。") % {"mask": MASK}
    covered = forms.CharField(widget=forms.TextInput({"autocomplete": "off"}), initial=MASK)
    covered.label, covered.required = field.label, field.required
    covered.help_text = f"{hint}{field.help_text}"
    return covered


def _holds_mask(given: Any) -> bool:
    return given == MASK or (isinstance(given, list) and MASK in given)


def _choice(offered: list[tuple[str, str]], *, required: bool) -> forms.Field:
    if required and len(offered) <= FEW:
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[("", _("请选择") if required else _("未填")), *offered])


def _named(column: Column, register: Register) -> forms.Field:
    path = register.home.path
    if column.type == ColumnType.UNIT:
        units = Unit.objects.under(path).open_on(clock.today())
        found = [(str(unit.id), str(unit)) for unit in units[: MOST_OFFERED + 1]]
    else:
        people = Person.objects.filter(home__path__gte=path, home__path__lt=path + "~")
        people = people.select_related("unit").order_by("unit__path", "sort_order", "code")
        found = [(str(p.id), f"{p.name}（{p.unit}）") for p in people[: MOST_OFFERED + 1]]
    if len(found) > MOST_OFFERED:
        return forms.CharField(widget=forms.TextInput({"autocomplete": "off"}))
    return forms.ChoiceField(choices=[("", _("未填")), *found])


def _keep_offering(
    field: forms.ChoiceField, column: Column, stored: Any, describing: Describing
) -> None:
    """Offer what stands already though it is offered no more: a closed unit, an old choice."""
    offered = {str(value) for value, _label in field.widget.choices}
    standing = stored if isinstance(stored, list) else [stored] if isinstance(stored, str) else []
    missing = [value for value in standing if value and value not in offered]
    field.choices = [
        *field.widget.choices,
        *(
            (value, describing.text(column, [value] if isinstance(stored, list) else value))
            for value in missing
        ),
    ]


def _length(column: Column) -> dict[str, int]:
    limit = column.max_length or DEFAULT_LENGTHS.get(ColumnType(column.type), 120)
    return {"maxlength": limit}


def _limits(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return _("%(low)s 到 %(high)s 之间") % {"low": _plain(low), "high": _plain(high)}
    if low is not None:
        return _("不小于 %(low)s") % {"low": _plain(low)}
    return _("不大于 %(high)s") % {"high": _plain(high)}


def _plain(number: Any) -> str:
    return f"{number.normalize():,f}"


def _shown(column: Column, value: Any) -> Any:
    """Return a stored value as its field takes it."""
    if column.type == ColumnType.YES_NO:
        return {True: "是", False: "否"}.get(value, "")
    if column.is_number and isinstance(value, str) and "." in value:
        return value.rstrip("0").rstrip(".")
    return value
