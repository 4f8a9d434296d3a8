"""Making a backup while the site is in use: whole at its place, or not there at all."""

import datetime as dt
import gzip
import hashlib
import io
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction

import bihuan
from bihuan.audit import actions as audit
from bihuan.files import store
from bihuan.files.backups import space
from bihuan.files.backups.manifest import (
    DATABASE,
    FORMAT,
    HEAD,
    MANIFEST,
    SECRET,
    SETTINGS,
    ArchiveHead,
    FilesDigest,
    Manifest,
    head_as_json,
    key_print,
)
from bihuan.files.backups.marks import ACTION, TARGET
from bihuan.files.backups.snapshots import Snapshot, snapshot
from bihuan.files.errors import FileLost
from bihuan.files.models import StoredFile
from bihuan.lib import clock
from bihuan.lib.archives.sealing import SealingWriter
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor

Progress = Callable[[Iterable[str], int], Iterable[str]]
SCRATCH = "backup-"
STALE_SECONDS = 24 * 3600


def make_backup(
    *, actor: Actor, target: Path, key: bytes | None = None, progress: Progress | None = None
) -> Manifest:
    """Write a backup of the installation to a file that is not there yet.

    Contents that the store lost are named in the manifest; the rest is still backed up. The log
    gets an entry that holds the backup's audit head. Raises Invalid where the file is there
    already or cannot be written, DiskFull where there is no room.
    """
    if target.exists():
        raise Invalid(f"“{target}”已经有了，备份不覆盖旧文件；请换一个文件名，如加上日期。")
    if not target.parent.is_dir():
        raise Invalid(f"没有文件夹“{target.parent}”，请先建好。")
    with space.told(), _scratch() as folder, snapshot(folder) as taken:
        made = _written(target, taken, key, progress or (lambda items, _length: items))
    _record(actor, made, target)
    return made


def _record(actor: Actor, made: Manifest, target: Path) -> None:
    lost = f"，缺失或损坏{len(made.lost)}个文件" if made.lost else ""
    with transaction.atomic():
        audit.append(
            actor=actor,
            action=ACTION,
            target=TARGET,
            values={"manifest": hashlib.sha256(made.as_json()).hexdigest()},
            note=f"链首 {made.head.audit_head}，{made.files}个文件{lost}，存为 {target.name}",
        )


def _written(target: Path, taken: Snapshot, key: bytes | None, progress: Progress) -> Manifest:
    draft = target.with_name(f".{target.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            manifest = _archive(file, taken, key, progress)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    store.sync_folder(target.parent)
    return manifest


def _archive(file: IO[bytes], taken: Snapshot, key: bytes | None, progress: Progress) -> Manifest:
    sealed = SealingWriter(file, key) if key is not None else None
    # Level 1: most of it are photos, which no level makes smaller.
    packed = gzip.GzipFile("", "wb", 1, sealed or file, mtime=0)
    try:
        with tarfile.open(fileobj=packed, mode="w|") as tar:
            manifest = _filled(_Members(tar), taken, progress, is_sealed=sealed is not None)
        packed.close()
    except BaseException:
        packed.fileobj = None  # type: ignore[assignment]  # what is half done gets no end
        raise
    if sealed is not None:
        sealed.close()
    return manifest


class _Members:
    """Puts members into a tar, and notes the SHA-256 of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.sha256s: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> None:
        self.sha256s[name] = hashlib.sha256(content).hexdigest()
        self.put_stored(name, content)

    def put_stored(self, name: str, content: bytes) -> None:
        """Put a content whose name says its SHA-256."""
        self._tar.addfile(_entry(name, len(content)), io.BytesIO(content))

    def put_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            reading = _Hashing(file)
            self._tar.addfile(_entry(name, path.stat().st_size), reading)
        self.sha256s[name] = reading.digest.hexdigest()


class _Hashing:
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(time.time())
    return entry


def _filled(members: _Members, taken: Snapshot, progress: Progress, *, is_sealed: bool) -> Manifest:
    head = ArchiveHead(
        format=FORMAT,
        made_at=clock.real_now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        version=bihuan.__version__,
        database=taken.kind,
        audit_head=taken.audit_head(),
        key_print=key_print(settings.SECRET_KEY),
        migrations=taken.migrations(),
    )
    members.put(HEAD, head_as_json(head))
    members.put_file(DATABASE, taken.path)
    own_settings = Path(settings.BIHUAN_HOME) / SETTINGS
    if own_settings.is_file():
        members.put(SETTINGS, own_settings.read_bytes())
    if is_sealed:
        members.put(SECRET, settings.SECRET_KEY.encode())
    rows = taken.rows()
    files, lost = _put_files(members, taken, progress, rows[StoredFile._meta.db_table])
    manifest = Manifest(
        head=head,
        members=members.sha256s,
        rows=rows,
        files=files.count,
        size=files.size,
        files_digest=files.hexdigest(),
        **lost,
    )
    members.put_stored(MANIFEST, manifest.as_json())
    return manifest


def _put_files(
    members: _Members, taken: Snapshot, progress: Progress, count: int
) -> tuple[FilesDigest, dict[str, Any]]:
    """Put every stored content; one that the store lost is named and the rest goes on."""
    digest = FilesDigest()
    lost: dict[str, list[str]] = {"missing": [], "corrupt": [], "purged": []}
    for sha256 in progress(taken.files(), count):
        try:
            content = store.get(sha256)
        except FileLost:
            lost[_what_became_of(sha256)].append(sha256)
            continue
        members.put_stored(f"files/{sha256[:2]}/{sha256[2:]}", content)
        digest.add(sha256, len(content))
    return digest, lost


def _what_became_of(sha256: str) -> str:
    if not StoredFile.objects.filter(pk=sha256).exists():
        return "purged"  # by right, since the snapshot was taken
    return "corrupt" if store.path_of(sha256).exists() else "missing"


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a private folder beside the database, not on the medium that the backup goes to."""
    home = Path(settings.BIHUAN_HOME)
    for left in home.glob(f"{SCRATCH}*"):  # by a backup that was killed
        if left.is_dir() and time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
