"""Sealing a contact so that it opens for one opinion only: pure functions.

X25519 with a key pair made for this one sealing, HKDF-SHA256, AES-256-GCM (the shape of HPKE, RFC
9180, by the primitives of `cryptography`). The opinion's id and the key's are associated bytes:
sealed bytes that were moved to another opinion do not open. All have one length, so that theirs
tells nothing.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST = 60
"""Characters of a contact."""
_ROOM = 4 * LONGEST
_POINT = 32
_NONCE = bytes(12)  # each sealing has a key of its own, used once


class DoesNotOpen(Exception):
    """The bytes were not sealed for this opinion by this key, or were altered."""


def seal(text: str, opinion_id: UUID, key_id: str, key: X25519PublicKey) -> bytes:
    """Return a text sealed for an opinion; raises ValueError for one that is too long."""
    raw = text.encode()
    if len(raw) > _ROOM:
        raise ValueError("too long to be sealed")
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    room = len(raw).to_bytes(2, "big") + raw + bytes(_ROOM - len(raw))
    cipher = _cipher(once.exchange(key), point, key.public_bytes_raw())
    return point + cipher.encrypt(_NONCE, room, _bound(opinion_id, key_id))


def unseal(sealed: bytes, opinion_id: UUID, key_id: str, key: X25519PrivateKey) -> str:
    """Return the text; raises DoesNotOpen."""
    try:
        point = X25519PublicKey.from_public_bytes(sealed[:_POINT])
        cipher = _cipher(key.exchange(point), sealed[:_POINT], key.public_key().public_bytes_raw())
        room = cipher.decrypt(_NONCE, sealed[_POINT:], _bound(opinion_id, key_id))
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpen from error
    return room[2 : 2 + int.from_bytes(room[:2], "big")].decode()


def _cipher(shared: bytes, point: bytes, receiver: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"bihuan contact 1" + point + receiver)
    return AESGCM(derived.derive(shared))


def _bound(opinion_id: UUID, key_id: str) -> bytes:
    return b"bihuan contact 1\n" + opinion_id.bytes + key_id.encode()
