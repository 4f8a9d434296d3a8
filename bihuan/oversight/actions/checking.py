"""Writing the self-check: drafted from the records, then edited line by line until it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.campaigns.models import CampaignState, Mode, Phase
from bihuan.campaigns.requirements.errors import ForbiddenYardstick
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, locked
from bihuan.orgs.permissions import Permission
from bihuan.oversight.actions.stepping import (
    LONGEST_SUMMARY,
    checked_prose,
    checked_text,
    editable,
    log,
    move,
)
from bihuan.oversight.errors import NoGate
from bihuan.oversight.measuring import figures_of
from bihuan.oversight.models import (
    GateLine,
    GateRequest,
    GateStepKind,
    Measure,
    Origin,
    Rule,
    Section,
    Standing,
)
from bihuan.oversight.proposing import MOST, following_phase, proposed
from bihuan.registers.yardsticks import why_forbidden

LONGEST = {"promised": 200, "stands": 500, "doing": 500, "note": 300, "unit_of_measure": 20}
LONGEST_WHY = 300
WRITTEN = ["promised", "stands", "standing", "doing", "note"]


@dataclass(frozen=True)
class LineSpec:
    """What a clerk writes in a line; a figure's value is never written, only its code."""

    promised: str
    stands: str = ""
    standing: str = ""
    doing: str = ""
    note: str = ""
    section: str = Section.CHECK
    figure_code: str = ""
    rule: str = ""
    threshold: Decimal | None = None


@action("gate.draft")
def draft_gate(*, actor: Actor, phase: Phase) -> GateRequest:
    """Begin the self-check of an open stage, with the lines that the records propose.

    Raises NoGate for a track, a stage that is not open, or a campaign that does not run; Conflict
    where the stage has its request.
    """
    actor.require(Permission.RUN_CAMPAIGNS, phase.campaign.path)
    phase = locked(phase)
    _require_gate(phase)
    if GateRequest.objects.filter(phase=phase).exists():
        raise Conflict(_("“%(phase)s”已经有转段申请，请打开它继续。") % {"phase": phase})
    now = clock.now()
    request = GateRequest(
        home=phase.campaign.home,
        path=phase.campaign.path,
        campaign=phase.campaign,
        phase=phase,
        state_at=now,
        made_at=now,
    )
    request.save(force_insert=True)
    move(actor, request, GateStepKind.DRAFT)
    lines = _put_in(request, proposed(request))
    log(actor, "gate.draft", request, {"lines": len(lines)})
    return request


@action("gate.propose")
def propose_lines(*, actor: Actor, request: GateRequest) -> int:
    """Put in what the records propose by now and the request does not hold; return how many."""
    actor.require(Permission.RUN_CAMPAIGNS, request.path)
    request = editable(request)
    lines = _put_in(request, proposed(request))
    if lines:
        log(actor, "gate.propose", request, {"lines": [line.key for line in lines]})
    return len(lines)


@action("gate.write")
def write_summary(*, actor: Actor, request: GateRequest, summary: str) -> GateRequest:
    """Write the summary of the stage (阶段小结)."""
    actor.require(Permission.RUN_CAMPAIGNS, request.path)
    request = editable(request)
    request.summary = checked_prose(_("阶段小结"), summary, LONGEST_SUMMARY, required=False)
    request.save(update_fields=["summary"])
    log(actor, "gate.write", request, {"summary": request.summary})
    return request


@action("gate_line.add")
def add_line(*, actor: Actor, request: GateRequest, spec: LineSpec) -> GateLine:
    """Add a line of one's own: in words, or on a figure with what was promised of it."""
    actor.require(Permission.RUN_CAMPAIGNS, request.path)
    request = editable(request)
    if GateLine.objects.filter(request=request, removed_at=None).count() >= MOST:
        raise Invalid(_("自查事项最多%(n)d项，请先移出不需要的。") % {"n": MOST})
    line = GateLine(section=checked_choice(_("栏目"), spec.section, Section), origin=Origin.OWN)
    _measure(request, line, spec)
    _write(line, spec)
    _put_in(request, [line])
    log(actor, "gate_line.add", request, _values(line), line.promised)
    return line


@action("gate_line.change")
def change_lines(
    *, actor: Actor, request: GateRequest, specs: Mapping[UUID, LineSpec]
) -> GateRequest:
    """Change the words of some lines at once, all or none; what is computed is not among them."""
    actor.require(Permission.RUN_CAMPAIGNS, request.path)
    request = editable(request)
    rows = GateLine.objects.filter(request=request, removed_at=None, pk__in=list(specs))
    changed = []
    for line in rows:
        before = _values(line)
        _write(line, specs[line.pk])
        if _values(line) != before:
            changed.append(line)
    if changed:
        GateLine.objects.bulk_update(changed, WRITTEN)
        log(actor, "gate_line.change", request, {"lines": [_values(line) for line in changed]})
    return request


