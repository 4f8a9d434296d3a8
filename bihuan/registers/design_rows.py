"""The forms of a register's editor: the register itself, one column, one rule across columns."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.orgs.models.unit import UnitKind
from bihuan.orgs.permissions import CONTENT_ROLES, Role
from bihuan.registers.actions.specs import (
    LONGEST,
    LONGEST_IN_COLUMN,
    LONGEST_MESSAGE,
    MOST_DECIMALS,
    ColumnSpec,
)
from bihuan.registers.codes import code_for
from bihuan.registers.expressions import MAX_LENGTH
from bihuan.registers.models import ColumnType
from bihuan.registers.models.register import NUMBERS

CHOOSING = frozenset({ColumnType.CHOICE, ColumnType.CHOICES})
AUTOMATIC = gettext_lazy("（自动选定）")


class Drawn(forms.Form):
    """A form drawn field by field; what is required is said by the sentences alone."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(
            data, **{"label_suffix": "", "use_required_attribute": False, "auto_id": "%s", **keys}
        )

    def given(self) -> dict[str, Any]:
        """Return what was posted, as the widgets read it; for drawing the form anew."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }


class RegisterPart(Drawn):
    """What a register says apart from its columns."""

    label = forms.CharField(
        label=gettext_lazy("台账名称"),
        max_length=LONGEST["label"],
        error_messages={"required": gettext_lazy("请填写台账名称。")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=LONGEST["purpose"],
        help_text=gettext_lazy("为什么要记，谁来看。"),
        error_messages={"required": gettext_lazy("请写明用途：没有人要看的，就不必填。")},
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=LONGEST["legal_basis"],
        help_text=gettext_lazy("文件、职责清单或法规的名称。"),
        error_messages={"required": gettext_lazy("请写明依据。")},
    )
    retention_years = forms.IntegerField(
        label=gettext_lazy("保存年限"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("不填为永久保存。"),
    )
    unit_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("由哪些单位填报"),
        required=False,
        choices=UnitKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不选，表示各类单位都可以填。"),
    )
    seen_by = forms.MultipleChoiceField(
        label=gettext_lazy("哪些角色可以查看记录"),
        required=False,
        choices=[(role.value, role.label) for role in Role if role in CONTENT_ROLES],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不选，表示凡有权查看台账的都可以。其他角色只看得到合计数。"),
    )
    day = forms.ChoiceField(
        label=gettext_lazy("记录的日期"),
        required=False,
        help_text=gettext_lazy("按它归入各时期。"),
    )
    title = forms.ChoiceField(
        label=gettext_lazy("名称列"),
        required=False,
        help_text=gettext_lazy("列表里用它称呼一条记录。"),
    )
    person = forms.ChoiceField(
        label=gettext_lazy("记录所说的人"),
        required=False,
        help_text=gettext_lazy("一人一条的台账才选。"),
    )
    same_when = forms.MultipleChoiceField(
        label=gettext_lazy("哪些列都相同，就可能是重复登记"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不选，按日期和名称判断。"),
    )
    is_historical = forms.BooleanField(
        label=gettext_lazy("仅供历史查阅，不再作为考核依据"), required=False
    )
    sort_order = forms.IntegerField(
        label=gettext_lazy("在列表中的次序"), required=False, min_value=0, max_value=9999
    )
    code = forms.CharField(
        label=gettext_lazy("代码"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("小写字母、数字和下划线；不填则按名称的拼音生成，存入后不再改。"),
    )


class ColumnPart(Drawn):
    """One column. `key` tells it from the others: its code, or a word of its own while it is new.

    `is_saved` says that its code stands already; `is_locked` that it has values, so that its type
    and decimals stay.
    """

    key = forms.CharField(widget=forms.HiddenInput, max_length=50)
    label = forms.CharField(
        label=gettext_lazy("列名"),
        max_length=LONGEST_IN_COLUMN["label"],
        error_messages={"required": gettext_lazy("请填写列名，或删去这一列。")},
    )
    type = forms.ChoiceField(label=gettext_lazy("类型"), choices=ColumnType.choices)
    required = forms.BooleanField(label=gettext_lazy("必填"), required=False)
    unit_of_measure = forms.CharField(
        label=gettext_lazy("计量单位"),
        required=False,
        max_length=LONGEST_IN_COLUMN["unit_of_measure"],
    )
    decimals = forms.IntegerField(
        label=gettext_lazy("小数位数"), required=False, min_value=0, max_value=MOST_DECIMALS
    )
    minimum = forms.DecimalField(
        label=gettext_lazy("最小"), required=False, max_digits=24, decimal_places=6
    )
    maximum = forms.DecimalField(
        label=gettext_lazy("最大"), required=False, max_digits=24, decimal_places=6
    )
    max_length = forms.IntegerField(
        label=gettext_lazy("最多字数"), required=False, min_value=1, max_value=100_000
    )
    choices = forms.CharField(
        label=gettext_lazy("选项"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("一行一个。写成“代码=名称”的，改名时只改等号后面。"),
    )
    default = forms.CharField(label=gettext_lazy("默认值"), required=False, max_length=200)
    note = forms.CharField(
        label=gettext_lazy("填写说明"), required=False, max_length=LONGEST_IN_COLUMN["note"]
    )
    concept = forms.CharField(
        label=gettext_lazy("概念"),
        required=False,
        max_length=LONGEST_IN_COLUMN["concept"],
        help_text=gettext_lazy("同一件事实只在一处登记，如 road.length；不清楚就不填。"),
    )
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("个人信息（列表和导出中遮盖）"), required=False
    )
    code = forms.CharField(
        label=gettext_lazy("代码"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("不填则按列名的拼音生成。"),
    )
    skip = forms.BooleanField(label=gettext_lazy("这一列不要"), required=False)
    anyway = forms.BooleanField(label=gettext_lazy("仍要新设"), required=False)

    def __init__(self, data: Any = None, **keys: Any) -> None:
        self.is_saved = keys.pop("is_saved", False)
        self.is_locked = keys.pop("is_locked", False)
        self.beside: Any = keys.pop("beside", None)
        self.before: ColumnSpec | None = keys.pop("before", None)
        self.alike: Sequence[Any] = ()
        self.held: Any = None
        super().__init__(data, **keys)
        self.fields["minimum"].widget = forms.TextInput({"inputmode": "decimal"})
        self.fields["maximum"].widget = forms.TextInput({"inputmode": "decimal"})
        if self.is_locked:
            for name in ("type", "decimals"):
                self.fields[name].widget = forms.HiddenInput()

    @property
    def type_label(self) -> str:
        """Return the words for the column's type, where it can no longer be changed."""
        kind = self["type"].value()
        decimals = self["decimals"].value()
        words = str(dict(ColumnType.choices).get(kind, kind))
        if kind == ColumnType.DECIMAL and str(decimals or "0") != "0":
            return _("%(type)s，%(n)s位小数") % {"type": words, "n": decimals}
        return words

    @property
    def chooses(self) -> bool:
        """Tell whether the column is one of choices, so that they are asked for outright."""
        return self["type"].value() in CHOOSING

    @property
    def is_open(self) -> bool:
        """Tell whether the further settings are to be shown open."""
        further = {"unit_of_measure", "decimals", "minimum", "maximum", "max_length", "default"}
        further |= {"note", "concept", "code"}
        return self.is_bound and bool(further & set(self.errors))

    def spec(self, code: str) -> ColumnSpec:
        """Return the column described; the form is valid."""
        given = self.cleaned_data
        choices = read_choices(given["choices"]) if given["type"] in CHOOSING else ()
        decimals = given["decimals"] or 0
        return ColumnSpec(
            code=code,
            label=given["label"],
            type=given["type"],
            required=given["required"],
            unit_of_measure=given["unit_of_measure"],
            decimals=decimals if given["type"] == ColumnType.DECIMAL else 0,
            minimum=given["minimum"] if given["type"] in NUMBERS else None,
            maximum=given["maximum"] if given["type"] in NUMBERS else None,
            max_length=given["max_length"],
            choices=choices,
            default=_read_default(given["default"], given["type"], self._words(choices)),
            concept=given["concept"],
            is_sensitive=given["is_sensitive"],
            note=given["note"],
        )

    def _words(self, choices: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """Return the codes of the choices by their labels, by those of before too: renamed ones."""
        offered = {choice["code"] for choice in choices}
        before = self.before.choices if self.before else ()
        known = {c["label"]: c["code"] for c in before if c["code"] in offered}
        return known | {choice["label"]: choice["code"] for choice in choices}


class RulePart(Drawn):
    """One rule across columns, and the sentence said where a record breaks it."""

    rule = forms.CharField(
        label=gettext_lazy("规则"),
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    message = forms.CharField(
        label=gettext_lazy("不合规则时的提示"), required=False, max_length=LONGEST_MESSAGE
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a rule without its sentence."""
        given = super().clean() or {}
        if given.get("rule") and not given.get("message"):
            self.add_error("message", _("请写一句提示，告诉填报的人怎么改。"))
        return given


def read_choices(text: str) -> tuple[Mapping[str, str], ...]:
    """Read choices, one a line, "名称" or "代码=名称"; codes are made where none is given."""
    found: list[dict[str, str]] = []
    lines = [line.strip() for line in text.replace("＝", "=").splitlines()]
    told = {line.partition("=")[0].strip() for line in lines if "=" in line}
    for line in filter(None, lines):
        code, mark, label = (part.strip() for part in line.partition("="))
        if not mark:
            label = code
            taken = told | {choice["code"] for choice in found}
            code = code_for(label, taken, otherwise="choice")
        found.append({"code": code, "label": label})
    return tuple(found)


def write_choices(choices: Sequence[Mapping[str, str]], *, is_saved: bool) -> str:
    """Write choices for the editor: with their codes where those stand already."""
    plain = "\n".join(choice["label"] for choice in choices)
    if not is_saved and list(read_choices(plain)) == [dict(choice) for choice in choices]:
        return plain
    return "\n".join(f"{choice['code']}={choice['label']}" for choice in choices)


def column_values(column: ColumnSpec, *, is_saved: bool) -> dict[str, Any]:
    """Return what the form of a column begins with."""
    return {
        "key": column.code,
        "label": column.label,
        "type": column.type,
        "required": column.required,
        "unit_of_measure": column.unit_of_measure,
        "decimals": column.decimals or "",
        "minimum": _number(column.minimum),
        "maximum": _number(column.maximum),
        "max_length": column.max_length,
        "choices": write_choices(column.choices, is_saved=is_saved),
        "default": _write_default(column),
        "note": column.note,
        "concept": column.concept,
        "is_sensitive": column.is_sensitive,
        "code": "" if is_saved else column.code,
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _write_default(column: ColumnSpec) -> str:
    if column.default is None:
        return ""
    if isinstance(column.default, bool):
        return "是" if column.default else "否"
    labels = {choice["code"]: choice["label"] for choice in column.choices}
    if isinstance(column.default, list | tuple):
        return "；".join(labels.get(code, str(code)) for code in column.default)
    return labels.get(column.default, str(column.default))


def _read_default(text: str, kind: str, codes: Mapping[str, str]) -> Any:
    if not text:
        return None
    if kind == ColumnType.CHOICES:
        words = [word.strip() for word in text.replace("；", ";").split(";") if word.strip()]
        return [codes.get(word, word) for word in words]
    return codes.get(text, text)
