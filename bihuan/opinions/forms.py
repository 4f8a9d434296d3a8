"""Forms of the room: they read what people write; the actions decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.opinions.actions.answering import (
    LONGEST_ANSWER,
    LONGEST_FORWARDED,
    LONGEST_OUTCOME,
    LONGEST_PUBLIC,
    LONGEST_WHY,
)
from bihuan.opinions.actions.sorting import LONGEST_REASON
from bihuan.opinions.actions.specs import LONGEST_SHORT, OpinionSpec
from bihuan.opinions.models import (
    Answer,
    Category,
    Channel,
    Giver,
    OpinionGroup,
    OpinionState,
    Target,
)
from bihuan.opinions.reading import Pasted, parted
from bihuan.opinions.rules import LONGEST_WORDING
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit

LONGEST_TYPED = 2_000_000
MOST_AT_ONCE = 500
LINE, PARAGRAPH = "line", "paragraph"
BY_HAND = (
    Channel.SYMPOSIUM,
    Channel.VISIT,
    Channel.TALK,
    Channel.BOX,
    Channel.SUPERIOR,
    Channel.SELF,
    Channel.MUTUAL,
    Channel.QUESTIONNAIRE,
    Channel.HOTLINE,
)
INDENT = "　"


def unit_choices(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """Return units as choices, those below others indented."""
    least = min((len(unit.path) for unit in units), default=0)
    return [(u.code, INDENT * ((len(u.path) - least) // 4) + str(u)) for u in units]


class EntryForm(forms.Form):
    """What was said at one occasion: several opinions typed at one go."""

    channel = forms.ChoiceField(
        label=_("渠道"), choices=[(each.value, each.label) for each in BY_HAND]
    )
    occasion = forms.CharField(
        label=_("场合（如：竹林村党员座谈会）"), max_length=LONGEST_SHORT, required=False
    )
    raised_on = forms.DateField(label=_("提出日期"), widget=DayInput())
    unit = forms.ChoiceField(label=_("说的是哪里的事"))
    place = forms.CharField(label=_("地点（知道就填）"), max_length=LONGEST_SHORT, required=False)
    giver = forms.ChoiceField(
        label=_("意见人类别（不记姓名）"), choices=Giver.choices, initial=Giver.UNKNOWN
    )
    target = forms.ChoiceField(label=_("意见对象"), choices=Target.choices, initial=Target.WORK)
    about_unit = forms.ChoiceField(label=_("是对哪个单位的意见（该单位看不到）"), required=False)
    texts = forms.CharField(
        label=_("意见原话"),
        strip=False,
        max_length=LONGEST_TYPED,
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
        help_text=_("照录原话，不写姓名、电话。可从 Excel 复制几行贴进来，一次可登记几十条。"),
    )
    parting = forms.ChoiceField(
        label=_("几条意见怎么分"),
        choices=[(LINE, _("一行一条")), (PARAGRAPH, _("空一行分一条"))],
        initial=LINE,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, units: Sequence[Unit], all_units: Sequence[Unit]) -> None:
        first = units[0].code if units else ""
        initial = {"raised_on": clock.today(), "unit": first}
        super().__init__(data, initial=initial, label_suffix="")
        self.by_code = {unit.code: unit for unit in (*all_units, *units)}
        _offer(self.fields["unit"], unit_choices(units))
        _offer(self.fields["about_unit"], [("", _("不针对单位")), *unit_choices(all_units)])

    def clean(self) -> dict[str, Any]:
        """Part the text into opinions; refuse more at once than a person types."""
        given: dict[str, Any] = super().clean() or {}
        texts = given.get("texts", "")
        self.found = parted(texts, by_paragraph=given.get("parting") == PARAGRAPH)
        if texts and not self.found:
            self.add_error("texts", _("请填写意见原话。"))
        if len(self.found) > MOST_AT_ONCE:
            self.add_error("texts", _("一次最多登记500条，更多的请用“导入表格”。"))
        return given

    def specs(self) -> list[OpinionSpec]:
        """Return the opinions as they are given in."""
        return [self._spec(each) for each in self.found]

    def _spec(self, each: Pasted) -> OpinionSpec:
        given = self.cleaned_data
        return OpinionSpec(
            text=each.text,
            channel=given["channel"],
            raised_on=given["raised_on"],
            unit=self.by_code[given["unit"]],
            giver=each.giver or given["giver"],
            target=given["target"],
            place=(each.place or given["place"])[:LONGEST_SHORT],
            occasion=given["occasion"],
            about_unit=self.by_code.get(given["about_unit"]),
        )


class FilterForm(forms.Form):
    """Which opinions the list shows, read from the address."""

    q = forms.CharField(
        label=_("包含文字"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search"}),
    )
    category = forms.ChoiceField(label=_("类别"), required=False)
    channel = forms.ChoiceField(
        label=_("渠道"), required=False, choices=[("", _("全部")), *Channel.choices]
    )
    unit = forms.ChoiceField(label=_("单位"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部有效")), *OpinionState.choices],
    )
    giver = forms.ChoiceField(
        label=_("意见人类别"), required=False, choices=[("", _("全部")), *Giver.choices]
    )
    since = forms.DateField(label=_("提出日期从"), required=False, widget=DayInput())
    until = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def __init__(self, data: Any, categories: Sequence[Category], units: Sequence[Unit]) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        _offer(self.fields["category"], [("", _("全部")), *((c.code, c.label) for c in categories)])
        self.units = {unit.code: unit for unit in units}
        _offer(self.fields["unit"], [("", _("全部")), *unit_choices(units)])
        if len(units) < 2:
            del self.fields["unit"]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["data-submits"] = ""

    def asked(self) -> dict[str, Any]:
        """Return what was asked; what makes no sense is told on its field and left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class PeriodForm(forms.Form):
    """Which groups the digest shows."""

    since = forms.DateField(label=_("提出日期从"), required=False, widget=DayInput())
    until = forms.DateField(label=_("到"), required=False, widget=DayInput())
    category = forms.ChoiceField(label=_("类别"), required=False)
    answer = forms.ChoiceField(
        label=_("答复"),
        required=False,
        choices=[("", _("全部")), ("open", _("待答复")), *Answer.choices],
    )

    def __init__(self, data: Any, categories: Sequence[Category]) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        _offer(self.fields["category"], [("", _("全部")), *((c.code, c.label) for c in categories)])
        for name in ("category", "answer"):
            self.fields[name].widget.attrs["data-submits"] = ""

    def asked(self) -> dict[str, Any]:
        """Return what was asked; what makes no sense is told on its field and left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class _Unsuffixed(forms.Form):
    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class WordingForm(_Unsuffixed):
    """The wording that a group's opinions share."""

    wording = forms.CharField(
        label=_("归并后的表述"), max_length=LONGEST_WORDING, widget=forms.Textarea({"rows": 2})
    )


