"""Read and write tables of messages as CSV, a row at a time, in the encodings that offices have."""

import codecs
import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

LONGEST_CELL = 10 * 2**20
PART = 2**20
MARK = codecs.BOM_UTF8


class TableRefused(ValueError):
    """A table that cannot be read as it stands; says in Chinese what is wrong."""


class RowWriter(Protocol):
    """What writes rows: csv's writer, whose own type has no public name."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        """Write many rows."""


@dataclass(frozen=True)
class Table:
    """A CSV file that was looked at: its columns, and how it is encoded."""

    path: Path
    columns: tuple[str, ...]
    encoding: str

    @property
    def written_as(self) -> str:
        """Return the encoding for a table made from it: UTF-8, with a mark where Excel needs it."""
        return "utf-8" if self.encoding == "utf-8" else "utf-8-sig"

    def place_of(self, column: str) -> int:
        """Return where a column stands; raises TableRefused where it is missing or twice there."""
        times = self.columns.count(column)
        if times == 0:
            there = "、".join(name for name in self.columns if name)[:200]
            raise TableRefused(f"“{self.path.name}”没有“{column}”列，只有：{there}。")
        if times > 1:
            raise TableRefused(f"“{self.path.name}”有{times}个“{column}”列，不知用哪一个。")
        return self.columns.index(column)

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows, each as long as the header; raises TableRefused, OSError."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            lines = _lines(self.path.name, file)
            next(lines, None)
            for number, row in lines:
                missing = len(self.columns) - len(row)
                if missing < 0:
                    raise TableRefused(
                        f"“{self.path.name}”到第{number}行为止的一条有{len(row)}格，"
                        f"表头只有{len(self.columns)}格；请检查引号和逗号。"
                    )
                yield row + [""] * missing


def look_at(path: Path) -> Table:
    """Look at a CSV file; raises TableRefused, OSError."""
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        _number, columns = next(_lines(path.name, file), (0, []))
    if not columns:
        raise TableRefused(f"“{path.name}”是空的。")
    return Table(path, tuple(name.strip() for name in columns), encoding)


@contextmanager
def written(path: Path, columns: Sequence[str], encoding: str) -> Iterator[RowWriter]:
    """Write a table beside its place and put it there when it is whole; raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            yield writer
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o666 & ~_mask())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _lines(name: str, file: IO[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with the number of the line where each ends."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(file, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise TableRefused(
                f"“{name}”在第{reader.line_num}行附近不合 CSV 的格式（{error}）；请检查引号。"
            ) from error
        if row is None:
            return
        if row:
            yield reader.line_num, row


def _encoding_of(path: Path) -> str:
    """Tell the encoding by reading the file through once."""
    with path.open("rb") as file:
        start = file.read(len(MARK))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    tried = ("utf-8-sig",) if start == MARK else ("utf-8", "gb18030")
    for encoding in tried:
        if _decodes(path, encoding):
            return encoding
    raise TableRefused(f"“{path.name}”既不是 UTF-8，也不是 GB18030 编码的 CSV。")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while part := file.read(PART):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
