"""Where a running job says how far it is: small files in BIHUAN_HOME/jobs, not the database.

The work may hold the only writer's place of SQLite for a minute, in a transaction of which nobody
else sees anything. So progress, and the wish to cancel, go past the database; and who runs a job is
told by a lock on a file (flock), which the kernel takes back at the moment a worker dies.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

RESULT = "result"


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `total` (0 where nobody knows), and a word on what it does."""

    done: int = 0
    total: int = 0
    note: str = ""

    @property
    def percent(self) -> int | None:
        """Return whole percent, None where the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else None


def room_folder() -> Path:
    """Return the folder of all jobs; only this program's account may look into it."""
    folder = Path(settings.BIHUAN_HOME) / "jobs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(job_id: UUID | str) -> Path:
    """Return where a job's files lie; raises ValueError for what is no id."""
    return room_folder() / str(UUID(str(job_id)))


def write(job_id: UUID | str, progress: Progress) -> None:
    """Say how far a job is; whoever reads sees the whole of the old or of the new."""
    folder = folder_of(job_id)
    folder.mkdir(mode=0o700, exist_ok=True)
    said = folder / "progress.new"
    said.write_text(json.dumps([progress.done, progress.total, progress.note]), "utf-8")
    said.replace(folder / "progress.json")


def read(job_id: UUID | str) -> Progress:
    """Return how far a job is; nothing where it has not said yet."""
    try:
        return Progress(*json.loads((folder_of(job_id) / "progress.json").read_text("utf-8")))
    except FileNotFoundError:
        return Progress()


def ask_to_cancel(job_id: UUID | str) -> None:
    """Leave the wish that a job should end; its work meets it when it next says how far it is."""
    folder = folder_of(job_id)
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "cancel").touch()


def is_to_cancel(job_id: UUID | str) -> bool:
    """Tell whether somebody wishes a job to end."""
    return (folder_of(job_id) / "cancel").exists()


def result_path(job_id: UUID | str) -> Path:
    """Return where the file lies that a job left."""
    return folder_of(job_id) / RESULT


def keep_result(job_id: UUID | str, made: Path) -> None:
    """Put a file in the place of the result, so that it survives loss of power."""
    place = result_path(job_id)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if made.stat().st_dev != place.parent.stat().st_dev:
        made = Path(shutil.move(made, place.with_suffix(".moved")))
    for path in (made, place.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    made.chmod(0o600)
    made.replace(place)


def tidy(job_id: UUID | str, *, keep: bool = False) -> None:
    """Remove what a job that has ended left lying; with `keep` its result stays."""
    folder = folder_of(job_id)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != RESULT:
            path.unlink(missing_ok=True)


@contextmanager
def held(name: UUID | str) -> Iterator[bool]:
    """Hold the lock of a job, or of a piece of periodic work; False where another holds it.

    It lasts as long as the process at most: a worker killed with -9 holds nothing any more.
    """
    locks = room_folder() / "locks"
    locks.mkdir(mode=0o700, exist_ok=True)
    path = locks / str(name)
    with path.open("a") as lock:
        yield _lock(lock.fileno())


def _lock(handle: int) -> bool:
    """Lock an open file for this process, without waiting; False where another has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
