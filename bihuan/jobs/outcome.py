"""What a work hands back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bihuan.jobs.models import Tone


@dataclass(frozen=True)
class Outcome:
    """How a work ended: a sentence, where to look, and perhaps a file or a small table.

    `file` is moved away; `heads` and `rows` are a table of texts shown on the job's page (the
    faults of an import). `tone` warn or bad says that it ended without doing what was asked.
    """

    message: str
    url: str = ""
    file: Path | None = None
    file_name: str = ""
    media_type: str = ""
    tone: str = Tone.GOOD
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
