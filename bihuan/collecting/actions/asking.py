"""Asking units for a register, and ending it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.collecting.access import registers_to_ask_for, units_to_ask
from bihuan.collecting.errors import CollectionClosed
from bihuan.collecting.models import Ask, Collection
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.models import Register

LONGEST_TITLE, LONGEST_NOTE = 80, 300


@dataclass(frozen=True)
class Wanted:
    """What is asked: the days that the records lie in (either open), by when, and a word on it."""

    title: str
    due_on: dt.date
    first: dt.date | None = None
    last: dt.date | None = None
    note: str = ""
    with_standing: bool = True


@action("collection.ask")
def ask_units(
    *, actor: Actor, home: Unit, register: Register, units: Sequence[Unit], wanted: Wanted
) -> Collection:
    """Ask units of a home for a register; one audit entry however many they are.

    Raises NotAllowed unless the actor sets the home's registers and verifies its records; Invalid
    for a register or a unit that the home does not ask, no unit at all, or days that contradict.
    """
    actor.require(Permission.DEFINE_REGISTERS, home)
    actor.require(Permission.VERIFY_RECORDS, home)
    _refuse_wrong_days(wanted)
    if register.pk not in {one.pk for one in registers_to_ask_for(actor, home)}:
        raise Invalid(_("“%(home)s”不能收这本台账。") % {"home": home})
    offered = {unit.pk: unit for unit in units_to_ask(home, register)}
    chosen = [offered[unit.pk] for unit in units if unit.pk in offered]
    if not chosen or len(chosen) != len(units):
        raise Invalid(_("请至少选一个填报这本台账的单位。"))
    collection = Collection(
        home=home,
        register=register,
        title=checked_text(_("名称"), wanted.title, LONGEST_TITLE),
        first=wanted.first,
        last=wanted.last,
        due_on=wanted.due_on,
        note=checked_text(_("说明"), wanted.note, LONGEST_NOTE, required=False),
        with_standing=wanted.with_standing,
        asked_at=clock.now(),
        asked_by_name=name_of(actor),
    )
    collection.save(force_insert=True)
    Ask.objects.bulk_create(
        Ask(id=new_id(), home=unit.home, collection=collection, unit=unit) for unit in chosen
    )
    audit.append(
        actor=actor,
        action="collection.ask",
        target=("collection", collection.id),
        unit_path=home.path,
        values={
            "register": str(register.pk),
            "title": collection.title,
            "due_on": wanted.due_on.isoformat(),
            "units": sorted(str(unit.pk) for unit in chosen),
        },
        note=_("%(title)s：%(n)d个单位") % {"title": collection.title, "n": len(chosen)},
    )
    return collection


@action("collection.extend")
def extend_collection(*, actor: Actor, collection: Collection, due_on: dt.date) -> Collection:
    """Move the day by which a collection is to be returned."""
    collection = _held(actor, collection)
    if due_on == collection.due_on:
        return collection
    if due_on < timezone.localdate(collection.asked_at):
        raise Invalid(_("期限不能早于发起收表的那一天。"))
    collection.due_on = due_on
    collection.save(update_fields=["due_on"])
    audit.append(
        actor=actor,
        action="collection.extend",
        target=("collection", collection.id),
        unit_path=collection.home.path,
        values={"due_on": due_on.isoformat()},
        note=collection.title,
    )
    return collection


@action("collection.close")
def close_collection(*, actor: Actor, collection: Collection) -> Collection:
    """End a collection: nothing is waited for any more; what comes still finds its register."""
    collection = _held(actor, collection)
    collection.closed_at = clock.now()
    collection.save(update_fields=["closed_at"])
    audit.append(
        actor=actor,
        action="collection.close",
        target=("collection", collection.id),
        unit_path=collection.home.path,
        note=collection.title,
    )
    return collection


def _held(actor: Actor, collection: Collection) -> Collection:
    """Return a collection locked; raises NotAllowed, CollectionClosed where it has ended."""
    actor.require(Permission.DEFINE_REGISTERS, collection.home)
    actor.require(Permission.VERIFY_RECORDS, collection.home)
    collection = locked(collection)
    if not collection.is_open:
        raise CollectionClosed(_("这次收表已经结束。"))
    return collection


def _refuse_wrong_days(wanted: Wanted) -> None:
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise Invalid(_("时段的止日早于起日，请改正。"))
    if wanted.due_on < clock.today():
        raise Invalid(_("请在这天前交的日期不能早于今天。"))
