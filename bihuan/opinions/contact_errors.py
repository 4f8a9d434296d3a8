"""What can go wrong with a contact, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoContact(NotFound):
    """The giver left no contact, or it was erased."""

    code = "no_contact"


class KeysMissing(Conflict):
    """The file of keys cannot be read, or holds no key."""

    code = "contact_keys_missing"


class KeyLost(Conflict):
    """The key by which a contact was sealed is in no file that this process may read."""

    code = "contact_key_lost"


class ContactRefused(Invalid):
    """A contact that is too long, or that is none."""

    code = "contact_refused"
