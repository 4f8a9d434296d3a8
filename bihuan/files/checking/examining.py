"""What a file is by its content, and what of it is kept."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from bihuan.files.checking import papers, pictures
from bihuan.files.checking.refusing import refusal_of
from bihuan.files.errors import FileRefused
from bihuan.files.rules import KINDS, MEGABYTE, FileKind, safe_name


@dataclass(frozen=True)
class Examined:
    """A file that may be kept: `content` is what is stored, stripped of what a photo tells of
    place and time; `original` is the SHA-256 of what was sent. `thumbnail` and `look` are empty
    for what is no picture.
    """

    kind: FileKind
    name: str
    content: bytes
    original: str
    thumbnail: bytes = b""
    look: str = ""


def examine(content: bytes, name: str) -> Examined:
    """Return what is kept of a file; raises FileRefused, saying in one sentence why not."""
    if not content:
        raise FileRefused(_("文件是空的，请重新选择。"))
    original = hashlib.sha256(content).hexdigest()
    if pictures.is_picture(content):
        require_size(len(content), "image")
        picture = pictures.develop(content)
        kind = KINDS[picture.kind]
        named = safe_name(name, kind)
        return Examined(kind, named, picture.content, original, picture.thumbnail, picture.look)
    code = papers.kind_of(content)
    if code is None:
        raise refusal_of(content)
    require_size(len(content), "paper")
    papers.check(code, content)
    return Examined(KINDS[code], safe_name(name, KINDS[code]), content, original)


def limit_of(group: str) -> int:
    """Return how many bytes a file of a group may have."""
    megabytes = {"image": settings.BIHUAN_IMAGE_MB, "paper": settings.BIHUAN_PAPER_MB}
    return int(megabytes[group] * MEGABYTE)


def largest() -> int:
    """Return beyond how many bytes a file is refused before it is read."""
    return max(limit_of("image"), limit_of("paper"))


def require_size(size: int, group: str = "") -> None:
    """Raise FileRefused for a file beyond the limit of its group, or of any where none is known."""
    limit = limit_of(group) if group else largest()
    if size > limit:
        raise FileRefused(
            _("文件有 %(size)d MB，超过上限 %(limit)d MB；请压缩或拆分后再上传。")
            % {"size": -(-size // MEGABYTE), "limit": limit // MEGABYTE}
        )
