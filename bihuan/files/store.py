"""The store on disk: BIHUAN_HOME/files/ab/cdef…, named by the SHA-256 of the content.

A content that `put` returned for survives loss of power: it is written beside its place, synced,
renamed, and the folder that names it is synced too. A file once there is never written again.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bihuan.files.errors import FileLost

READ_ONLY = 0o440
HEXADECIMAL = frozenset("0123456789abcdef")


def folder() -> Path:
    """Return the store's folder."""
    return Path(settings.BIHUAN_HOME) / "files"


def path_of(sha256: str) -> Path:
    """Return where a content lies; raises ValueError for what is no hash."""
    if len(sha256) != 64 or not set(sha256) <= HEXADECIMAL:
        raise ValueError("a content is named by 64 hexadecimal digits")
    return folder() / sha256[:2] / sha256[2:]


def put(content: bytes) -> str:
    """Keep a content and return its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = path_of(sha256)
    if not place.exists():
        _make_folder(place.parent)
        _write(place, content)
    return sha256


def get(sha256: str) -> bytes:
    """Return a content; raises FileLost where it is missing or no longer what it was."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise FileLost(_("文件已不在存储中，请从备份恢复。")) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileLost(_("文件内容与校验值不符，可能已损坏，请从备份恢复。"))
    return content


def delete(sha256: str) -> bool:
    """Delete a content; tell whether it was there. The caller holds its row (actions.purging)."""
    place = path_of(sha256)
    try:
        place.unlink()
    except FileNotFoundError:
        return False
    sync_folder(place.parent)
    return True


def contents() -> Iterator[tuple[str, Path]]:
    """Yield every content that lies in the store, and where; drafts of a write are none."""
    for shelf in sorted(folder().glob("[0-9a-f][0-9a-f]")):
        for path in sorted(shelf.iterdir()):
            name = shelf.name + path.name
            if len(name) == 64 and set(name) <= HEXADECIMAL:
                yield name, path


def _make_folder(place: Path) -> None:
    """Make a folder of the store, and sync the one that names it."""
    if place.is_dir():
        return
    place.mkdir(parents=True, exist_ok=True)
    sync_folder(place.parent)
    sync_folder(place.parent.parent)


def _write(place: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(READ_ONLY)
        written.replace(place)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def sync_folder(place: Path) -> None:
    """Make sure that a name written into a folder survives loss of power."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
