"""What is settled line by line, before a template is parsed."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bihuan.documents.template.faults import Fault

# A tag alone on its line leaves no empty line: its line break moves into the tag, so that a loop
# over rows of a table keeps the table whole, and lines still count as in the file.
_ALONE = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", re.MULTILINE)
_COMMENT_ALONE = re.compile(r"^[ \t]*\{#((?:(?!#\}).)*)#\}[ \t]*\n", re.MULTILINE)
_LAST_TAG_END = re.compile(r"[-+]?%\}[ \t]*$")


def tags_alone(text: str) -> str:
    """Return a text whose tags that stand alone on a line leave no empty line."""

    def moved(found: re.Match[str]) -> str:
        tags = found[1]
        end = _LAST_TAG_END.search(tags)
        return tags if end is None else f"{tags[: end.start()]}\n{end[0].strip()}"

    text = _COMMENT_ALONE.sub(lambda found: "{#" + found[1] + "\n#}", text)
    return _ALONE.sub(moved, text)


def heading_faults(text: str) -> Iterator[Fault]:
    """Yield the headings of a text that are none: too deep, or without a blank after the marks."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.match(r"(#+)(.?)", line)
        if found and len(found[1]) > 4:
            yield Fault(number, _("标题最多四级（####）。"))
        elif found and found[2] not in (" ", "\t"):
            yield Fault(number, _("标题的 # 之后要空一格。"))
