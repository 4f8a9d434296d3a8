"""Forms of the room: they read what people write; the actions decide."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.orgs.forms import DayInput
from bihuan.questionnaires.actions import QuestionSpec, Wording
from bihuan.questionnaires.actions.asking import LONGEST
from bihuan.questionnaires.actions.building import LONGEST_TITLE
from bihuan.questionnaires.beginnings import BEGINNINGS
from bihuan.questionnaires.models import Once, Question, Questionnaire
from bihuan.questionnaires.rules.asked import CHOOSES, DECIDES, GROUPS, Kind

_VALUED = re.compile(r"^(?P<label>.+?)\s*[=＝]\s*(?P<value>-?\d{1,5})$")


class Plain(forms.Form):
    """A form without colons behind its labels."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class NewForm(Plain):
    """What a questionnaire is called, and what it begins from."""

    beginning = forms.ChoiceField(
        label=_lazy("从哪个样子开始"),
        widget=forms.RadioSelect,
        initial="satisfaction",
        choices=[(each.code, each.label) for each in BEGINNINGS.values()],
    )
    title = forms.CharField(
        label=_lazy("问卷名称"),
        max_length=LONGEST_TITLE,
        help_text=_lazy("答的人会看到，如“通组公路建设满意度测评”。"),
    )


class WordingForm(Plain):
    """What a draft says of itself, and how answers are taken and compared."""

    title = forms.CharField(label=_lazy("问卷名称"), max_length=LONGEST_TITLE)
    intro = forms.CharField(
        label=_lazy("开头的话"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_lazy("说明为什么问、结果用在哪里。“不记姓名”等说明会自动写上。"),
    )
    one_answer_each = forms.ChoiceField(
        label=_lazy("一人一份"),
        choices=Once.choices,
        widget=forms.RadioSelect,
        help_text=_lazy("答卷码印成纸条，打乱了发；码用过就作废，但不知道是谁用的。"),
    )
    group = forms.ChoiceField(
        label=_lazy("按哪题分组比较"),
        required=False,
        help_text=_lazy("开放以后不能改。人数少的组和会泄露它的组不显示。"),
    )

    def __init__(self, data: Any, questionnaire: Questionnaire) -> None:
        initial = {
            "title": questionnaire.title,
            "intro": questionnaire.intro,
            "one_answer_each": questionnaire.one_answer_each,
            "group": str(questionnaire.group_question_id or ""),
        }
        super().__init__(data, initial=initial)
        fits = [q for q in questionnaire.questions.order_by("position") if q.kind in GROUPS]
        self.by_id = {str(question.pk): question for question in fits}
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("不分组")), *((id_, str(q)) for id_, q in self.by_id.items())]

    def wording(self) -> Wording:
        """Return what was written."""
        given = self.cleaned_data
        return Wording(
            title=given["title"],
            intro=given["intro"],
            one_answer_each=given["one_answer_each"],
            group_question=self.by_id.get(given["group"]),
        )


class DayForm(Plain):
    """The last day on which answers are taken."""

    closes_on = forms.DateField(
        label=_lazy("截止日期（不填：到手工结束为止）"), required=False, widget=DayInput()
    )


class ReasonForm(Plain):
    """Why a questionnaire is made void."""

    reason = forms.CharField(
        label=_lazy("理由"), max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )


class CodesForm(Plain):
    """How many codes to print."""

    count = forms.IntegerField(label=_lazy("印多少个"), min_value=1, max_value=500, initial=50)


