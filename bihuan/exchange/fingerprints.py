"""Public keys as people exchange them: a small file, and a printed fingerprint (指纹).

The fingerprint is the SHA-256 of the raw Ed25519 key behind a prefix of its own, as 16 groups of
four hexadecimal digits. Whoever enters a correspondent types the last four groups from paper:
64 bits, which nobody finds a second key for.
"""

import base64
import binascii
import hashlib
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from bihuan.exchange.errors import KeyRefused

_DOMAIN = b"bihuan-exchange-fingerprint/1\n"
_FIRST = "bihuan-exchange-key"
_KIND = "ed25519"
GROUP = 4
TYPED_GROUPS = 4
LONGEST_KEY_FILE = 4_096
_NOT_HEX = re.compile(r"[^0-9a-f]")


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """Return the fingerprint of a key as 64 hexadecimal digits."""
    return hashlib.sha256(_DOMAIN + key.public_bytes_raw()).hexdigest()


def grouped(fingerprint: str) -> list[str]:
    """Return a fingerprint in groups of four, as it is printed and read out."""
    return [fingerprint[at : at + GROUP] for at in range(0, len(fingerprint), GROUP)]


def key_file(key: Ed25519PublicKey) -> bytes:
    """Return the file in which a public key is handed over."""
    text = base64.b64encode(key.public_bytes_raw()).decode("ascii")
    return f"{_FIRST} {_KIND} {text}\n".encode("ascii")


def read_key_file(content: bytes) -> Ed25519PublicKey:
    """Return the key of a file that `key_file` wrote; raises KeyRefused."""
    refused = KeyRefused(
        _("这不是闭环的公钥文件，请上传对方“本单位钥匙”页面下载的、以 .key 结尾的文件。")
    )
    if len(content) > LONGEST_KEY_FILE:
        raise refused
    try:
        first, kind, text = content.decode("ascii").split()
        raw = base64.b64decode(text, validate=True)
        if (first, kind) != (_FIRST, _KIND):
            raise refused
        return Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, binascii.Error) as error:
        raise refused from error


def require_typed(key: Ed25519PublicKey, typed: str) -> None:
    """Raise KeyRefused unless the last groups that somebody typed from paper are the key's.

    It does not say what the right ones are: they must come from the paper.
    """
    wanted = GROUP * TYPED_GROUPS
    given = _NOT_HEX.sub("", typed.strip().lower())
    if len(given) < wanted or not fingerprint_of(key).endswith(given):
        raise KeyRefused(
            _(
                "指纹对不上：请照对方盖章的纸上所印，输入指纹最后%(n)d组；"
                "确认没有输错还对不上的，这把钥匙不是对方的，请与对方当面核对。"
            )
            % {"n": TYPED_GROUPS}
        )


def raw_of(key: Ed25519PublicKey) -> str:
    """Return a key as the text that the database keeps."""
    return key.public_bytes_raw().hex()


def key_of(raw: str) -> Ed25519PublicKey:
    """Return the key of such a text."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw))
