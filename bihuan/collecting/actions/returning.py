"""What comes back: a workbook whose rows were taken, a word that it is done, or that there is none.

A unit may return twice: each return is kept, and the newest decides. Nothing here counts days.
"""

from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.collecting.errors import CollectionClosed
from bihuan.collecting.models import Ask, How, Return
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.permissions import Permission
from bihuan.registers.actions import ImportReport
from bihuan.registers.models import Status, Version

LONGEST_REASON = 200
LONGEST_NAME = 120


def note_workbook(*, actor: Actor, ask: Ask, name: str, report: ImportReport) -> Return:
    """Note that a unit's workbook came back and its rows were taken.

    Runs in the transaction that takes them, which has asked for the right over each row.
    """
    return _return(
        actor,
        ask,
        How.WORKBOOK,
        file_name=name[-LONGEST_NAME:],
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        handed_back=report.handed_back,
    )


@action("ask.return")
def return_ask(*, actor: Actor, ask: Ask, has_nothing: bool = False, name: str = "") -> Return:
    """Say that what was asked is entered in full (已填完), or that there is nothing (零报告).

    `name` is the empty workbook that said so, where one did. Raises NotAllowed without
    `enter_records` over the unit, CollectionClosed, Invalid where drafts are left, where nothing
    was entered, or where there is something after all.
    """
    roles = ask.collection.register.seen_by
    actor.require(Permission.ENTER_RECORDS, ask.unit, roles)
    if not ask.collection.is_open:
        raise CollectionClosed(_("这次收表已经结束，不用再交；记录照常登记即可。"))
    ask = locked(ask)
    rows = records_of(ask)
    if has_nothing:
        count = rows.exclude(status=Status.DRAFT).count()
        if count:
            raise Invalid(
                _("“%(unit)s”在这个时段已登记%(n)d条，不是零报告；请改按“已填完”。")
                % {"unit": ask.unit, "n": count}
            )
        return _return(actor, ask, How.NOTHING, file_name=name[-LONGEST_NAME:])
    unfinished = rows.filter(status__in=(Status.DRAFT, Status.RETURNED)).count()
    if unfinished:
        raise Invalid(_("还有%(n)d条没有提交，请先提交再按“已填完”。") % {"n": unfinished})
    if not rows.exists():
        raise Invalid(_("这个时段还没有登记记录；没有要报的，请按“零报告”。"))
    return _return(actor, ask, How.BROWSER)


@action("ask.waive")
def waive_ask(*, actor: Actor, ask: Ask, reason: str) -> Ask:
    """Let a unit off, with a reason; it may return all the same."""
    actor.require(Permission.DEFINE_REGISTERS, ask.collection.home)
    actor.require(Permission.VERIFY_RECORDS, ask.collection.home)
    if not ask.collection.is_open:
        raise CollectionClosed(_("这次收表已经结束。"))
    ask = locked(ask)
    ask.waived_reason = checked_text(_("免报理由"), reason, LONGEST_REASON)
    ask.waived_at, ask.waived_by_name = clock.now(), name_of(actor)
    ask.save(update_fields=["waived_reason", "waived_at", "waived_by_name"])
    audit.append(
        actor=actor,
        action="ask.waive",
        target=("ask", ask.id),
        unit_path=ask.unit.path,
        note=ask.waived_reason,
    )
    return ask


def records_of(ask: Ask) -> Any:
    """Return the standing records of a unit in the time that is asked for."""
    collection = ask.collection
    rows = Version.objects.current().filter(register_id=collection.register_id, unit=ask.unit_id)
    rows = rows.exclude(status=Status.VOID)
    if collection.first is not None:
        rows = rows.filter(date__gte=collection.first)
    return rows.filter(date__lte=collection.last) if collection.last is not None else rows


def _return(actor: Actor, ask: Ask, how: How, **counts: Any) -> Return:
    made = Return(
        home_id=ask.home_id,
        ask=ask,
        how=how,
        returned_at=clock.now(),
        returned_by_name=name_of(actor),
        **counts,
    )
    made.save(force_insert=True)
    audit.append(
        actor=actor,
        action="ask.return",
        target=("ask", ask.id),
        unit_path=ask.unit.path,
        values={"how": str(how), **counts},
        note=f"{ask.collection.title} {how.label}",
    )
    return made
