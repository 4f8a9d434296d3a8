"""The keys by which administrations sign their packages: a file outside database and backups.

One administration a line: its code and 32 secret bytes in base64 (Ed25519). They only sign; nothing
is encrypted with them, so a lost key loses no content: a new one is made and its fingerprint
exchanged anew.
"""

import base64
import binascii
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from bihuan.exchange.errors import KeysUnreadable, NoKeyYet
from bihuan.orgs.models import Unit

HEADER = (
    "# Keys by which the administrations of this server sign what they send. Whoever has this\n"
    "# file can sign in their name. New key: bihuan exchange key --renew.\n"
)


def path() -> Path:
    """Return where the file is (BIHUAN_EXCHANGE_KEYS)."""
    return Path(settings.BIHUAN_EXCHANGE_KEYS)


def read() -> dict[str, Ed25519PrivateKey]:
    """Return the keys by the code of their administration; raises KeysUnreadable."""
    try:
        lines = path().read_text("ascii").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable() from error
    found: dict[str, Ed25519PrivateKey] = {}
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        try:
            code, text = line.split()
            raw = base64.b64decode(text, validate=True)
            found[code] = Ed25519PrivateKey.from_private_bytes(raw)
        except (ValueError, binascii.Error) as error:
            raise _unreadable() from error
    return found


def find(home: Unit) -> Ed25519PrivateKey | None:
    """Return the key of an administration, None where it has none yet."""
    return read().get(home.code)


def key_of(home: Unit) -> Ed25519PrivateKey:
    """Return the key of an administration; raises NoKeyYet."""
    key = find(home)
    if key is None:
        said = _("%(home)s还没有自己的钥匙，请负责人先在“收发文—本单位钥匙”生成。")
        raise NoKeyYet(said % {"home": home.name})
    return key


def keep(home: Unit, key: Ed25519PrivateKey) -> None:
    """Write an administration's key into the file, whole or not at all, for its owner's eyes alone.

    The caller holds the lock of the administration's row; keys of others stay as they are.
    """
    keys = read() | {home.code: key}
    target = path()
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(HEADER + "".join(_line(code, each) for code, each in keys.items()))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _line(code: str, key: Ed25519PrivateKey) -> str:
    return f"{code} {base64.b64encode(key.private_bytes_raw()).decode('ascii')}\n"


def _unreadable() -> KeysUnreadable:
    return KeysUnreadable(
        _("本单位的钥匙文件“%(name)s”读不出来，请系统管理员从另存的一份找回，或移走后重新生成。")
        % {"name": path().name}
    )
