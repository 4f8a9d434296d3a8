"""The form of each step that may follow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.duty.actions import Handing, WhatIsWrong
from bihuan.duty.choosing import leaders_of, people_of, units_of, units_to_lead
from bihuan.duty.forms import NOBODY, Room
from bihuan.duty.models import Agreement, Case, Outcome, Petition, Satisfied, StepKind
from bihuan.lib import clock
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Person, Unit


class StepForm(Room):
    """The form of one step of one case; ids are the step's own, since several stand on a page."""

    def __init__(self, data: Any, case: Case, kind: StepKind) -> None:
        super().__init__(data, auto_id=f"{kind}-%s")
        self.case, self.kind = case, kind
        if "on" in self.fields:
            self.fields["on"].initial = clock.today()


class HandingForm(StepForm):
    """To whom a case is handed."""

    unit = forms.ModelChoiceField(label=_("交给哪个单位"), queryset=Unit.objects.none())
    person = forms.ModelChoiceField(
        label=_("经办人"), queryset=Person.objects.none(), required=False
    )
    leader = forms.ModelChoiceField(
        label=_("包案领导"), queryset=Person.objects.none(), required=False
    )
    due_on = forms.DateField(label=_("办理期限"), required=False, widget=DayInput())
    measures = forms.CharField(
        label=_("化解措施"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=NOBODY,
    )
    is_task = forms.BooleanField(
        label=_("同时派发一项任务（任务上只写编号）"), required=False, initial=True
    )

    def __init__(self, data: Any, case: Case, kind: StepKind) -> None:
        super().__init__(data, case, kind)
        rows = {
            "unit": units_to_lead(case),
            "person": people_of(case.home),
            "leader": leaders_of(case.home),
        }
        for name, found in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.empty_label = str(_("请选择") if field.required else _("（不选）"))
            field.queryset = found
        known: dict[str, Any] = {"unit": case.lead_unit_id, "person": case.lead_person_id}
        self.initial.update({**known, "leader": case.leader_id, "due_on": case.due_on})
        if isinstance(case, Petition):
            self.fields["leader"].label = _("接访领导")
            self.fields["measures"].label = _("拟办意见")
            self.initial["measures"] = case.proposal

    def handing(self) -> Handing:
        """Return to whom it is handed."""
        given = self.cleaned_data
        return Handing(**{name: given[name] for name in self.fields})


class NoteForm(StepForm):
    """A day and what happened."""

    on = forms.DateField(label=_("日期"), widget=DayInput())
    note = forms.CharField(
        label=_("情况"), max_length=1000, widget=forms.Textarea({"rows": 3}), help_text=NOBODY
    )


class MaybeNoteForm(NoteForm):
    """A day, and a word if there is one."""

    note = forms.CharField(
        label=_("说明"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )


class ReasonForm(StepForm):
    """Why."""

    note = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.TextInput({"autocomplete": "off"})
    )


class WordsForm(StepForm):
    """A leader's note."""

    note = forms.CharField(label=_("批示"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class DisputeCloseForm(MaybeNoteForm):
    """What came of a dispute."""

    outcome = forms.ChoiceField(
        label=_("调处结果"), choices=[each for each in Outcome.choices if each[0] != "pending"]
    )
    agreement = forms.ChoiceField(
        label=_("协议形式"), choices=Agreement.choices, initial=Agreement.ORAL,
        help_text=_("调解成功的选口头或书面，其他选“无”"),
    )  # fmt: skip
    field_order = ("outcome", "agreement", "on", "note")


class SummaryForm(StepForm):
    """The summary that the handling unit reads."""

    summary = forms.CharField(
        label=_("脱敏摘要"),
        max_length=2000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("已把认得出的姓名、电话、住址遮去；请再看一遍，事情本身认得出人的也请改写"),
    )


class ExtensionForm(StepForm):
    """For how long, and why."""

    days = forms.IntegerField(label=_("延长天数"), min_value=1, max_value=365)
    note = forms.CharField(
        label=_("延期理由"), max_length=300, widget=forms.TextInput({"autocomplete": "off"})
    )


class ReplyForm(NoteForm):
    """What the petitioner was told."""

    note = forms.CharField(
        label=_("答复意见"), max_length=2000, widget=forms.Textarea({"rows": 5}), help_text=NOBODY
    )


class PetitionCloseForm(MaybeNoteForm):
    """What the petitioner says of the reply."""

    satisfaction = forms.ChoiceField(label=_("满意度"), choices=Satisfied.choices)
    field_order = ("satisfaction", "on", "note")


class PutRightForm(StepForm):
    """What is to be put right, in words that the unit complained of may read."""

    title = forms.CharField(label=_("问题"), max_length=120, help_text=NOBODY)
    unit = forms.ModelChoiceField(
        label=_("责任单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    detail = forms.CharField(
        label=_("具体表现"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("责任单位和被反映的单位都看得到；不写谁反映的、哪天来的"),
    )

    def __init__(self, data: Any, case: Case, kind: StepKind) -> None:
        super().__init__(data, case, kind)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units_of(case.home)
        self.fields["title"].initial = case.title

    def wrong(self) -> WhatIsWrong:
        """Return what is to be put right."""
        return WhatIsWrong(**self.cleaned_data)


K = StepKind
DISPUTE_FORMS: dict[StepKind, type[StepForm]] = {
    K.ACCEPT: HandingForm,
    K.TRY: NoteForm,
    K.CLOSE: DisputeCloseForm,
    K.VISIT: NoteForm,
    K.REOPEN: ReasonForm,
    K.VOID: ReasonForm,
}
PETITION_FORMS: dict[StepKind, type[StepForm]] = {
    K.ACCEPT: MaybeNoteForm,
    K.SUMMARISE: SummaryForm,
    K.ASSIGN: HandingForm,
    K.REPLY: ReplyForm,
    K.CLOSE: PetitionCloseForm,
    K.NOTE: WordsForm,
    K.EXTEND: ExtensionForm,
    K.SEEK_REVIEW: MaybeNoteForm,
    K.REVIEW: NoteForm,
    K.PUT_RIGHT: PutRightForm,
    K.REOPEN: ReasonForm,
    K.VOID: ReasonForm,
}
