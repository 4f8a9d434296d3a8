"""Work on a Word file in a process of its own, ended when it takes too long or too much."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.word.confined import (
    MEMORY,
    PROCESSOR_SECONDS,
    Answer,
    packed,
    unpacked,
)
from bihuan.documents.word.errors import BadWordFile, refusal

SECONDS = 30
AT_ONCE = 2
_TURNS = threading.BoundedSemaphore(AT_ONCE)
WORK = "bihuan.documents.word.confined"
_ROOT = Path(__file__).resolve().parents[3]
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from bihuan.documents.word.confined import main;"
    "main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)


def confined(
    work: str,
    content: bytes,
    given: dict[str, Any] | None = None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    processor_seconds: int = PROCESSOR_SECONDS,
) -> Answer:
    """Return what a piece of work (`module:function`, or a name in `confined`) answers.

    Raises BadWordFile with a sentence where the file is not taken, or was too much for the limits.
    """
    place = work if ":" in work else f"{WORK}:{work}"
    limits = (str(memory), str(processor_seconds))
    command = [sys.executable, "-I", "-c", _BEGIN, str(_ROOT), place, *limits]
    with (
        _turn(),
        subprocess.Popen(  # noqa: S603  # a list of our own making, no shell
            command,
            env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
            cwd=tempfile.gettempdir(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as child,
    ):
        try:
            out, _nothing = child.communicate(packed(given or {}, content), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            _end(child)
            raise _too_much() from error
    if child.returncode != 0:
        raise _too_much()
    answer, made = unpacked(io.BytesIO(out))
    if "refused" in answer:
        raise refusal(answer["refused"], answer["named"])
    return answer, made


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one of the turns: each may take as much memory as the limit."""
    if not _TURNS.acquire(timeout=SECONDS):
        raise BadWordFile(_("正在读的 Word 文件太多，请过一会儿再试。"))
    try:
        yield
    finally:
        _TURNS.release()


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it began."""
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()


def _too_much() -> BadWordFile:
    return BadWordFile(
        _("这份 Word 文件太大或太复杂，没能读完，已停止；请删去无关内容，或另存为新文件后再试。")
    )
