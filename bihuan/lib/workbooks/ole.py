"""The OLE compound file ([MS-CFB]) that .xls and encrypted .xlsx are: its names and streams.

Only as much as is needed to look into a workbook before calamine reads it.
"""

import struct
from collections.abc import Iterator

from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused

_END = 0xFFFFFFFA  # this and above mark chain ends and special sectors
_STREAM = 2
_ROOT = 5


class OleDirectory:
    """The directory of a compound file. Raises WorkbookRefused when it is broken."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Return a stream's content. Raises WorkbookRefused when its chain is broken."""
        kind, start, size = self._entries[name]
        try:
            if kind == _STREAM and size < self._cutoff:
                return self._mini_stream(start)[:size]
            return self._chain(start)[:size]
        except (struct.error, IndexError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    def _open(self) -> None:
        header = self._content[:512]
        shift, self._mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in {9, 12} or self._mini_shift != 6:
            raise IndexError("sector sizes")
        self._size = 1 << shift
        fat_count, directory = struct.unpack_from("<II", header, 44)
        self._cutoff, mini_fat = struct.unpack_from("<II", header, 56)
        difat = [*struct.unpack_from("<109I", header, 76), *self._further_difat(header)]
        fat = b"".join(self._sector(number) for number in difat[:fat_count] if number < _END)
        self._fat = struct.unpack(f"<{len(fat) // 4}I", fat)
        self._entries = dict(self._read_directory(self._chain(directory)))
        mini = self._chain(mini_fat) if mini_fat < _END else b""
        self._mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini)

    def _further_difat(self, header: bytes) -> Iterator[int]:
        number, count = struct.unpack_from("<II", header, 68)
        per_sector = self._size // 4 - 1
        for _place in range(min(count, len(self._content) // self._size)):
            if number >= _END:
                return
            *numbers, number = struct.unpack(f"<{per_sector + 1}I", self._sector(number))
            yield from numbers

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise IndexError("sector")
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _chain(self, number: int) -> bytes:
        return b"".join(self._sector(one) for one in _follow(self._fat, number))

    def _mini_stream(self, number: int) -> bytes:
        _kind, start, size = self._entries["Root Entry"]
        ground = self._chain(start)[:size]
        width = 1 << self._mini_shift
        return b"".join(
            ground[one * width : one * width + width] for one in _follow(self._mini_fat, number)
        )

    def _read_directory(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for place in range(0, len(directory) - 127, 128):
            entry = directory[place : place + 128]
            length = struct.unpack_from("<H", entry, 64)[0]
            kind = entry[66]
            if kind and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le")
                start, size = struct.unpack_from("<II", entry, 116)
                yield ("Root Entry" if kind == _ROOT else name), (kind, start, size)


def _follow(table: tuple[int, ...], number: int) -> Iterator[int]:
    """Follow a chain of sectors; a chain longer than its table runs in a circle."""
    for _step in range(len(table) + 1):
        if number >= _END:
            return
        yield number
        number = table[number]
    raise IndexError("circular chain")
