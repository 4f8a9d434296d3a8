"""What pages show of cases: rows with lamps, facts, the timeline. Clear columns alone."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.duty.models import Case, CaseStep, Dispute, DisputeState, Petition, PetitionState
from bihuan.duty.models import StepKind as K
from bihuan.duty.policy import NEAR_DAYS, SEEK_REVIEW_DAYS, days_after
from bihuan.duty.rules import CLOCK_RUNS, OPEN_DISPUTES, Lamp, lamp_of
from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.policy import whole
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value
from bihuan.ui.history import Event

TONES = {
    DisputeState.REGISTERED: "info",
    DisputeState.ACCEPTED: "info",
    DisputeState.HANDLING: "info",
    DisputeState.CLOSED: "good",
    DisputeState.VISITED: "good",
    DisputeState.VOID: "plain",
    PetitionState.ASSIGNED: "info",
    PetitionState.REPLIED: "good",
    PetitionState.REVIEW: "warn",
}
ICONS = {
    K.REGISTER: "pencil", K.ACCEPT: "check", K.SUMMARISE: "shield-lock", K.NOTE: "rubber-stamp",
    K.ASSIGN: "send", K.TRY: "users", K.EXTEND: "clock", K.REPLY: "file-text",
    K.SEEK_REVIEW: "arrow-back-up", K.REVIEW: "file-text", K.CLOSE: "circle-check",
    K.VISIT: "home", K.REOPEN: "refresh", K.VOID: "ban", K.PUT_RIGHT: "flag",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One case in a list."""

    case: Any
    url: str
    day: dt.date
    state: str
    tone: str
    lamp: Lamp | None
    result: str


def lines_of(cases: Sequence[Case]) -> list[Line]:
    """Return the lines of a list's page; the preset of near days is asked once."""
    today = clock.today()
    near = near_days(cases[0].home.path) if cases else 0
    return [line_of(case, today, near) for case in cases]


def near_days(path: str) -> int:
    """Return within how many days a day is near."""
    return whole(NEAR_DAYS, path, clock.today())


def line_of(case: Any, today: dt.date, near: int) -> Line:
    """Return one case's line."""
    is_dispute = isinstance(case, Dispute)
    return Line(
        case=case,
        url=reverse("duty:dispute" if is_dispute else "duty:petition", args=[case.pk]),
        day=case.found_on if is_dispute else case.received_on,
        state=case.get_state_display(),
        tone=TONES.get(case.state, "info"),
        lamp=lamp_of(case.due_on, today, near) if is_running(case) else None,
        result=result_of(case),
    )


def is_running(case: Any) -> bool:
    """Tell whether something is owed by the day that a case bears."""
    return case.state in (OPEN_DISPUTES if isinstance(case, Dispute) else CLOCK_RUNS)


def result_of(case: Any) -> str:
    """Return what came of a case, in words."""
    if isinstance(case, Dispute):
        if case.outcome == "pending":
            return ""
        agreed = case.get_agreement_display() if case.agreement != "none" else ""
        return case.get_outcome_display() + (_("（%(form)s）") % {"form": agreed} if agreed else "")
    return str(case.get_satisfaction_display()) if case.state == PetitionState.CLOSED else ""


def clock_words(petition: Petition) -> str:
    """Return what is owed by the day that a petition bears, or what the petitioner may still do."""
    if petition.state == PetitionState.REPLIED and petition.replied_on is not None:
        since = petition.reviewed_on or petition.replied_on
        last = days_after(SEEK_REVIEW_DAYS, petition.home.path, since)
        return _("反映人可在%(day)s前申请复查") % {"day": write_date(last)}
    if petition.due_on is None or not is_running(petition):
        return ""
    what = {
        PetitionState.REGISTERED: _("告知受理"),
        PetitionState.REVIEW: _("作出复查答复"),
    }.get(PetitionState(petition.state), _("书面答复"))
    return _("应在%(day)s前%(what)s") % {"day": write_date(petition.due_on), "what": what}


def events_of(case: Any) -> list[Event]:
    """Return a case's timeline, newest first."""
    steps = list(case.steps.order_by("-at", "-id"))
    return [_event(step) for step in steps]


def _event(step: CaseStep) -> Event:
    said = [step.note] if step.note else []
    facts = step.facts
    if facts.get("unit_name"):
        said.insert(0, _("交给%(unit)s，期限%(due)s") % {
            "unit": facts["unit_name"], "due": facts.get("due_on", "")})  # fmt: skip
    if facts.get("new_due"):
        said.insert(
            0,
            _("由%(old)s延至%(new)s，审批：%(who)s")
            % {"old": facts["old_due"], "new": facts["new_due"], "who": facts["approver"]},
        )
    day = _("（%(day)s）") % {"day": write_date(step.on)} if step.on != step.at.date() else ""
    return Event(
        what=step.get_kind_display() + day,
        who=step.by_name,
        at=step.at,
        note="；".join(said),
        icon=ICONS[K(step.kind)],
        tone="good" if step.kind == K.CLOSE else "warn" if step.kind == K.EXTEND else "plain",
    )


def sheet_of(rows: Iterable[Any], *, is_dispute: bool) -> SheetOut:
    """Return the workbook's sheet of a list: what the list shows, nothing sealed."""
    heads = [
        *(_("编号"), _("摘要"), _("单位"), _("类型") if is_dispute else _("形式"), _("层级")),
        *(_("涉及人数"), _("排查日期") if is_dispute else _("收到日期"), _("期限"), _("状态")),
        *(_("经办单位"), _("办结日期"), _("结果")),
    ]
    name = _("矛盾纠纷") if is_dispute else _("信访事项")
    return SheetOut(name, [ColumnOut(head) for head in heads], _cells(rows, is_dispute=is_dispute))


def _cells(rows: Iterable[Any], *, is_dispute: bool) -> Iterator[list[Value]]:
    for case in rows:
        yield [
            *(case.written_number, case.title, case.unit.name),
            str(case.type) if is_dispute else case.get_form_display(),
            *(case.get_level_display(), case.headcount),
            case.found_on if is_dispute else case.received_on,
            *(case.due_on, case.get_state_display()),
            *(case.lead_unit.name if case.lead_unit else "", case.closed_on, result_of(case)),
        ]
