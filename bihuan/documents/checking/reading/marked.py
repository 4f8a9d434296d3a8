"""Markdown: the finished prose of it, without marks; a template of ours is not prose yet."""

import re

from django.utils.translation import gettext as _

from bihuan.documents.checking.reading.plain import decoded
from bihuan.documents.checking.report import FileText
from bihuan.documents.layout.errors import BadFile

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|\s+#+\s*$")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"^\s*[*+-]\s+")
_RULE = re.compile(r"^\s*(?:\*{3,}|={3,}|(?=[^-]*---)[\s:|-]+)\s*$")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
LONGEST_MARKED = 2_000
"""Characters of a line beyond which its marks are left as they stand."""


def read_marked(content: bytes) -> FileText:
    """Return the words of a Markdown file; raises BadFile for a template with placeholders."""
    text = decoded(content)
    if "{{" in text or "{%" in text:
        raise BadFile(
            _("这是公文模板，还没有填数；请在公文页面上核对，或先用 bihuan document render 生成。")
        )
    lines = [_words(line) for line in text.split("\n") if not _is_rule(line)]
    return FileText("\n".join(lines))


def _is_rule(line: str) -> bool:
    return len(line) <= LONGEST_MARKED and _RULE.match(line) is not None


def _words(line: str) -> str:
    if len(line) > LONGEST_MARKED:
        return line
    line = _BULLET.sub("", _QUOTE.sub("", _HEADING.sub("", line)))
    line = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line))
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
        return "\t".join(cell.strip() for cell in stripped[1:-1].split("|"))
    return line
