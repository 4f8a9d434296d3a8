"""Forms of a task's steps: they read what people write; the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.orgs.forms import DayInput, UnitField
from bihuan.orgs.models import Person, PostTerm, Unit
from bihuan.tasks.actions import Progress
from bihuan.tasks.actions.stepping import LONGEST_LINE, LONGEST_NOTE
from bihuan.tasks.models import EvidenceNeeded, Task
from bihuan.tasks.naming import people_named


class StepForm(forms.Form):
    """The form of a step of a task; most ask for a word."""

    def __init__(self, data: Any, task: Task, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})
        self.task = task


def words(label: Any, *, required: bool = True, rows: int = 2, hint: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_NOTE,
        required=required,
        help_text=hint,
        widget=forms.Textarea({"rows": rows}),
    )


class PlainForm(StepForm):
    """A step that asks for nothing."""


class ReasonForm(StepForm):
    """A step with its reason."""

    note = words(_("理由"))


class NoteForm(StepForm):
    """A step with a word, if any."""

    note = words(_("说明（可不填）"), required=False)


class ProgressForm(StepForm):
    """How far it is; what is not said stays as it was."""

    stage = words(_("做了什么、到了哪一步"))
    percent = forms.IntegerField(
        label=_("进度（%，可不填）"), min_value=0, max_value=100, required=False
    )
    difficulty = forms.CharField(
        label=_("困难（没有就不填）"), max_length=LONGEST_LINE, required=False
    )
    next = forms.CharField(label=_("下一步（可不填）"), max_length=LONGEST_LINE, required=False)

    def progress(self) -> Progress:
        """Return what was told."""
        given = self.cleaned_data
        return Progress(given["stage"], given["percent"], given["difficulty"], given["next"])


class SubmitForm(StepForm):
    """That it is done."""

    note = words(_("完成情况"), hint=_("提交后由承办单位以外、没有经手的人验收。"))


class ExtensionForm(StepForm):
    """Until when, and why."""

    new_due = forms.DateField(label=_("申请延到"), widget=DayInput())
    note = words(_("延期理由"))


class DecisionForm(StepForm):
    """Yes or no."""

    granted = forms.ChoiceField(
        label=_("审批"),
        choices=[("yes", _("同意延期")), ("no", _("不同意"))],
        widget=forms.RadioSelect,
    )
    note = words(_("审批意见（不同意的要写明）"), required=False)


class VerifyForm(StepForm):
    """Done or not, with what was seen; closed at once where the same person may."""

    accepted = forms.ChoiceField(
        label=_("验收结论"),
        choices=[("yes", _("通过")), ("no", _("不通过，退回再办"))],
        widget=forms.RadioSelect,
    )
    note = words(_("验收意见（不通过的要写明差在哪里）"), required=False)
    seen_on = forms.DateField(label=_("到场查看日期"), required=False, widget=DayInput())
    new_due = forms.DateField(
        label=_("不通过的，新的期限（不填按返工期限）"), required=False, widget=DayInput()
    )
    close = forms.BooleanField(label=_("通过后同时销号"), required=False, initial=True)

    def __init__(self, data: Any, task: Task, *, may_close: bool = False, **keys: Any) -> None:
        super().__init__(data, task, **keys)
        if task.evidence != EvidenceNeeded.VISIT:
            del self.fields["seen_on"]
        if not may_close:
            del self.fields["close"]


class ReopenForm(StepForm):
    """Why it is taken up again, and by when."""

    note = words(_("重开理由"))
    new_due = forms.DateField(
        label=_("新的期限（不填按返工期限）"), required=False, widget=DayInput()
    )


class ReassignForm(StepForm):
    """To whom it goes; the successor of a closed unit is proposed."""

    unit = UnitField(Unit.objects.none(), label=_("改交给"))
    new_due = forms.DateField(
        label=_("新的期限（可不填）"),
        required=False,
        widget=DayInput(),
        help_text=_("不填：按天数计的重新起算，指定日期的不变。"),
    )
    note = words(_("改交理由"))

    def __init__(self, data: Any, task: Task, **keys: Any) -> None:
        super().__init__(data, task, **keys)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = units_of(task.home)
        if task.waits_for_unit_on(clock.today()):
            if task.unit.successor is not None:
                self.initial.setdefault("unit", task.unit.successor.name)
            self.initial.setdefault("note", _now("原承办单位已撤销"))


class NameForm(StepForm):
    """Who answers for it."""

    people = forms.CharField(
        label=_("责任人（姓名，多人用顿号隔开；不填即不指定）"), max_length=300, required=False
    )

    def clean_people(self) -> list[Person]:
        """Return the people of those names."""
        return people_named(self.cleaned_data["people"], self.task.home, self.task.unit)


def units_of(home: Unit) -> Any:
    """Return the open units of a home, which may be given a task."""
    return Unit.objects.under(home.path).open_on(clock.today()).order_by("path")


def leaders_of(home: Unit) -> Any:
    """Return the people who hold a post of leadership in a home today."""
    held = PostTerm.objects.on(clock.today()).filter(post__home=home, post__kind="leadership")
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("sort_order", "code")