class AnswerForm(_Unsuffixed):
    """What the office answers."""

    answer = forms.ChoiceField(label=_("答复"), choices=Answer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("说明（采纳的可写打算怎么办；其余的写明理由）"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    forwarded_to = forms.CharField(
        label=_("反映给谁（只在向上反映时填）"), max_length=LONGEST_FORWARDED, required=False
    )

    @classmethod
    def of(cls, group: OpinionGroup) -> "AnswerForm":
        """Return the form with what was answered last."""
        return cls(
            initial={
                "answer": group.answer,
                "reason": group.answer_reason,
                "forwarded_to": group.forwarded_to,
            }
        )


class PublicForm(_Unsuffixed):
    """What residents may read."""

    wording = forms.CharField(
        label=_("公开的表述"), max_length=LONGEST_PUBLIC, widget=forms.Textarea({"rows": 2})
    )
    outcome = forms.CharField(
        label=_("公开的结果"),
        max_length=LONGEST_OUTCOME,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class WithdrawalForm(_Unsuffixed):
    """Why a group is taken off the residents' page."""

    reason = forms.CharField(label=_("撤回理由"), max_length=LONGEST_WHY)


class VoidForm(_Unsuffixed):
    """Why an opinion is made void."""

    reason = forms.CharField(label=_("作废理由"), max_length=LONGEST_REASON)


class CategoryForm(_Unsuffixed):
    """One class of the tree."""

    label = forms.CharField(label=_("名称"), max_length=40)
    code = forms.CharField(
        label=_("代码（不填则自动编）"),
        max_length=40,
        required=False,
        help_text=_("小写字母、数字和下划线，设好后不改，如 roads"),
    )
    parent = forms.ChoiceField(label=_("上级类别"), required=False)
    keywords = forms.CharField(
        label=_("常用词"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("用顿号或空格分开；还没有学习过时，按这些词提建议。"),
    )

    def offer(self, categories: Sequence[Category]) -> "CategoryForm":
        """Offer the classes under which this one may stand."""
        _offer(
            self.fields["parent"], [("", _("（顶级）")), *((c.code, c.label) for c in categories)]
        )
        return self


class FileForm(forms.Form):
    """A table to be imported."""

    label_suffix = ""

    file = forms.FileField(
        label=_("文件"), widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv"})
    )


def _offer(field: forms.Field, choices: Any) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
