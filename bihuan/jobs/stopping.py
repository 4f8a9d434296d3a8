"""Stopping a worker: on SIGTERM or Ctrl-C, and when the server that started it is gone."""

import os
import signal
import threading
from types import FrameType

_asked = threading.Event()
_parent: list[int] = []


class Stopping(BaseException):
    """The worker is to stop; what it does is put back, to be done from the start later."""


class PutBack(BaseException):
    """The job waits again, because the database was busy for too long."""


def listen(parent: int | None = None) -> None:
    """Stop on SIGTERM and SIGINT; with `parent`, also when that process is no longer the parent."""
    _asked.clear()
    _parent[:] = [] if parent is None else [parent]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _ask)


def is_asked() -> bool:
    """Tell whether the worker is to stop."""
    return _asked.is_set() or any(os.getppid() != parent for parent in _parent)


def stop_if_asked() -> None:
    """Raise Stopping where the worker is to stop."""
    if is_asked():
        raise Stopping


def _ask(_signal: int, _frame: FrameType | None) -> None:
    _asked.set()
