"""Plain text: UTF-8, UTF-16 with its mark, or GB18030, the code that Chinese offices had before."""

import codecs

from django.utils.translation import gettext as _

from bihuan.documents.checking.report import FileText
from bihuan.documents.layout.errors import BadFile

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_plain(content: bytes) -> FileText:
    """Return the words of a text file; raises BadFile for what is no text."""
    return FileText(decoded(content))


def decoded(content: bytes) -> str:
    """Return a content as text, its lines ended alike; raises BadFile where no encoding fits."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith(_UTF_16):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise _no_text()
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise _no_text()


def _no_text() -> BadFile:
    return BadFile(_("文件不是文本（UTF-8或GB18030编码），请另存为 .txt 或 .docx 后再核对。"))
