"""Forms of the room: they read what people write; the actions decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.figures.models import Definition
from bihuan.lib.errors import Invalid
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit
from bihuan.oversight.actions import Condition, LineSpec
from bihuan.oversight.actions.answering import LONGEST_CONDITION
from bihuan.oversight.actions.checking import LONGEST, LONGEST_WHY
from bihuan.oversight.actions.noting import LONGEST_NOTE
from bihuan.oversight.actions.stepping import LONGEST_REASON
from bihuan.oversight.models import GateLine, Measure, Rule, Section, Standing

CONDITIONS = 5
"""Conditions that the form has room for; more are added in a second sentence of one."""
UNSAID = [("", _("请选择")), *Standing.choices]


class Plain(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class LineForm(Plain):
    """One line: what was promised and, where there are only words, what stands."""

    promised = forms.CharField(label=_("承诺的事"), max_length=LONGEST["promised"])
    stands = forms.CharField(
        label=_("落实情况"),
        max_length=LONGEST["stands"],
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    standing = forms.ChoiceField(label=_("是否落实"), choices=UNSAID, required=False)
    doing = forms.CharField(
        label=_("下一步怎么办（没有完全落实的要写）"),
        max_length=LONGEST["doing"],
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    note = forms.CharField(label=_("备注"), max_length=LONGEST["note"], required=False)

    def __init__(self, data: Any, line: GateLine) -> None:
        initial = {name: getattr(line, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        if line.is_computed:
            del self.fields["stands"]
        is_unheld = line.measure == Measure.FIGURE and line.threshold is None
        if line.is_computed and not is_unheld:
            del self.fields["standing"]

    def spec(self) -> LineSpec:
        """Return what was written."""
        return LineSpec(**self.cleaned_data)


class NewLineForm(Plain):
    """A line of one's own: on a figure with a threshold, or in words."""

    section = forms.ChoiceField(label=_("放在"), choices=Section.choices)
    promised = forms.CharField(label=_("承诺的事"), max_length=LONGEST["promised"])
    figure_code = forms.ChoiceField(label=_("用哪个数据衡量（不选则用文字说明）"), required=False)
    rule = forms.ChoiceField(
        label=_("怎么算落实"), choices=[("", _("不设标准")), *Rule.choices], required=False
    )
    threshold = forms.DecimalField(
        label=_("标准"), max_digits=16, decimal_places=4, min_value=0, required=False
    )
    stands = forms.CharField(
        label=_("落实情况（用数据衡量的不用写）"),
        max_length=LONGEST["stands"],
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    standing = forms.ChoiceField(label=_("是否落实"), choices=UNSAID, required=False)
    doing = forms.CharField(
        label=_("下一步怎么办"),
        max_length=LONGEST["doing"],
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any, figures: Iterable[Definition]) -> None:
        super().__init__(data)
        field = self.fields["figure_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("文字说明")), *((each.code, each.label) for each in figures)]

    def clean(self) -> dict[str, Any]:
        """Ask for a rule with its threshold, and for both with a figure."""
        given: dict[str, Any] = super().clean() or {}
        has_rule, has_number = bool(given.get("rule")), given.get("threshold") is not None
        if has_rule != has_number:
            self.add_error("threshold", _("“怎么算落实”和“标准”要一起填，或都不填。"))
        if has_rule and not given.get("figure_code"):
            self.add_error("figure_code", _("设了标准的要选一个数据。"))
        return given

    def spec(self) -> LineSpec:
        """Return what was written."""
        return LineSpec(**self.cleaned_data)


class ReasonForm(Plain):
    """Why."""

    reason = forms.CharField(
        label=_("理由"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2})
    )


class RemovalForm(Plain):
    """Why a line is taken out."""

    reason = forms.CharField(label=_("移出理由"), max_length=LONGEST_WHY)


class NoteForm(Plain):
    """A note of the group."""

    text = forms.CharField(
        label=_("指导意见"), max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 3})
    )


class AnswerForm(Plain):
    """The group's answer: an opinion, and conditions where there are any."""

    reason = forms.CharField(
        label=_("意见（退回时必须写明理由）"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any, units: Sequence[Unit]) -> None:
        super().__init__(data)
        self.units = {unit.code: unit for unit in units}
        offered = [(unit.code, str(unit)) for unit in units]
        for at in range(1, CONDITIONS + 1):
            self.fields[f"text_{at}"] = forms.CharField(
                label=_("条件%(n)d") % {"n": at}, max_length=LONGEST_CONDITION, required=False
            )
            self.fields[f"unit_{at}"] = forms.ChoiceField(
                label=_("由谁办"), choices=offered, required=False
            )
            self.fields[f"due_{at}"] = forms.DateField(
                label=_("期限"), required=False, widget=DayInput()
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the fields of each condition."""
        return [
            (self[f"text_{at}"], self[f"unit_{at}"], self[f"due_{at}"])
            for at in range(1, CONDITIONS + 1)
        ]

    def has_conditions(self) -> bool:
        """Tell whether a condition was written, so that it is shown again."""
        return self.is_bound and any(text.value() for text, _unit, _due in self.rows())

    def clean(self) -> dict[str, Any]:
        """Ask for a day wherever a condition is written."""
        given: dict[str, Any] = super().clean() or {}
        for at in range(1, CONDITIONS + 1):
            if given.get(f"text_{at}") and not given.get(f"due_{at}") and not self._errors_of(at):
                self.add_error(f"due_{at}", _("请填写这个条件的期限。"))
        return given

    def _errors_of(self, at: int) -> bool:
        return f"due_{at}" in self.errors

    def conditions(self) -> list[Condition]:
        """Return the conditions that were written."""
        given = self.cleaned_data
        return [
            Condition(given[f"text_{at}"], given[f"due_{at}"], self.units.get(given[f"unit_{at}"]))
            for at in range(1, CONDITIONS + 1)
            if given[f"text_{at}"]
        ]


def written_lines(data: Mapping[str, str], lines: Iterable[GateLine]) -> dict[UUID, LineSpec]:
    """Return what the table of a self-check says of its lines; what it does not show stays.

    Raises Invalid for a text that is too long: the table has no place for errors of its own.
    """
    found = {}
    for line in lines:
        given = {
            name: data.get(f"{name}-{line.pk}", getattr(line, name)).strip()
            for name in ("stands", "standing", "doing")
        }
        for name, text in given.items():
            if len(text) > LONGEST.get(name, LONGEST["stands"]):
                raise Invalid(_("“%(line)s”这一项写得太长，请缩短。") % {"line": line.promised})
        found[line.pk] = LineSpec(
            promised=line.promised, note=line.note, section=line.section, **given
        )
    return found
