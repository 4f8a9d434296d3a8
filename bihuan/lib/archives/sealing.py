"""A stream that only the holder of a key can read, and that tells of every change.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and
its Nonce-Reuse Misuse-Resistance, CRYPTO 2015) over AES-256-GCM: the content is cut into chunks,
each sealed under a nonce of a random prefix, its number, and whether it is the last. So a chunk
that was changed, moved, repeated or left out is found, and so is an end that is missing. The key
comes from the key file by scrypt (RFC 7914) with a salt of the stream's own.

    magic 16 · salt 16 · prefix 7 | chunk: length 4 · sealed … | the last one has the highest bit
"""

import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bihuan.lib.errors import Invalid

MAGIC = b"BIHUAN-SEALED-1\n"
CHUNK = 1 << 16
LEAST_KEY = 16
"""Characters of a key file: shorter ones are guessed."""
_SALT, _PREFIX, _TAG = 16, 7, 16
_LAST = 1 << 31
_HEADER = len(MAGIC) + _SALT + _PREFIX
_ALTERED = "文件不完整或被改动过，或者钥匙不对；没有恢复任何内容。"


class NotOpened(Invalid):
    """A sealed stream cannot be read: the wrong key, a change, or an end that is missing."""

    code = "not_opened"


def key_of(content: bytes) -> bytes:
    """Return the key that a key file holds, blanks around it left out; raises Invalid."""
    key = content.strip()
    if len(key) < LEAST_KEY:
        raise Invalid(
            f"钥匙文件的内容太短，至少要{LEAST_KEY}个字符；可以用 openssl rand -base64 32 产生。"
        )
    return key


class SealingWriter:
    """Seals what is written to it; without `close` the stream has no end and is refused."""

    def __init__(self, out: IO[bytes], key: bytes) -> None:
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._out, self._cipher = out, AESGCM(_derived(key, salt))
        self._header = MAGIC + salt + self._prefix
        self._waiting, self._number = bytearray(), 0
        out.write(self._header)

    def write(self, content: bytes) -> int:
        """Take a piece of the content."""
        self._waiting += content
        while len(self._waiting) > CHUNK:  # one chunk is held back: it may be the last
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def flush(self) -> None:
        """Do nothing: a chunk is written when it is full."""

    def close(self) -> None:
        """Write the last chunk, which says that it is the last."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        sealed = self._cipher.encrypt(nonce, piece, self._header)
        self._out.write(struct.pack(">I", len(sealed) | (_LAST if is_last else 0)))
        self._out.write(sealed)
        self._number += 1


class SealedReader:
    """Reads a sealed stream; raises NotOpened as soon as something is wrong with it."""

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self._source = source
        self._header = source.read(_HEADER)
        if len(self._header) < _HEADER or not self._header.startswith(MAGIC):
            raise NotOpened(_ALTERED)
        salt = self._header[len(MAGIC) : len(MAGIC) + _SALT]
        self._prefix = self._header[len(MAGIC) + _SALT :]
        self._cipher = AESGCM(_derived(key, salt))
        self._opened, self._number, self._is_over = bytearray(), 0, False

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, all that is left where it is negative; empty at the end."""
        while not self._is_over and (size < 0 or len(self._opened) < size):
            self._opened += self._next()
        given = bytes(self._opened if size < 0 else self._opened[:size])
        del self._opened[: len(given)]
        return given

    def close(self) -> None:
        """Do nothing: whoever opened the source closes it."""

    def _next(self) -> bytes:
        length = self._source.read(4)
        if len(length) < 4:
            raise NotOpened(_ALTERED)
        (said,) = struct.unpack(">I", length)
        self._is_over, size = bool(said & _LAST), said & ~_LAST
        if size > CHUNK + _TAG:
            raise NotOpened(_ALTERED)
        nonce = _nonce(self._prefix, self._number, is_last=self._is_over)
        self._number += 1
        sealed = self._source.read(size)
        if len(sealed) < size:
            raise NotOpened(_ALTERED)
        try:
            opened = self._cipher.decrypt(nonce, sealed, self._header)
        except (InvalidTag, ValueError) as error:
            raise NotOpened(_ALTERED) from error
        if self._is_over and self._source.read(1):
            raise NotOpened(_ALTERED)
        return opened


def is_sealed(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a sealed stream."""
    return head.startswith(MAGIC)


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + struct.pack(">I", number) + bytes([is_last])


def _derived(key: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << 16, r=8, p=1).derive(key)
