"""What may be done on a task's page: each deed's address, form, words and action, in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.tasks import actions, forms
from bihuan.tasks.models import StepKind, Task

Act = Callable[[Actor, Task, Any], Task]


@dataclass(frozen=True)
class Deed:
    """One deed: the slug of its address, the steps it may be, the button, what is said after it."""

    slug: str
    kinds: tuple[StepKind, ...]
    label: str | Promise
    said: str | Promise
    form: type[forms.StepForm]
    act: Act
    icon: str = "check"
    tone: str = ""


def _sign_for(actor: Actor, task: Task, _form: Any) -> Task:
    return actions.sign_for_task(actor=actor, task=task)


def _progress(actor: Actor, task: Task, form: forms.ProgressForm) -> Task:
    return actions.report_progress(actor=actor, task=task, progress=form.progress())


def _submit(actor: Actor, task: Task, form: Any) -> Task:
    return actions.submit_task(actor=actor, task=task, note=form.cleaned_data["note"])


def _verify(actor: Actor, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    accepted = given["accepted"] == "yes"
    done = actions.verify_task(
        actor=actor,
        task=task,
        accepted=accepted,
        note=given["note"],
        seen_on=given.get("seen_on"),
        new_due=given["new_due"],
    )
    if accepted and given.get("close"):
        return actions.close_task(actor=actor, task=done)
    return done


def _close(actor: Actor, task: Task, form: Any) -> Task:
    return actions.close_task(actor=actor, task=task, note=form.cleaned_data["note"])


def _return(actor: Actor, task: Task, form: Any) -> Task:
    return actions.return_task(actor=actor, task=task, reason=form.cleaned_data["note"])


def _insist(actor: Actor, task: Task, form: Any) -> Task:
    return actions.insist_on_task(actor=actor, task=task, note=form.cleaned_data["note"])


def _reassign(actor: Actor, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    due = actions.Due(on=given["new_due"]) if given["new_due"] else None
    return actions.reassign_task(
        actor=actor, task=task, unit=given["unit"], reason=given["note"], due=due
    )


def _ask_extension(actor: Actor, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    return actions.ask_extension(
        actor=actor, task=task, new_due=given["new_due"], reason=given["note"]
    )


def _decide(actor: Actor, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    granted = given["granted"] == "yes"
    return actions.decide_extension(actor=actor, task=task, granted=granted, note=given["note"])


def _chase(actor: Actor, task: Task, form: Any) -> Task:
    return actions.chase_task(actor=actor, task=task, note=form.cleaned_data["note"])


def _suspend(actor: Actor, task: Task, form: Any) -> Task:
    return actions.suspend_task(actor=actor, task=task, reason=form.cleaned_data["note"])


def _resume(actor: Actor, task: Task, form: Any) -> Task:
    return actions.resume_task(actor=actor, task=task, note=form.cleaned_data["note"])


def _reopen(actor: Actor, task: Task, form: Any) -> Task:
    given = form.cleaned_data
    return actions.reopen_task(
        actor=actor, task=task, reason=given["note"], new_due=given["new_due"]
    )


def _name(actor: Actor, task: Task, form: Any) -> Task:
    return actions.name_responsible(actor=actor, task=task, people=form.cleaned_data["people"])


def _void(actor: Actor, task: Task, form: Any) -> Task:
    return actions.void_task(actor=actor, task=task, reason=form.cleaned_data["note"])


K = StepKind
DEEDS: tuple[Deed, ...] = (
    Deed("signing", (K.SIGN_FOR,), _("签收"), _("已签收。"), forms.PlainForm, _sign_for),
    Deed(
        "extension-decision",
        (K.EXTEND, K.REFUSE_EXTENSION),
        _("审批延期"),
        _("已审批。"),
        forms.DecisionForm,
        _decide,
        "calendar",
    ),
    Deed(
        "verification",
        (K.ACCEPT, K.SEND_BACK),
        _("验收"),
        _("已记下验收结论。"),
        forms.VerifyForm,
        _verify,
        "circle-check",
    ),
    Deed("closing", (K.CLOSE,), _("销号"), _("已销号。"), forms.NoteForm, _close, "circle-check"),
    Deed(
        "progress",
        (K.PROGRESS,),
        _("反馈进展"),
        _("已记下。"),
        forms.ProgressForm,
        _progress,
        "flag",
    ),
    Deed(
        "submission",
        (K.SUBMIT,),
        _("报完成"),
        _("已报完成，等别人验收。"),
        forms.SubmitForm,
        _submit,
        "rubber-stamp",
    ),
    Deed(
        "reassignment",
        (K.REASSIGN,),
        _("改交别的单位"),
        _("已改交。"),
        forms.ReassignForm,
        _reassign,
        "arrow-right",
    ),
    Deed(
        "insistence",
        (K.INSIST,),
        _("退件不成立"),
        _("已告知由原单位承办。"),
        forms.ReasonForm,
        _insist,
        "arrow-right",
    ),
    Deed(
        "resumption",
        (K.RESUME,),
        _("恢复办理"),
        _("已恢复，期限顺延。"),
        forms.NoteForm,
        _resume,
        "refresh",
    ),
    Deed("chasing", (K.CHASE,), _("催办"), _("已记下催办。"), forms.NoteForm, _chase, "clock"),
    Deed(
        "extension",
        (K.ASK_EXTENSION,),
        _("申请延期"),
        _("已申请延期，等领导审批。"),
        forms.ExtensionForm,
        _ask_extension,
        "calendar",
    ),
    Deed(
        "return",
        (K.RETURN,),
        _("不归本单位办，退件"),
        _("已退件，等交办人处理。"),
        forms.ReasonForm,
        _return,
        "arrow-back-up",
    ),
    Deed("naming", (K.NAME,), _("改责任人"), _("责任人已更改。"), forms.NameForm, _name, "users"),
    Deed("reopening", (K.REOPEN,), _("重开"), _("已重开。"), forms.ReopenForm, _reopen, "refresh"),
    Deed("suspension", (K.SUSPEND,), _("挂起"), _("已挂起。"), forms.ReasonForm, _suspend, "ban"),
    Deed(
        "voiding", (K.VOID,), _("作废"), _("已作废。"), forms.ReasonForm, _void, "circle-x", "bad"
    ),
)
BY_SLUG = {deed.slug: deed for deed in DEEDS}
MAIN = frozenset(
    {
        *("signing", "extension-decision", "verification", "closing", "progress", "submission"),
        *("reassignment", "insistence", "resumption"),
    }
)
"""Deeds that carry a task on: their forms stand open where they are due; the others are folded."""
