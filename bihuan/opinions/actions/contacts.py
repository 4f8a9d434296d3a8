"""Contacts: read with a reason, erased, and sealed anew when keys are rotated."""

import datetime as dt
from collections.abc import Generator
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.opinions import contact_keys
from bihuan.opinions.contact_errors import KeyLost, NoContact
from bihuan.opinions.contact_keys import Key
from bihuan.opinions.contacts import may_see_contact, opened
from bihuan.opinions.models import Contact, Opinion
from bihuan.opinions.sealing import seal
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Unit
from bihuan.ui.rooms import modules

LONGEST_REASON = 200
CHUNK = 200


@action("contact.read")
def read_contact(*, actor: Actor, opinion: Opinion, reason: str) -> str:
    """Return an opinion's contact in full; the log holds who, when, which and why, not the contact.

    Raises NotAllowed, NoContact, KeyLost, Invalid without a reason.
    """
    _require(actor, opinion)
    reason = checked_text(_("查看理由"), reason, LONGEST_REASON)
    contact = Contact.objects.filter(opinion_id=opinion.pk).first()
    if contact is None:
        raise NoContact(_("这条意见没有留联系方式。"))
    text = opened(contact)
    _note(actor, "contact.read", opinion, reason)
    return text


@action("contact.erase")
def erase_contact(*, actor: Actor, opinion: Opinion, reason: str) -> None:
    """Erase an opinion's contact before its time, say because the giver asked the office to."""
    _require(actor, opinion)
    reason = checked_text(_("清除理由"), reason, LONGEST_REASON)
    if not _emptied([opinion.pk]):
        raise NoContact(_("这条意见没有联系方式，或已经清除。"))
    _note(actor, "contact.erase", opinion, reason)


@action("contact.withdraw")
def withdraw_contact(*, actor: Actor, opinion: Opinion) -> bool:
    """Erase the contact that a resident left, as they wish; False where none stands any more.

    Whoever calls it has checked number and phrase. Reads nothing of the contact: the process that
    faces residents may not.
    """
    if not _emptied([opinion.pk]):
        return False
    _note(actor, "contact.withdraw", opinion)
    return True


@action("contact.purge")
def purge_contacts(*, actor: Actor, home: Unit, opinion_ids: list[UUID]) -> int:
    """Erase contacts whose time is over; one audit entry a home. Return how many stood."""
    count = _emptied(opinion_ids)
    if count:
        audit.append(
            actor=actor,
            action="contact.purge",
            target=("unit", home.pk),
            unit_path=home.path,
            values=sorted(map(str, opinion_ids)),
            note=_("%(n)d条") % {"n": count},
        )
    return count


def rotate_keys(*, actor: Actor, give_up_lost: bool = False) -> Generator[int, None, None]:
    """Make a new key the first and seal every contact by it; yield how many each step did.

    May be interrupted and repeated: while contacts of an older key are left, no new key is made.
    What rooms above seal with these keys (`sealed.py`, found by name) is sealed anew too. Old keys
    stay in the file until `drop_old_keys`. Where a contact's key is missing, raises
    KeyLost before anything is done; with `give_up_lost` those contacts are erased.
    """
    keys = contact_keys.read()
    if give_up_lost:
        _give_up_lost(actor, keys)
    _refuse_lost(keys)
    if not _sealed_by_others(keys[0].id).exists() and not _needed_above() - {keys[0].id}:
        keys = [contact_keys.new_key(), *keys]
        contact_keys.write(keys)
        _note_keys(actor, "contact.rotate", keys[0].id)
    while ids := list(_sealed_by_others(keys[0].id).values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            for id_ in ids:
                _reseal(id_, keys[0])
        yield len(ids)
    for room in modules("sealed"):
        yield from room.reseal(keys[0])


def drop_old_keys(*, actor: Actor) -> list[str]:
    """Take the keys that no contact needs out of the file, but the newest; return their ids."""
    keys = contact_keys.read()
    needed = set(_sealed().values_list("key_id", flat=True)) | {keys[0].id} | _needed_above()
    dropped = [key.id for key in keys if key.id not in needed]
    if dropped:
        _note_keys(actor, "contact.drop_keys", "、".join(dropped))
        contact_keys.write([key for key in keys if key.id in needed])
    return dropped


def _needed_above() -> set[str]:
    """Return the keys that rooms above seal other things with: each says so in its `sealed.py`."""
    return {id_ for room in modules("sealed") for id_ in room.key_ids()}


def _reseal(id_: UUID, key: Key) -> None:
    contact = locked(Contact(pk=id_))
    if contact.erased_on is None:  # meanwhile it may have been withdrawn
        contact.sealed = seal(opened(contact), contact.opinion_id, key.id, key.sealing)
        contact.key_id = key.id
        contact.save(update_fields=["sealed", "key_id"])


@action("contact.give_up")
def _erase_lost(*, actor: Actor, lost: list[str]) -> None:
    contacts = _sealed().filter(key_id__in=lost)
    count = _emptied(list(contacts.values_list("opinion_id", flat=True)))
    count += sum(room.give_up(lost) for room in modules("sealed"))
    audit.append(
        actor=actor,
        action="contact.give_up",
        target=("contact_keys", lost[0]),
        note=_("%(keys)s，%(n)d条") % {"keys": "、".join(lost), "n": count},
    )


def _give_up_lost(actor: Actor, keys: list[Key]) -> None:
    if lost := _lost(keys):
        _erase_lost(actor=actor, lost=lost)


def _lost(keys: list[Key]) -> list[str]:
    held = {key.id for key in keys if key.opening is not None}
    needed = set(_sealed().values_list("key_id", flat=True).distinct()) | _needed_above()
    return sorted(needed - held)


def _refuse_lost(keys: list[Key]) -> None:
    lost = _lost(keys)
    if keys[0].opening is None or lost:
        raise KeyLost(
            _(
                "钥匙文件里缺少 %(keys)s，没有更换；请先把另存的钥匙文件放回再办，"
                "确实遗失的加上 --give-up-lost，打不开的联系方式随之清除。"
            )
            % {"keys": "、".join(lost) or keys[0].id}
        )


def _sealed() -> QuerySet[Contact]:
    return Contact.objects.filter(erased_on__isnull=True)


def _sealed_by_others(key_id: str) -> QuerySet[Contact]:
    return _sealed().exclude(key_id=key_id)


def _emptied(opinion_ids: list[UUID]) -> int:
    """Empty contacts in one statement that reads nothing of them; return how many stood."""
    standing = Contact.objects.filter(opinion_id__in=opinion_ids, erased_on__isnull=True)
    today: dt.date = clock.today()
    return standing.update(sealed=b"", key_id="", erased_on=today)


def _require(actor: Actor, opinion: Opinion) -> None:
    if not may_see_contact(actor, opinion):
        raise NotAllowed(_("联系方式只由本级办公室的文书查看，您的账号没有这项权限。"))


def _note(actor: Actor, name: str, opinion: Opinion, reason: str = "") -> None:
    said = f"{opinion.label} {reason}".strip()
    audit.append(
        actor=actor,
        action=name,
        target=("opinion", opinion.pk),
        unit_path=opinion.path,
        note=said,
    )


def _note_keys(actor: Actor, name: str, keys: str) -> None:
    with transaction.atomic():
        audit.append(actor=actor, action=name, target=("contact_keys", keys[:80]), note=keys)
