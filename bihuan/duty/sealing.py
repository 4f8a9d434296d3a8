"""Sealing who brought a case: it opens for that case only, with a key outside the database.

The keys are those of residents' contacts (`opinions.contact_keys`). X25519 with a key pair made for
this one sealing, HKDF-SHA256, AES-256-GCM; the case's id and the key's are associated bytes, so
that sealed bytes moved to another case do not open. Lengths are rounded up, so that they tell
little.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from bihuan.duty.errors import NoKey
from bihuan.duty.identity import Identity
from bihuan.opinions import contact_keys

ROOM = 1024
"""Bytes to whose multiple a sealed text is filled up."""
_POINT = 32
_NONCE = bytes(12)  # each sealing has a key of its own, used once


def sealed_for(case_id: UUID, identity: Identity) -> tuple[str, bytes]:
    """Return the newest key's id and the identity sealed with it; raises KeysMissing."""
    key = contact_keys.read()[0]
    return key.id, seal(identity.as_text(), case_id, key.id, key.sealing)


def opened_for(case_id: UUID, key_id: str, sealed: bytes) -> Identity:
    """Return what was sealed for a case; raises NoKey."""
    key = next((each for each in contact_keys.read() if each.id == key_id), None)
    if key is None or key.opening is None:
        raise NoKey(
            _(
                "打开当事人身份的钥匙 %(key)s 不在这台机器上；请系统管理员把另存的钥匙文件放回，"
                "确实遗失的不能再恢复。"
            )
            % {"key": key_id}
        )
    try:
        return Identity.from_text(unseal(sealed, case_id, key_id, key.opening))
    except (InvalidTag, ValueError) as error:
        raise NoKey(
            _("当事人身份打不开：它被改动过，或不属于这件事项；请告诉系统管理员。")
        ) from error


def seal(text: str, case_id: UUID, key_id: str, key: X25519PublicKey) -> bytes:
    """Return a text sealed for a case."""
    raw = text.encode()
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    room = len(raw).to_bytes(4, "big") + raw
    room += bytes(-len(room) % ROOM)
    cipher = _cipher(once.exchange(key), point, key.public_bytes_raw())
    return point + cipher.encrypt(_NONCE, room, _bound(case_id, key_id))


def unseal(sealed: bytes, case_id: UUID, key_id: str, key: X25519PrivateKey) -> str:
    """Return the text; raises InvalidTag or ValueError."""
    point = X25519PublicKey.from_public_bytes(sealed[:_POINT])
    cipher = _cipher(key.exchange(point), sealed[:_POINT], key.public_key().public_bytes_raw())
    room = cipher.decrypt(_NONCE, sealed[_POINT:], _bound(case_id, key_id))
    return room[4 : 4 + int.from_bytes(room[:4], "big")].decode()


def _cipher(shared: bytes, point: bytes, receiver: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"bihuan case 1" + point + receiver)
    return AESGCM(derived.derive(shared))


def _bound(case_id: UUID, key_id: str) -> bytes:
    return b"bihuan case 1\n" + case_id.bytes + key_id.encode()
