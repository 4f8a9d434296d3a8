"""What every action on a case shares: the row locked, the step allowed, texts that tell nobody."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.duty.audited import ENTRY_OF
from bihuan.duty.errors import NotNow, SameUnit, TellsWho
from bihuan.duty.identity import Identity
from bihuan.duty.models import Case, CaseIdentity, CaseStep, Dispute, StepKind
from bihuan.duty.policy import BAND_1, BAND_2, BAND_3
from bihuan.duty.redacting import Told, traces
from bihuan.duty.rules import DISPUTE_STEPS, PETITION_STEPS, Nexts, band_of
from bihuan.duty.sealing import opened_for
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.policy import whole
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

C = TypeVar("C", bound=Case)
TELLS = {
    Told.NAME: "姓名",
    Told.PHONE: "电话或证件号码",
    Told.ADDRESS: "住址",
}
LONG_NOTE = 1000


def kind_of(case: Case) -> str:
    """Return what the log, files and tasks call such a case."""
    return "dispute" if isinstance(case, Dispute) else "petition"


def nexts_of(case: Case) -> Nexts:
    """Return the table of what may follow what."""
    return DISPUTE_STEPS if isinstance(case, Dispute) else PETITION_STEPS


def may_follow(case: Any, kind: StepKind) -> bool:
    """Tell whether a step may follow where a case stands."""
    return kind in nexts_of(case)[case.state]


def identity_of(case: Case) -> Identity:
    """Return who brought a case, for a comparison that shows nobody; empty where none is kept."""
    row = identity_row(case)
    if row is None or row.erased_on is not None:
        return Identity()
    return opened_for(case.pk, row.key_id, bytes(row.sealed))


def identity_row(case: Case) -> CaseIdentity | None:
    """Return the sealed row of a case, if it has one."""
    return CaseIdentity.objects.filter(**{kind_of(case): case}).first()


def told_by_none(identity: Identity, texts: Mapping[str, str]) -> None:
    """Raise TellsWho where a clear text, by its label, tells who somebody is."""
    for label, text in texts.items():
        found = traces(text, identity)
        if found:
            raise TellsWho(
                _(
                    "“%(label)s”里有%(what)s，经办单位和被反映单位可能看到；"
                    "请改用“反映人”“甲方”等称呼，并删去电话和住址。"
                )
                % {"label": label, "what": TELLS[found[0].told]}
            )


def checked_words(label: str, text: str, most: int = LONG_NOTE, *, required: bool = False) -> str:
    """Return a text of several lines; raises Invalid without repeating what was typed."""
    text = text.replace("\r\n", "\n").strip()
    if required and not text:
        raise Invalid(_("请填写%(label)s。") % {"label": label})
    if len(text) > most:
        raise Invalid(_("%(label)s最多%(most)d个字，请缩短。") % {"label": label, "most": most})
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text) or "\x7f" in text:
        raise Invalid(_("%(label)s里有不可见的字符，请删除后重试。") % {"label": label})
    return text


def checked_day(label: str, day: dt.date | None, *, since: dt.date | None = None) -> dt.date:
    """Return a day, today where none is given; raises Invalid for one to come or before `since`."""
    day = day or clock.today()
    if day > clock.today():
        raise Invalid(_("%(label)s不能晚于今天，请改正。") % {"label": label})
    if since is not None and day < since:
        raise Invalid(
            _("%(label)s不能早于%(since)s，请改正。") % {"label": label, "since": since.isoformat()}
        )
    return day


def refuse_same(lead: Unit, complained_of: Unit | None) -> None:
    """Raise SameUnit where the unit complained of, or one of it, would deal with the case."""
    if complained_of is not None and lead.path.startswith(complained_of.path):
        raise SameUnit(
            _("“%(unit)s”是被反映的单位（或属于它），不能自己办；请交给别的单位，或报上一级办理。")
            % {"unit": lead.name}
        )


def with_band(case: C) -> C:
    """Work a case's band out of its number of people, by the limits that hold today."""
    today = clock.today()
    limits = [whole(known, case.home.path, today) for known in (BAND_1, BAND_2, BAND_3)]
    case.band = band_of(case.headcount, sorted(limits))
    return case


def advance(
    case: Any,
    kind: StepKind,
    actor: Actor,
    *,
    on: dt.date | None = None,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
) -> CaseStep:
    """Write a step, move the state's cache, and append the entry last.

    The case is locked and changed already; its texts were looked through. Raises NotNow.
    """
    nexts = nexts_of(case)[case.state]
    if kind not in nexts:
        raise NotNow(
            _("这件事项现在是“%(state)s”，不能再“%(step)s”；请刷新页面看看最新情况。")
            % {"state": case.get_state_display(), "step": kind.label}
        )
    case.state, case.state_at = nexts[kind], clock.now()
    case.save()
    return note_step(case, kind, actor, on=on, note=note, facts=facts)


def note_step(
    case: Case,
    kind: StepKind,
    actor: Actor,
    *,
    on: dt.date | None = None,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
) -> CaseStep:
    """Write a step and its entry. The entry's note is the number and the step, nothing typed."""
    made = CaseStep(
        **{kind_of(case): case},
        home_id=case.home_id,
        kind=kind,
        on=on or clock.today(),
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
        note=note,
        facts=dict(facts or {}),
    )
    made.save(force_insert=True)
    audit.append(
        actor=actor,
        action=ENTRY_OF[kind_of(case), kind],
        target=(kind_of(case), case.pk),
        unit_path=case.path,
        values={"step": str(made.pk), "kind": str(kind), "on": str(made.on)},
        note=_("%(number)s %(step)s") % {"number": case.written_number, "step": kind.label},
    )
    return made