class QuestionForm(Plain):
    """A question of one kind; what the kind does not use is not asked."""

    text = forms.CharField(label=_lazy("题目"), max_length=LONGEST)
    help = forms.CharField(label=_lazy("说明（写在题目下面）"), max_length=LONGEST, required=False)
    options = forms.CharField(
        label=_lazy("选项（一行一个）"), widget=forms.Textarea({"rows": 6}), max_length=4000
    )
    rows = forms.CharField(
        label=_lazy("逐项评价什么（一行一个）"),
        widget=forms.Textarea({"rows": 4}),
        max_length=3000,
    )
    most = forms.IntegerField(label=_lazy("最多选几项（不填：不限）"), min_value=1, required=False)
    minimum = forms.IntegerField(label=_lazy("不小于"), required=False)
    maximum = forms.IntegerField(label=_lazy("不大于"), required=False)
    unit_of_measure = forms.CharField(label=_lazy("计量单位"), max_length=12, required=False)
    required = forms.BooleanField(label=_lazy("必答"), required=False)
    shown = forms.MultipleChoiceField(
        label=_lazy("只给前面这样答的人看（不勾：人人都答）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any,
        kind: Kind,
        earlier: Sequence[Question],
        question: Question | None = None,
    ) -> None:
        super().__init__(data, initial=_initial_of(question, kind))
        self.kind = kind
        self.deciders = {str(q.pk): q for q in earlier if q.kind in DECIDES}
        for name in ("options", "rows", "most", "minimum", "maximum", "unit_of_measure"):
            if kind not in _USED_BY[name]:
                del self.fields[name]
        if "options" in self.fields and kind in (Kind.SCALE, Kind.MATRIX):
            self.fields["options"].help_text = _(
                "从好到差，一行一级；要算平均分，在后面写等号和分值，如“满意=100”。"
            )
        shown = self.fields["shown"]
        assert isinstance(shown, forms.MultipleChoiceField)
        shown.choices = [
            (f"{id_}:{number}", _("第%(n)d题答“%(o)s”") % {"n": q.position, "o": option})
            for id_, q in self.deciders.items()
            for number, option in enumerate(q.options, 1)
        ]
        if not shown.choices:
            del self.fields["shown"]

    def clean_shown(self) -> tuple[Question | None, list[int]]:
        """Return the question decided by, and its options; they must be of one question."""
        chosen = [value.split(":") for value in self.cleaned_data["shown"]]
        ids = {id_ for id_, _number in chosen}
        if len(ids) > 1:
            raise forms.ValidationError(_("只能依据一道题的选项，请只勾同一题的。"))
        decider = self.deciders[ids.pop()] if ids else None
        return decider, [int(number) for _id, number in chosen]

    def spec(self) -> QuestionSpec:
        """Return what was written."""
        given = self.cleaned_data
        labels, values = _options(given.get("options", ""))
        decider, when = given.get("shown", (None, []))
        return QuestionSpec(
            kind=self.kind,
            text=given["text"],
            help=given["help"],
            required=given["required"],
            options=labels,
            values=values,
            rows=given.get("rows", "").splitlines(),
            most=given.get("most"),
            minimum=given.get("minimum"),
            maximum=given.get("maximum"),
            unit_of_measure=given.get("unit_of_measure", ""),
            shown_if=decider,
            shown_when=when,
        )


_USED_BY = {
    "options": CHOOSES,
    "rows": {Kind.MATRIX},
    "most": {Kind.SEVERAL},
    "minimum": {Kind.NUMBER},
    "maximum": {Kind.NUMBER},
    "unit_of_measure": {Kind.NUMBER},
}


def _options(text: str) -> tuple[list[str], list[int]]:
    """Return labels and values of lines such as `满意=100`; values of all or of none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [_VALUED.match(line) for line in lines]
    if not lines or not all(found):
        return lines, []
    valued = [match for match in found if match]
    return [match["label"] for match in valued], [int(match["value"]) for match in valued]


def _initial_of(question: Question | None, kind: Kind) -> dict[str, object]:
    if question is None:
        scale = kind in (Kind.SCALE, Kind.MATRIX)
        usual = "满意=100\n比较满意=80\n基本满意=60\n不满意=0" if scale else ""
        return {"required": kind is not Kind.TEXT, "options": usual}
    lines = list(question.options)
    if question.values:
        lines = [f"{label}={value}" for label, value in zip(lines, question.values, strict=True)]
    names = ("text", "help", "required", "most", "minimum", "maximum", "unit_of_measure")
    return {
        **{name: getattr(question, name) for name in names},
        "options": "\n".join(lines),
        "rows": "\n".join(question.rows),
        "shown": [f"{question.shown_if_id}:{option}" for option in question.shown_when],
    }
