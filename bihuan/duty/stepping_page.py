"""What may be done now to a case, by whom: for its page, and for the address that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.duty import actions
from bihuan.duty.access import keeps, works_on
from bihuan.duty.actions.stepping import identity_of, may_follow
from bihuan.duty.models import Case, Dispute, Petition, StepKind
from bihuan.duty.redacting import proposal
from bihuan.duty.step_forms import (
    DISPUTE_FORMS,
    PETITION_FORMS,
    HandingForm,
    PutRightForm,
    StepForm,
)
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import State

K = StepKind
LABELS: Mapping[StepKind, str | Promise] = {
    K.ACCEPT: _("受理并分流"),
    K.TRY: _("登记调处情况"),
    K.CLOSE: _("结案"),
    K.VISIT: _("登记回访"),
    K.REOPEN: _("重开"),
    K.VOID: _("作废"),
}
PETITION_LABELS: Mapping[StepKind, str | Promise] = {
    K.ACCEPT: _("登记告知受理"),
    K.SUMMARISE: _("核定脱敏摘要"),
    K.ASSIGN: _("交办"),
    K.REPLY: _("登记答复"),
    K.CLOSE: _("办结"),
    K.NOTE: _("领导批示"),
    K.EXTEND: _("延长期限"),
    K.SEEK_REVIEW: _("登记复查申请"),
    K.REVIEW: _("登记复查答复"),
    K.PUT_RIGHT: _("列入整改"),
    K.REOPEN: _("重开"),
    K.VOID: _("作废"),
}
RARE = frozenset({K.VOID, K.REOPEN})
LEADERS = frozenset({K.NOTE, K.EXTEND})


@dataclass
class Doing:
    """One step that the actor may take: its form, whether it is the next one, or a rare one."""

    kind: StepKind
    label: str | Promise
    form: StepForm
    is_next: bool = False

    @property
    def is_rare(self) -> bool:
        """Tell whether it stands at the end, closed."""
        return self.kind in RARE


def doings_of(
    actor: Actor, case: Case, given: Mapping[StepKind, StepForm] | None = None
) -> list[Doing]:
    """Return what an actor may do now, the next step first; `given` are forms with errors."""
    table = forms_of(case)
    labels = LABELS if isinstance(case, Dispute) else PETITION_LABELS
    kinds = [
        kind
        for kind in table
        if may_follow(case, kind) and may_do(actor, case, kind) and not _is_done(case, kind)
    ]
    wanted = given or {}
    found = [
        Doing(kind, labels[kind], wanted.get(kind) or form_for(case, kind, None)) for kind in kinds
    ]
    first = next_of(case, kinds)
    for each in found:
        each.is_next = each.kind == first or each.kind in wanted
    return sorted(found, key=lambda each: (not each.is_next, each.is_rare))


def _is_done(case: Case, kind: StepKind) -> bool:
    """Tell whether a petition stands among the problems already."""
    problem = case.problem if isinstance(case, Petition) else None
    return kind is K.PUT_RIGHT and problem is not None and problem.state != State.VOID


def next_of(case: Case, kinds: list[StepKind]) -> StepKind | None:
    """Return the step that the work asks for; a petition's summary comes before it is assigned."""
    waits = isinstance(case, Petition) and not case.summary_by_name
    passed = {K.PUT_RIGHT, K.ASSIGN if waits else K.SUMMARISE}
    if isinstance(case, Petition) and case.state == "assigned":
        passed |= {K.ASSIGN}
    if isinstance(case, Dispute) and case.state != "registered":
        passed |= {K.ACCEPT}
    return next((kind for kind in kinds if kind not in passed | RARE | LEADERS), None)


def may_do(actor: Actor, case: Case, kind: StepKind) -> bool:
    """Tell whether an actor may take a step, wherever the case stands."""
    if kind in LEADERS:
        return actor.may(Permission.DECIDE_MATTERS, case.home)
    if kind is K.PUT_RIGHT and not actor.may(Permission.ASSIGN_TASKS, case.home):
        return False
    if isinstance(case, Dispute) and kind not in (K.ACCEPT, K.VOID):
        return works_on(actor, case)
    return keeps(actor, case)


def forms_of(case: Case) -> Mapping[StepKind, type[StepForm]]:
    """Return the forms of the steps of a case, in the order of the work."""
    return DISPUTE_FORMS if isinstance(case, Dispute) else PETITION_FORMS


def form_for(case: Case, kind: StepKind, data: Any) -> StepForm:
    """Return the form of a step, filled with what is known; a summary with the masked words."""
    form = forms_of(case)[kind](data, case, kind)
    if kind is K.SUMMARISE and isinstance(case, Petition):
        identity = identity_of(case)
        form.initial["summary"] = case.summary or proposal(identity.words, identity)
    return form


def take(actor: Actor, case: Any, form: StepForm, kind: StepKind) -> None:
    """Take a step as its form says; raises what the action raises."""
    table = _DISPUTE if isinstance(case, Dispute) else _PETITION
    table[kind](actor, case, form)


Take = Callable[[Actor, Any, Any], object]


def _dispute(act: Callable[..., object], **names: str) -> Take:
    return lambda actor, case, form: act(actor=actor, dispute=case, **_given(form, names))


def _petition(act: Callable[..., object], **names: str) -> Take:
    return lambda actor, case, form: act(actor=actor, petition=case, **_given(form, names))


def _given(form: StepForm, names: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(form, HandingForm):
        return {"handing": form.handing()}
    if isinstance(form, PutRightForm):
        return {"wrong": form.wrong()}
    return {word: form.cleaned_data[field] for word, field in names.items()}


_ON = {"on": "on"}
_DISPUTE: Mapping[StepKind, Take] = {
    K.ACCEPT: _dispute(actions.accept_dispute),
    K.TRY: _dispute(actions.try_dispute, note="note", **_ON),
    K.CLOSE: _dispute(
        actions.close_dispute, outcome="outcome", agreement="agreement", note="note", **_ON
    ),
    K.VISIT: _dispute(actions.visit_dispute, feedback="note", **_ON),
    K.REOPEN: _dispute(actions.reopen_dispute, reason="note"),
    K.VOID: _dispute(actions.void_dispute, reason="note"),
}
_PETITION: Mapping[StepKind, Take] = {
    K.ACCEPT: _petition(actions.accept_petition, note="note", **_ON),
    K.SUMMARISE: _petition(actions.approve_summary, summary="summary"),
    K.ASSIGN: _petition(actions.assign_petition),
    K.REPLY: _petition(actions.reply_petition, reply="note", **_ON),
    K.CLOSE: _petition(actions.close_petition, satisfaction="satisfaction", note="note", **_ON),
    K.NOTE: _petition(actions.note_petition, note="note"),
    K.EXTEND: _petition(actions.extend_petition, days="days", reason="note"),
    K.SEEK_REVIEW: _petition(actions.seek_review, note="note", **_ON),
    K.REVIEW: _petition(actions.decide_review, reply="note", **_ON),
    K.PUT_RIGHT: _petition(actions.put_right),
    K.REOPEN: _petition(actions.reopen_petition, reason="note"),
    K.VOID: _petition(actions.void_petition, reason="note"),
}
