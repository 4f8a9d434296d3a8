"""Workbooks that come back: which asks they are for. Found by name (`registers.receiving`).

Known by the collection in the identifier, else by the collection whose page they were dropped on,
else by the one open collection that waits for just this register of these units.
"""

import datetime as dt
from collections.abc import Collection as Collected
from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.collecting.access import asks_visible_to
from bihuan.collecting.actions import note_workbook, return_ask
from bihuan.collecting.models import Ask, Collection
from bihuan.collecting.rules import OPEN, State, state_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.identifiers import Identifier
from bihuan.registers.models import Register
from bihuan.registers.receiving import Place, Received, Taken

NAMED = 3


def place_of(actor: Actor, received: Received) -> Place | None:
    """Say for which collection a workbook is, and what is odd about it; None where for none."""
    places = {(unit.pk, day) for unit, day in received.plan.places}
    identifier = received.incoming.identifier
    collection, asks = _collection(actor, received.register, identifier, received.hint, places)
    if collection is None:
        return None
    by_unit = {ask.unit_id: ask for ask in asks}
    meant = _meant(identifier, asks)
    remarks, notes = _remarks(received, collection, by_unit, meant)
    return Place(
        label=collection.title,
        url=reverse("collecting:collection", kwargs={"collection_id": collection.pk})
        if actor.may(Permission.VERIFY_RECORDS, collection.home)
        else "",
        remarks=remarks,
        notes=notes,
        may_be_empty=collection.is_open and meant is not None,
    )


def took(taken: Taken) -> None:
    """Mark the asks of the units whose rows were taken; an empty workbook is a report of nothing.

    A collection that has ended is not marked, its register took the rows all the same.
    """
    collection, asks = _collection(
        taken.actor, taken.register, taken.identifier, taken.hint, taken.report.places
    )
    if collection is None or not collection.is_open:
        return
    if taken.is_empty:
        meant = _meant(taken.identifier, asks)
        if meant is not None:
            return_ask(actor=taken.actor, ask=meant, has_nothing=True, name=taken.name)
        return
    for ask in asks:
        if ask.unit_id in taken.report.units:
            note_workbook(actor=taken.actor, ask=ask, name=taken.name, report=taken.report)


def _collection(
    actor: Actor,
    register: Register,
    identifier: Identifier | None,
    hint: str,
    places: Collected[tuple[UUID, dt.date]],
) -> tuple[Collection | None, list[Ask]]:
    """Return the collection that a workbook is for, and those of its asks that the actor sees."""
    seen = asks_visible_to(actor).filter(collection__register=register)
    for named in (identifier.collection if identifier else "", hint):
        if (id_ := _as_uuid(named)) is not None:
            asks = list(seen.filter(collection=id_))
            if asks:
                return asks[0].collection, asks
    waiting: dict[UUID, list[Ask]] = {}
    unit = identifier.unit if identifier else ""
    for ask in seen.filter(collection__closed_at__isnull=True):
        state = state_of(list(ask.returns.all()), is_waived=ask.waived_at is not None)
        mine = any(u == ask.unit_id and ask.collection.holds(day) for u, day in places)
        if state in OPEN and (mine or (not places and ask.unit.code == unit)):
            waiting.setdefault(ask.collection_id, []).append(ask)
    if len(waiting) != 1:
        return None, []
    (asks,) = waiting.values()
    return asks[0].collection, asks


def _meant(identifier: Identifier | None, asks: Sequence[Ask]) -> Ask | None:
    """Return the ask of the unit that the workbook was made for."""
    if identifier is None:
        return None
    return next((ask for ask in asks if ask.unit.code == identifier.unit), None)


def _remarks(
    received: Received, collection: Collection, by_unit: dict[UUID, Ask], meant: Ask | None
) -> tuple[list[str], list[str]]:
    """Return what asks for a choice (another unit, other days, ended), and what is only told."""
    remarks, notes = [], []
    units = {unit.pk: unit for unit, _day in received.plan.places}
    others = [unit for pk, unit in units.items() if meant is not None and pk != meant.unit_id]
    if others and meant is not None:
        remarks.append(
            _("这份表是发给“%(meant)s”的，表里填的是“%(found)s”；收下后记作“%(found)s”交回。")
            % {"meant": meant.unit, "found": "、".join(str(unit) for unit in others[:NAMED])}
        )
    strange = [unit for pk, unit in units.items() if pk not in by_unit]
    if strange:
        names = "、".join(str(unit) for unit in strange[:NAMED])
        remarks.append(_("“%(units)s”不在这次收表的单位里。") % {"units": names})
    outside = sum(1 for _unit, day in received.plan.places if not collection.holds(day))
    if outside:
        remarks.append(
            _("有%(n)d条的日期不在这次收表的时段（%(period)s）里。")
            % {"n": outside, "period": collection.period}
        )
    if not collection.is_open:
        remarks.append(_("这次收表已经结束；收下后照常登记，不再记作交回。"))
    again = [ask for pk, ask in by_unit.items() if pk in units and _has_returned(ask)]
    if again:
        names = "、".join(str(ask.unit) for ask in again[:NAMED])
        notes.append(_("“%(units)s”已经交过，这次只登记有变化的。") % {"units": names})
    return remarks, notes


def _has_returned(ask: Ask) -> bool:
    returns = list(ask.returns.all())
    return bool(returns) and state_of(returns, is_waived=False) is State.RETURNED


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
