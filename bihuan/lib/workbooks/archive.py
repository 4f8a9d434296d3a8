"""The zip archive that .xlsx and .ods are, unpacked with a limit that does not trust the archive.

A zip bomb is refused by the sizes that the directory declares, by their ratio, and by what really
comes out: calamine inflates without any limit of its own.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused

MAX_RATIO = 200
"""Times its size that an archive may unpack to; a long ledger of repeated words reaches 50."""

RATIO_FREE = 20_000_000
"""Bytes unpacked below which the ratio says nothing."""

MAX_PARTS = 5_000
_CHUNK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s2B4HL2L2H")
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, EOFError)


class Archive:
    """An archive in memory; every way in is counted. Raises WorkbookRefused."""

    def __init__(self, content: bytes, max_unpacked: int) -> None:
        self._content = content
        self._left = max_unpacked
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.parts = archive.infolist()
        except (*_FAULTS, OSError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error
        self._check_declared(max_unpacked)

    def chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a part's content piece by piece; each piece counts towards the limit."""
        try:
            yield from self._inflated(part)
        except _FAULTS as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    def _check_declared(self, max_unpacked: int) -> None:
        if len(self.parts) > MAX_PARTS:
            raise WorkbookRefused.because(Reason.BOMB)
        if any(part.flag_bits & 1 for part in self.parts):
            raise WorkbookRefused.because(Reason.LOCKED)
        declared = sum(part.file_size for part in self.parts)
        ratio_limit = max(RATIO_FREE, MAX_RATIO * len(self._content))
        if declared > min(max_unpacked, ratio_limit):
            raise WorkbookRefused.because(Reason.BOMB)

    def _inflated(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Inflate from the raw bytes: zipfile itself would stop at the declared size."""
        packed = self._packed(part)
        if part.compress_type == zipfile.ZIP_STORED:
            pieces: Iterator[bytes] = iter([bytes(packed)])
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            pieces = _inflate(packed)
        else:
            raise zipfile.BadZipFile("compression")
        size = 0
        for piece in pieces:
            size += len(piece)
            self._left -= len(piece)
            if size > part.file_size or self._left < 0:
                raise WorkbookRefused.because(Reason.BOMB)
            yield piece

    def _packed(self, part: zipfile.ZipInfo) -> memoryview:
        header = _LOCAL_HEADER.unpack_from(self._content, part.header_offset)
        if header[0] != b"PK\x03\x04":
            raise zipfile.BadZipFile("local header")
        start = part.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
        return memoryview(self._content)[start : start + part.compress_size]


def _inflate(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _CHUNK):
        waiting: bytes | memoryview = packed[start : start + _CHUNK]
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unconsumed_tail
    yield inflater.flush()
