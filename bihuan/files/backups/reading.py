"""Reading an archive that may be cut off or altered: every member is held against its SHA-256.

Nothing is believed before the manifest at the end has been read and agrees with all that came
before it; names are checked against what an archive of ours can hold, and none is a path.
"""

import gzip
import hashlib
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from bihuan.files.backups.manifest import (
    DATABASE,
    HEAD,
    LARGEST_JSON,
    MANIFEST,
    SECRET,
    SETTINGS,
    ArchiveHead,
    BadArchive,
    FilesDigest,
    Manifest,
    read_head,
    read_manifest,
)
from bihuan.lib.archives.sealing import MAGIC, SealedReader, is_sealed
from bihuan.lib.errors import Invalid

PIECE = 1 << 20
STORED = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")
SMALL = frozenset({HEAD, MANIFEST, SETTINGS, SECRET})
KNOWN = SMALL | {DATABASE}
ALTERED = "备份文件不完整或被改动过，没有恢复任何内容；请换一份备份。"
_FAULTS = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)

Sink = Callable[[str], "IO[bytes] | None"]
"""Where a member goes, by its name; None: it is only checked."""


@dataclass(frozen=True)
class Contents:
    """What was read of an archive: its manifest and its small members."""

    manifest: Manifest
    small: dict[str, bytes]


def read_archive(
    path: Path,
    *,
    key: bytes | None = None,
    sink: Sink = lambda _name: None,
    at_head: Callable[[ArchiveHead], None] = lambda _head: None,
) -> Contents:
    """Read an archive to its end. `at_head` may refuse it before anything is unpacked.

    Raises BadArchive or NotOpened where it is not whole, Invalid where a key is missing.
    """
    with path.open("rb") as file:
        source = _opened(file, key)
        try:
            with gzip.GzipFile(fileobj=source, mode="rb") as unpacked:
                contents = _Walk(sink, at_head).all_of(cast("IO[bytes]", unpacked))
                while unpacked.read(PIECE):  # its checksum stands at the end
                    pass
        except _FAULTS as error:
            raise BadArchive(ALTERED) from error
        if source.read(1):
            raise BadArchive(ALTERED)
    return contents


def _opened(file: IO[bytes], key: bytes | None) -> Any:
    head = file.read(len(MAGIC))
    file.seek(0)
    if is_sealed(head):
        if key is None:
            raise Invalid("这份备份是加密的，请用 --key-file 指明钥匙文件。")
        return SealedReader(file, key)
    if head[:2] != b"\x1f\x8b":
        raise BadArchive("这不是 bihuan backup 做的备份文件，请检查文件名。")
    if key is not None:
        raise BadArchive("这份备份没有加密，与给出的钥匙不符；请确认是不是要恢复的那一份。")
    return file


class _Walk:
    def __init__(self, sink: Sink, at_head: Callable[[ArchiveHead], None]) -> None:
        self._sink, self._at_head = sink, at_head
        self._sha256s: dict[str, str] = {}
        self._small: dict[str, bytes] = {}
        self._files = FilesDigest()

    def all_of(self, unpacked: IO[bytes]) -> Contents:
        with tarfile.open(fileobj=unpacked, mode="r|") as tar:
            for name, size, content in _members(tar):
                if MANIFEST in self._small or name in self._sha256s:
                    raise BadArchive(ALTERED)
                if (name == HEAD) != (not self._sha256s):
                    raise BadArchive(ALTERED)
                self._take(name, size, content)
        if MANIFEST not in self._small:
            raise BadArchive(ALTERED)
        manifest = read_manifest(self._small[MANIFEST])
        self._hold_against(manifest)
        return Contents(manifest, self._small)

    def _take(self, name: str, size: int, content: IO[bytes]) -> None:
        if name in SMALL:
            if size > LARGEST_JSON:
                raise BadArchive(ALTERED)
            self._small[name] = content.read()
            digest = hashlib.sha256(self._small[name]).hexdigest()
        else:
            digest = self._copied(name, content)
        stored = STORED.fullmatch(name)
        if stored is None:
            self._sha256s[name] = digest
        elif digest == stored[1] + stored[2]:
            self._files.add(digest, size)
        else:
            raise BadArchive(ALTERED)
        if name == HEAD:
            self._at_head(read_head(self._small[HEAD]))

    def _copied(self, name: str, content: IO[bytes]) -> str:
        digest = hashlib.sha256()
        with _to(self._sink(name)) as write:
            while piece := content.read(PIECE):
                digest.update(piece)
                write(piece)
        return digest.hexdigest()

    def _hold_against(self, manifest: Manifest) -> None:
        found = {name: sha256 for name, sha256 in self._sha256s.items() if name != MANIFEST}
        files = (self._files.count, self._files.size, self._files.hexdigest())
        if found != manifest.members or DATABASE not in found:
            raise BadArchive(ALTERED)
        if files != (manifest.files, manifest.size, manifest.files_digest):
            raise BadArchive(ALTERED)
        if manifest.head != read_head(self._small[HEAD]):
            raise BadArchive(ALTERED)


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or not (entry.name in KNOWN or STORED.fullmatch(entry.name)):
            raise BadArchive(ALTERED)
        yield entry.name, entry.size, content


@contextmanager
def _to(out: "IO[bytes] | None") -> Iterator[Callable[[bytes], object]]:
    if out is None:
        yield lambda _piece: None
        return
    with out:
        yield out.write
