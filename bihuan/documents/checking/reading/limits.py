"""How much is read of a file, and the sentences where it is more."""

from django.utils.translation import gettext as _

from bihuan.documents.layout.errors import BadFile

MEGABYTE = 1_000_000
LARGEST_FILE = 20 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_PAGES = 200
MOST_CHARACTERS = 200_000


def require_size(content: bytes) -> None:
    """Raise BadFile for an empty file, or one above the limit."""
    if not content:
        raise BadFile(_("文件是空的，请重新选择。"))
    if len(content) > LARGEST_FILE:
        words = {"size": -(-len(content) // MEGABYTE), "limit": LARGEST_FILE // MEGABYTE}
        raise BadFile(
            _("文件有%(size)d兆字节，超过上限%(limit)d兆；请压缩图片或拆分后再核对。") % words
        )


def require_pages(pages: int) -> None:
    """Raise BadFile for more pages than are read."""
    if pages > MOST_PAGES:
        words = {"pages": pages, "limit": MOST_PAGES}
        raise BadFile(_("文件有%(pages)d页，超过上限%(limit)d页；请拆分后再核对。") % words)


def require_length(text: str) -> None:
    """Raise BadFile for a text without words, or with more than are checked."""
    if not text.strip():
        raise BadFile(_("文件里没有文字（可能是空白的，或者是扫描件），无法核对。"))
    if len(text) > MOST_CHARACTERS:
        words = {"count": len(text), "limit": MOST_CHARACTERS}
        raise BadFile(_("文件有%(count)d个字，超过上限%(limit)d个；请拆分后再核对。") % words)
