"""Reading a file to be checked: bytes and a name in, its words out, or one sentence why not.

Nothing of a file is run, fetched or kept. Word documents give headings, paragraphs, tables (a row
a line, cells parted by tabs), annexes and notes; not headers, footers, page numbers and our own
annex of figures, which says everything again.
"""

from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _

from bihuan.documents.checking.reading.limits import require_length, require_size
from bihuan.documents.checking.reading.marked import read_marked
from bihuan.documents.checking.reading.pages import read_pdf
from bihuan.documents.checking.reading.plain import read_plain
from bihuan.documents.checking.reading.word import read_word
from bihuan.documents.checking.report import FileText
from bihuan.documents.layout.errors import BadFile

__all__ = ["KINDS", "read_file"]

KINDS: dict[str, Callable[[bytes], FileText]] = {
    "docx": read_word,
    "txt": read_plain,
    "md": read_marked,
    "pdf": read_pdf,
}
_OTHER = {
    "doc": "“.doc”是旧格式，请用 Word 或 WPS 另存为 .docx 后再核对。",
    "wps": "“.wps”不能直接读取，请用 WPS 另存为 .docx 后再核对。",
    "docm": "“.docm”是带宏的文档，不予读取；请另存为不带宏的 .docx。",
    "dotm": "“.dotm”是带宏的模板，不予读取；请另存为不带宏的 .docx。",
}


def read_file(content: bytes, name: str) -> FileText:
    """Return a file's words by the ending of its name; raises BadFile with the sentence why not."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending in _OTHER:
        raise BadFile(_(_OTHER[ending]))
    reader = KINDS.get(ending)
    if reader is None:
        message = _("只能核对 .docx、.txt、.md 和 .pdf，不能核对“%(name)s”。")
        raise BadFile(message % {"name": PurePath(name).name[-60:]})
    require_size(content)
    found = reader(content)
    require_length(found.text)
    return found
