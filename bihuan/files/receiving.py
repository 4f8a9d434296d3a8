"""Files as a form sends them: each examined by itself, so that one that is refused spoils none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from bihuan.files.checking import Examined, examine
from bihuan.files.checking.examining import require_size
from bihuan.files.errors import FileRefused
from bihuan.files.rules import MOST_AT_ONCE


@dataclass(frozen=True)
class Received:
    """What of a form's files may be kept, and a sentence for each that may not."""

    examined: Sequence[Examined] = ()
    refused: Sequence[str] = ()


def receive(uploads: Iterable[UploadedFile]) -> Received:
    """Examine files that were sent together; call it before a transaction begins."""
    examined, refused = [], []
    for at, upload in enumerate(uploads, 1):
        name = PurePosixPath((upload.name or "").replace("\\", "/")).name
        if at > MOST_AT_ONCE:
            refused.append(_("一次最多添加%(n)d个文件，其余的请再添加一次。") % {"n": MOST_AT_ONCE})
            break
        try:
            require_size(upload.size or 0)
            examined.append(examine(upload.read(), name))
        except FileRefused as error:
            refused.append(_("“%(name)s”没有收：%(why)s") % {"name": name[-60:], "why": error})
    return Received(examined, refused)
