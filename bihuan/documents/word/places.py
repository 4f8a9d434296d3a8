"""Where something stands in a Word file, as the file's reader says it and as people read it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Where:
    """A place: `cells` are table, row and cell (from 1), the innermost last."""

    part: str = "body"
    paragraph: int = 0
    cells: tuple[tuple[int, int, int], ...] = ()
    near: str = ""

    def __str__(self) -> str:
        found = _part_label(self.part)
        for table, row, cell in self.cells[:1]:
            found += _("第%(table)s个表第%(row)s行第%(cell)s格") % {
                "table": table,
                "row": row,
                "cell": cell,
            }
        if self.paragraph and not self.cells:
            found += _("第%(number)s段") % {"number": self.paragraph}
        return found or _("全文")


def where(place: list[Any]) -> Where:
    """Return a place of a reader's answer."""
    part, paragraph, cells, near = place
    return Where(part, paragraph, tuple((t, r, c) for t, r, c in cells), near)


def _part_label(part: str) -> str:
    labels = {
        "header": _("页眉"),
        "footer": _("页脚"),
        "footnote": _("脚注"),
        "endnote": _("尾注"),
    }
    return labels.get(part, "")
