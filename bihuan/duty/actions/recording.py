"""Registering a case: its clear columns looked through, who brought it sealed apart."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.duty.access import is_of
from bihuan.duty.actions.stepping import (
    checked_day,
    checked_words,
    kind_of,
    note_step,
    told_by_none,
    with_band,
)
from bihuan.duty.errors import SameUnit
from bihuan.duty.identity import Identity
from bihuan.duty.models import (
    Case,
    CaseIdentity,
    Dispute,
    DisputeState,
    DisputeType,
    Level,
    Petition,
    PetitionForm,
    PetitionKind,
    PetitionState,
    StepKind,
)
from bihuan.duty.policy import TELL_DAYS, days_after
from bihuan.duty.sealing import sealed_for
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import next_number
from bihuan.orgs.actions.doing import action, checked_choice, require_open
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission

C = TypeVar("C", bound=Case)
LONGEST_TITLE = 60
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class DisputeSpec:
    """What is registered of a dispute; `parties` by their part, never named."""

    unit: Unit
    title: str
    type: DisputeType
    found_on: dt.date
    headcount: int = 1
    level: str = Level.VILLAGE
    is_major: bool = False
    parties: str = ""
    facts: str = ""
    due_on: dt.date | None = None
    supervised_by: str = ""
    unit_complained_of: Unit | None = None
    identity: Identity = field(default_factory=Identity)


@dataclass(frozen=True)
class PetitionSpec:
    """What is registered of a petition; its own words are in `identity`."""

    unit: Unit
    title: str
    form: str
    received_on: dt.date
    kind: str = PetitionKind.DEMAND
    headcount: int = 1
    level: str = Level.TOWNSHIP
    leader: Person | None = None
    proposal: str = ""
    summary: str = ""
    unit_complained_of: Unit | None = None
    identity: Identity = field(default_factory=Identity)


@action("dispute.register")
def record_dispute(*, actor: Actor, spec: DisputeSpec) -> Dispute:
    """Register a dispute found in a unit, by that unit's own people or by who keeps the cases.

    Raises NotAllowed, Invalid, TellsWho where a clear text tells who somebody is, SameUnit where
    the actor is of the unit complained of.
    """
    unit = spec.unit
    if not actor.may(Permission.KEEP_CASES, unit.home):
        actor.require(Permission.ENTER_RECORDS, unit)
    if spec.type.home_id != unit.home_id:
        raise Invalid(_("请从本单位所在乡镇的类型里选一项。"))
    made = Dispute(
        type=spec.type,
        is_major=spec.is_major,
        found_on=checked_day(_("排查日期"), spec.found_on),
        parties=checked_words(_("当事人"), spec.parties, 200),
        facts=checked_words(_("基本情况"), spec.facts, 2000),
        supervised_by=checked_words(_("督办单位"), spec.supervised_by, 80),
        due_on=spec.due_on,
        state=DisputeState.REGISTERED,
    )
    _refuse_early_due(spec.due_on, made.found_on)
    texts = {_("当事人"): made.parties, _("基本情况"): made.facts}
    texts[_("督办单位")] = made.supervised_by
    return _register(actor, made, spec, spec.found_on, texts)


@action("petition.register")
def record_petition(*, actor: Actor, spec: PetitionSpec) -> Petition:
    """Register a petition; its clock begins on the day it was received (not counted itself).

    Raises as `record_dispute`.
    """
    actor.require(Permission.KEEP_CASES, spec.unit.home)
    received = checked_day(_("收到日期"), spec.received_on)
    made = Petition(
        form=checked_choice(_("形式"), spec.form, PetitionForm),
        kind=checked_choice(_("类别"), spec.kind, PetitionKind),
        received_on=received,
        leader=spec.leader,
        proposal=checked_words(_("拟办意见"), spec.proposal),
        summary=checked_words(_("脱敏摘要"), spec.summary, 2000),
        due_on=days_after(TELL_DAYS, spec.unit.home.path, received),
        state=PetitionState.REGISTERED,
    )
    texts = {_("拟办意见"): made.proposal, _("脱敏摘要"): made.summary}
    return _register(actor, made, spec, received, texts)


def _register(
    actor: Actor,
    made: C,
    spec: DisputeSpec | PetitionSpec,
    day: dt.date,
    texts: dict[str, str],
) -> C:
    home = spec.unit.home
    require_open(spec.unit, day)
    _refuse_complained_of(actor, home, spec.unit_complained_of)
    if not 1 <= spec.headcount <= MOST_PEOPLE:
        raise Invalid(_("涉及人数应在1到1000000之间，请改正。"))
    made.home, made.unit, made.path = home, spec.unit, spec.unit.path
    made.title = checked_words(_("摘要"), spec.title, LONGEST_TITLE, required=True)
    made.title = made.title.replace("\n", " ")
    made.level = checked_choice(_("层级"), spec.level, Level)
    made.headcount = spec.headcount
    made.unit_complained_of = spec.unit_complained_of
    made.complained_path = spec.unit_complained_of.path if spec.unit_complained_of else ""
    made.year = day.year
    made.state_at = clock.now()
    made.entered_by, made.entered_by_name = actor.id, name_of(actor)
    told_by_none(spec.identity, {_("摘要"): made.title, **texts})
    made.number = next_number(home, kind_of(made), day.year)
    with_band(made).save(force_insert=True)
    _seal(made, spec.identity)
    note_step(made, StepKind.REGISTER, actor, on=day)
    return made


def _refuse_complained_of(actor: Actor, home: Unit, unit: Unit | None) -> None:
    """Raise SameUnit where a petition should not be registered here, or not by this account."""
    if unit is None:
        return
    if home.path.startswith(unit.path):
        raise SameUnit(
            _("反映的是本级机关，应由上一级登记办理；请告诉反映人向上一级反映，这里不登记其身份。")
        )
    if is_of(actor, unit):
        raise SameUnit(
            _("您属于被反映的单位，不能登记这件事项；请换办公室里其他有权限的同志登记。")
        )


def _seal(case: Case, identity: Identity) -> None:
    if not identity:
        return
    key_id, sealed = sealed_for(case.pk, identity)
    row = CaseIdentity(home_id=case.home_id, key_id=key_id, sealed=sealed, **{kind_of(case): case})
    row.save(force_insert=True)


def _refuse_early_due(due_on: dt.date | None, since: dt.date) -> None:
    if due_on is not None and due_on < since:
        raise Invalid(_("办理期限不能早于排查日期，请改正。"))
