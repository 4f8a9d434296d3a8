"""Verifying, looking back, deciding, answering, making public: short forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.opinions.models import Opinion
from bihuan.orgs.forms import DayInput
from bihuan.rectification.forms.choosing import Plain, area
from bihuan.rectification.models import Choice, Finding, HowAsked, Problem, Satisfied

SOLVED = [("", _("没有说")), ("yes", _("说已解决")), ("no", _("说没有解决"))]


class NoteForm(Plain):
    """A single text, asked for by a label of its own."""

    note = forms.CharField(max_length=1000, widget=area())

    def __init__(
        self, data: Any = None, *, label: Any, hint: Any = "", required: bool = True, **keys: Any
    ) -> None:
        super().__init__(data, **keys)
        field = self.fields["note"]
        field.label, field.help_text, field.required = label, hint, required


class VerifyForm(Plain):
    """Whether what was reported done is accepted."""

    accepted = forms.ChoiceField(
        label=_("验收结论"),
        choices=[("yes", _("通过")), ("no", _("不通过，退回整改"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("验收意见"), max_length=1000, widget=area())
    seen_on = forms.DateField(
        label=_("到场查看日期（没有到场不填）"), required=False, widget=DayInput()
    )


class LookBackForm(Plain):
    """What a look-back found."""

    finding = forms.ChoiceField(label=_("结果"), choices=Finding.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("查看情况"), max_length=1000, widget=area())


class DecisionForm(Plain):
    """What the leader decides."""

    decided = forms.ChoiceField(label=_("决定"), choices=Choice.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=500, widget=area())


class PublicForm(Plain):
    """The words that residents read."""

    wording = forms.CharField(
        label=_("公开的表述"),
        max_length=300,
        widget=area(2),
        help_text=_("不要写人名、电话、住址，也不要照抄能认出是谁说的话。"),
    )
    outcome = forms.CharField(label=_("公开的结果"), max_length=500, required=False, widget=area(3))

    def __init__(self, data: Any = None, *, problem: Problem, **keys: Any) -> None:
        initial = {
            "wording": problem.public_wording or problem.title,
            "outcome": problem.public_outcome,
        }
        super().__init__(data, initial=initial, **keys)


class SatisfactionForm(Plain):
    """What the giver of an opinion said when they were visited or called."""

    opinion = forms.ChoiceField(label=_("哪条意见的反映人"))
    how = forms.ChoiceField(
        label=_("方式"),
        choices=[each for each in HowAsked.choices if each[0] != HowAsked.PAGE],
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(label=_("评价"), choices=Satisfied.choices, widget=forms.RadioSelect)
    is_solved = forms.ChoiceField(
        label=_("是否解决"), choices=SOLVED, required=False, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("说明"),
        max_length=1000,
        required=False,
        widget=area(2),
        help_text=_("不要写反映人的姓名和电话。"),
    )

    def __init__(self, data: Any = None, *, opinions: Sequence[Opinion], **keys: Any) -> None:
        super().__init__(data, **keys)
        self.opinions = {str(each.pk): each for each in opinions}
        field = self.fields["opinion"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, f"{o.label} {o.text[:30]}") for pk, o in self.opinions.items()]

    @property
    def of_opinion(self) -> Opinion:
        """Return the opinion that was chosen."""
        return self.opinions[self.cleaned_data["opinion"]]

    @property
    def said_solved(self) -> bool | None:
        """Return whether they said that it is solved; None where they did not say."""
        return {"yes": True, "no": False}.get(self.cleaned_data["is_solved"])
