"""Contacts as they are read: opened with the key outside the database, masked by default.

Nothing here writes. Who may see a contact in full, and that it is noted: `actions.contacts`.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.opinions import contact_keys, masks
from bihuan.opinions.contact_errors import KeyLost, NoContact
from bihuan.opinions.models import Contact, Opinion
from bihuan.opinions.sealing import DoesNotOpen, unseal
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission


@dataclass(frozen=True)
class ContactShown:
    """A contact as the opinion's page shows it: `text` masked, or `fault` why it does not open."""

    text: str
    fault: str
    left_on: dt.date
    erased_on: dt.date | None


def may_see_contact(actor: Actor, opinion: Opinion) -> bool:
    """Tell whether an actor may see that a contact was left: who sorts the whole home's opinions.

    Not whoever sorts only a part of it: that part may be what the opinion complains of.
    """
    return actor.may(Permission.SORT_OPINIONS, opinion.home)


def shown_contact(actor: Actor, opinion: Opinion) -> ContactShown | None:
    """Return an opinion's contact masked; None where none was left or the actor may not see it."""
    if not may_see_contact(actor, opinion):
        return None
    contact = Contact.objects.filter(opinion_id=opinion.pk).first()
    if contact is None:
        return None
    text = fault = ""
    if contact.erased_on is None:
        try:
            text = masks.masked(opened(contact))
        except KeyLost as error:
            fault = error.message
    return ContactShown(text, fault, contact.left_on, contact.erased_on)


def opened(contact: Contact) -> str:
    """Return a contact in full; raises NoContact, KeyLost."""
    if contact.erased_on is not None:
        raise NoContact(_("联系方式已经清除。"))
    return opened_bytes(bytes(contact.sealed), contact.opinion_id, contact.key_id)


def opened_bytes(sealed: bytes, opinion_id: UUID, key_id: str) -> str:
    """Return what was sealed; raises KeyLost where its key is missing or it was tampered with."""
    key = next((each for each in contact_keys.read() if each.id == key_id), None)
    if key is None or key.opening is None:
        raise KeyLost(
            _(
                "打开联系方式的钥匙 %(key)s 不在这台机器上，不能查看；"
                "请系统管理员把另存的钥匙文件放回，确实遗失的不能再恢复。"
            )
            % {"key": key_id}
        )
    try:
        return unseal(sealed, opinion_id, key_id, key.opening)
    except DoesNotOpen as error:
        raise KeyLost(
            _("联系方式打不开：它被改动过，或不属于这条意见；请告诉系统管理员。")
        ) from error
