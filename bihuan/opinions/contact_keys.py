"""The keys by which contacts are sealed: a file outside database and backups, the newest first.

One key a line: its id, `secret` or `public`, and 32 bytes in base64 (X25519). A secret key opens
and seals; a public one only seals, and is all that the process facing residents needs. Nothing
here knows a contact.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings
from django.utils import timezone

from bihuan.opinions.contact_errors import KeysMissing

HEADER = (
    "# Keys of residents' contacts. Keep a copy apart from every backup: whoever has both\n"
    "# reads the contacts; without it nobody does. New keys: bihuan contacts rotate.\n"
)
SECRET, PUBLIC = "secret", "public"


@dataclass(frozen=True)
class Key:
    """One key; `opening` is None in a process that can only seal."""

    id: str
    sealing: X25519PublicKey
    opening: X25519PrivateKey | None = None

    def line(self, *, only_public: bool = False) -> str:
        """Return it as a line of the file."""
        if self.opening is None or only_public:
            return f"{self.id} {PUBLIC} {_text(self.sealing.public_bytes_raw())}\n"
        return f"{self.id} {SECRET} {_text(self.opening.private_bytes_raw())}\n"


def path() -> Path:
    """Return where the file is (BIHUAN_CONTACT_KEYS)."""
    return Path(settings.BIHUAN_CONTACT_KEYS)


def read() -> list[Key]:
    """Return the keys, the newest first; raises KeysMissing where there is none to read."""
    try:
        lines = path().read_text("ascii").splitlines()
        keys = [_key(line) for line in lines if line.strip() and not line.startswith("#")]
    except (OSError, ValueError, binascii.Error) as error:
        raise KeysMissing(
            f"联系方式的钥匙文件“{path().name}”读不出来，请系统管理员从另存的一份找回；"
            "没有存过的，运行 bihuan init 新建（以前留下的联系方式不能再看）。"
        ) from error
    if not keys:
        raise KeysMissing(f"联系方式的钥匙文件“{path().name}”里没有钥匙，请运行 bihuan init。")
    return keys


def make_first() -> bool:
    """Make the file with one key where there is none; tell whether it was made."""
    if path().exists() and any(
        line.strip() and not line.startswith("#") for line in path().read_text("utf-8").splitlines()
    ):
        return False
    write([new_key()])
    return True


def new_key() -> Key:
    """Return a new key whose id tells the day it was made."""
    opening = X25519PrivateKey.generate()
    id_ = f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(3)}"
    return Key(id_, opening.public_key(), opening)


def write(keys: Sequence[Key]) -> None:
    """Write the file, whole or not at all, readable by its owner alone."""
    target = path()
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(HEADER + "".join(key.line() for key in keys))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _key(line: str) -> Key:
    id_, kind, text = line.split()
    raw = base64.b64decode(text, validate=True)
    if kind == SECRET:
        opening = X25519PrivateKey.from_private_bytes(raw)
        return Key(id_, opening.public_key(), opening)
    if kind != PUBLIC:
        raise ValueError(kind)
    return Key(id_, X25519PublicKey.from_public_bytes(raw))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
