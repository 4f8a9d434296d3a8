"""Word documents: their words as accepted, and the sentences for what is not read."""

from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.checking.reading.limits import LARGEST_UNPACKED, require_pages
from bihuan.documents.checking.report import FileText, Finding, Severity
from bihuan.documents.layout.docx.closing import REGISTER_BOOKMARK
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.package import MAIN_PART, Package, W
from bihuan.lib.workbooks.archive import Archive
from bihuan.lib.workbooks.refusal import WorkbookRefused

TRACKED = "file.tracked_changes"
COMMENTED = "file.comments"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHANGES = frozenset((f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
_LEFT_OUT = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{_MC}Fallback")
)
_WHITE = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_RUNS = ("vbaproject.bin", "vbadata.xml", ".vbs", ".js", ".exe")


def read_word(content: bytes) -> FileText:
    """Return the words of a docx; raises BadFile for one that is broken, locked or runs."""
    if content.startswith(_OLE):
        raise BadFile(_("文件设有密码，或者是旧格式的 .doc；请取消密码、另存为 .docx 后再核对。"))
    _require_sound(content)
    package = Package(content)
    if any(name.lower().endswith(_RUNS) for name in package.names):
        raise BadFile(_("文件里带有宏（会运行的程序），不予读取；请另存为不带宏的 .docx。"))
    if package.links_outside():
        raise BadFile(_("文档引用了外部文件，未予读取；请先把图片、模板等嵌入文档或断开链接。"))
    body = package.part(MAIN_PART)
    notes = [part for stem in ("footnotes", "endnotes") for part in package.parts(stem)]
    require_pages(1 + sum(1 for mark in body.iter(f"{W}br") if mark.get(f"{W}type") == "page"))
    reader = _Reader()
    for part in (body, *notes):
        reader.read(part)
    return FileText("\n".join(reader.lines), _remarks(body, package))


def _require_sound(content: bytes) -> None:
    """Unpack everything once, within limits: a zip bomb may lie about its sizes."""
    try:
        archive = Archive(content, LARGEST_UNPACKED)
        for part in archive.parts:
            for _piece in archive.chunks(part):
                pass
    except WorkbookRefused as error:
        if error.code.endswith("bomb"):
            raise BadFile(_("文件解开后过大，不像正常的文档，未予读取。")) from error
        if error.code.endswith("locked"):
            raise BadFile(_("文件设有密码，请取消密码后再核对。")) from error
        raise BadFile(_("文件不是完整的docx文档，请重新导出后再试。")) from error


def _remarks(body: Any, package: Package) -> list[Finding]:
    found = []
    if any(next(body.iter(tag), None) is not None for tag in _CHANGES):
        message = _("文档里有修订痕迹，按“全部接受”后的文字核对；定稿前请接受或拒绝全部修订。")
        found.append(Finding(TRACKED, Severity.WARNING, message))
    if any(name.startswith("word/comments") for name in package.names):
        message = _("文档里有批注，定稿前请处理并删除。")
        found.append(Finding(COMMENTED, Severity.NOTE, message))
    return found


def _children(node: Any, tag: str) -> list[Any]:
    """Return the rows of a table or the cells of a row, those in content controls too."""
    inside = (f"{W}{tag}", f"{W}sdt/{W}sdtContent/{W}{tag}")
    found = [child for path in inside for child in node.findall(path)]
    order = {id(child): at for at, child in enumerate(node.iter(f"{W}{tag}"))}
    return sorted(found, key=lambda child: order[id(child)])


class _Reader:
    """Walks parts and gathers lines: a paragraph a line, a row of a table a line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._register: str | None = None
        self._fields: list[str] = []

    def read(self, part: Any) -> None:
        """Read a whole part."""
        self._fields, self._register = [], None
        self._blocks(part)

    def _blocks(self, node: Any) -> None:
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _LEFT_OUT:
                continue
            if tag == f"{W}p":
                self._paragraph(child)
            elif tag == f"{W}tbl":
                self._table(child)
            elif tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
                self._bookmark(child)
            else:
                self._blocks(child)

    def _paragraph(self, node: Any) -> None:
        was_in_register = self._register is not None
        words = self._words(node)
        if not was_in_register and self._register is None:
            self.lines.extend(line.strip(" ") for line in words.split("\n"))

    def _table(self, node: Any) -> None:
        if self._register is not None:
            for mark in (*node.iter(f"{W}bookmarkStart"), *node.iter(f"{W}bookmarkEnd")):
                self._bookmark(mark)
            return
        for row in _children(node, "tr"):
            if row.find(f"{W}trPr/{W}del") is None:
                cells = [" ".join(self._words(cell).split()) for cell in _children(row, "tc")]
                self.lines.append("\t".join(cells))

    def _words(self, node: Any) -> str:
        """Return the words below a node; text boxes within are read where they are anchored."""
        found: list[str] = []
        for child in node:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag == f"{W}instrText" and self._fields:
                self._fields[-1] += child.text or ""
            if tag in _LEFT_OUT or self._is_page_number(child):
                continue
            if tag == f"{W}t":
                found.append("" if self._in_page_field() else child.text or "")
            elif tag in _WHITE:
                found.append("" if child.get(f"{W}type") == "page" else _WHITE[tag])
            elif tag == f"{W}fldChar":
                self._field_mark(child.get(f"{W}fldCharType"))
            elif tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
                self._bookmark(child)
            elif tag == f"{W}p":
                found.append(self._words(child) + "\n")
            else:
                found.append(self._words(child))
        return "".join(found)

    def _bookmark(self, mark: Any) -> None:
        number = mark.get(f"{W}id", "")
        if mark.get(f"{W}name") == REGISTER_BOOKMARK:
            self._register = number
        elif mark.tag == f"{W}bookmarkEnd" and number == self._register:
            self._register = None

    def _field_mark(self, mark: str | None) -> None:
        if mark == "begin":
            self._fields.append("")
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _in_page_field(self) -> bool:
        words = self._fields[-1].split() if self._fields else []
        return bool(words) and words[0].upper() in _PAGE_FIELDS

    def _is_page_number(self, node: Any) -> bool:
        words = node.get(f"{W}instr", "").split() if node.tag == f"{W}fldSimple" else []
        return bool(words) and words[0].upper() in _PAGE_FIELDS
