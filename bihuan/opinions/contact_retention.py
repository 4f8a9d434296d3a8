"""Contacts whose time is over: the matter closed for as long as the preset says, or kept too long.

Rooms above say whether a group is still being worked on, by a module `under_way.py` with
`groups_under_way(ids) -> set[UUID]`, found by name.
"""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from bihuan.lib import clock
from bihuan.lib.policy import whole
from bihuan.opinions.actions.contacts import purge_contacts
from bihuan.opinions.contact_policy import CONTACT_DAYS, CONTACT_LONGEST_DAYS
from bihuan.opinions.models import Contact, GroupState, OpinionState
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.ui.rooms import modules


def erase_what_is_over() -> int:
    """Erase the contacts whose time is over; return how many. Harmless when done twice."""
    actor, today = Actor.installation(), clock.today()
    count = 0
    for home_id, ids in _over(today).items():
        home = Unit.objects.get(pk=home_id)
        count += purge_contacts(actor=actor, home=home, opinion_ids=ids)
    return count


def _over(today: dt.date) -> dict[UUID, list[UUID]]:
    """Return the opinions whose contact is to be erased, by home."""
    standing = Contact.objects.filter(erased_on__isnull=True).select_related(
        "home", "opinion__group"
    )
    contacts = list(standing.defer("sealed", "opinion__text"))
    groups = {c.opinion.group_id for c in contacts if c.opinion.group_id}
    busy: set[UUID] = set()
    for room in modules("under_way"):
        busy |= room.groups_under_way(groups)
    limits: dict[str, tuple[int, int]] = {}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for contact in contacts:
        path = contact.home.path
        if path not in limits:
            limits[path] = (
                whole(CONTACT_DAYS, path, today),
                whole(CONTACT_LONGEST_DAYS, path, today),
            )
        if _is_over(contact, today, limits[path], busy):
            found[contact.home_id].append(contact.opinion_id)
    return found


def _is_over(contact: Contact, today: dt.date, limits: tuple[int, int], busy: set[UUID]) -> bool:
    after_closing, longest = limits
    opinion, group = contact.opinion, contact.opinion.group
    if opinion.state == OpinionState.VOID or (today - contact.left_on).days >= longest:
        return True
    if group is None or group.pk in busy or group.answered_on is None:
        return False
    is_closed = group.state == GroupState.ANSWERED
    return is_closed and (today - group.answered_on).days >= after_closing