def change_line(*, actor: Actor, line: GateLine, spec: LineSpec) -> GateLine:
    """Change the words of one line; raises Conflict where it was taken out."""
    change_lines(actor=actor, request=line.request, specs={line.pk: spec})
    return _standing_line(line)


@action("gate_line.remove")
def remove_line(*, actor: Actor, line: GateLine, reason: str) -> GateLine:
    """Take a line out, with a reason; it stays on record and is not proposed again."""
    actor.require(Permission.RUN_CAMPAIGNS, line.request.path)
    request = editable(line.request)
    line = _standing_line(line)
    line.removed_reason = checked_text(_("移出理由"), reason, LONGEST_WHY)
    line.removed_at, line.removed_by_name = clock.now(), name_of(actor)
    line.save(update_fields=["removed_at", "removed_by_name", "removed_reason"])
    values = {"line": str(line.pk), "reason": line.removed_reason}
    log(actor, "gate_line.remove", request, values, line.promised)
    return line


def _require_gate(phase: Phase) -> None:
    campaign = phase.campaign
    if campaign.mode == Mode.CONCURRENT:
        raise NoGate(
            _("“%(campaign)s”不分阶段，各条主线同时进行，没有转段这一步。") % {"campaign": campaign}
        )
    if campaign.state != CampaignState.RUNNING:
        raise NoGate(_("“%(campaign)s”不在进行中，不能申请转段。") % {"campaign": campaign})
    if phase.opened_on is None:
        raise NoGate(_("“%(phase)s”还没有启动，启动后再做自查。") % {"phase": phase})
    if phase.closed_on is not None:
        raise NoGate(_("“%(phase)s”已经结束，不必再申请转段。") % {"phase": phase})
    following = following_phase(phase)
    if following is not None and not following.is_gated:
        raise NoGate(
            _("“%(next)s”不须经上级同意，到时直接启动就行，不用申请转段。") % {"next": following}
        )


def _put_in(request: GateRequest, lines: Sequence[GateLine]) -> Sequence[GateLine]:
    standing = GateLine.objects.filter(request=request)
    last = standing.aggregate(last=Max("position"))["last"] or 0
    for at, line in enumerate(lines, start=last + 1):
        line.request, line.home_id, line.position = request, request.home_id, at
    GateLine.objects.bulk_create(lines)
    return lines


def _measure(request: GateRequest, line: GateLine, spec: LineSpec) -> None:
    if not spec.figure_code:
        return
    definition = figures_of(request, [spec.figure_code]).get(spec.figure_code)
    if definition is None:
        raise Invalid(
            _("没有名为“%(code)s”的数据，请检查代码或名称。") % {"code": spec.figure_code}
        )
    if spec.threshold is not None and (why := why_forbidden(definition, request.campaign.home)):
        raise ForbiddenYardstick(_("%(why)s可以列出数据，但不要填应达到的数。") % {"why": why})
    line.measure, line.figure_code = Measure.FIGURE, definition.code
    line.unit_of_measure = definition.unit_of_measure
    line.threshold = spec.threshold
    line.rule = checked_choice(_("比较"), spec.rule, Rule) if spec.threshold is not None else ""


def _write(line: GateLine, spec: LineSpec) -> None:
    line.promised = checked_text(_("承诺"), spec.promised, LONGEST["promised"])
    line.doing = checked_text(_("下一步"), spec.doing, LONGEST["doing"], required=False)
    line.note = checked_text(_("备注"), spec.note, LONGEST["note"], required=False)
    standing = spec.standing and checked_choice(_("是否落实"), spec.standing, Standing)
    if not line.is_computed:
        line.stands = checked_text(_("落实情况"), spec.stands, LONGEST["stands"], required=False)
        line.standing = standing
    elif line.measure == Measure.FIGURE and line.threshold is None:
        line.standing = standing  # a figure with nothing to hold it against: the clerk says


def _standing_line(line: GateLine) -> GateLine:
    found = GateLine.objects.select_related("request").get(pk=line.pk)
    if found.removed_at is not None:
        raise Conflict(_("这一项已经移出，请刷新页面。"))
    return found


def _values(line: GateLine) -> dict[str, str]:
    names = ("promised", "stands", "standing", "doing", "note", "figure_code", "rule")
    found = {name: str(getattr(line, name)) for name in names}
    return {"line": str(line.pk), "threshold": str(line.threshold or ""), **found}
