"""Reading the rows of the preparing pages: questions, groups, candidates, names.

A row that is left empty is not there. What came stays in its field when it is refused, so that one
fault costs one correction.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid

MORE = 3  # empty rows that a page offers
MOST_ROWS = 260
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}\s*[.、．)）]|[（(]\d{1,3}[)）])\s*")
_GRADE = re.compile(r"^(?P<label>.+?)[\s=＝：:]+(?P<points>\d+(?:\.\d+)?)\s*分?$")
Given = Mapping[str, Any]


@dataclass(frozen=True)
class RowGiven:
    """A row of inputs: its place on the page, and what stands in each of them."""

    at: int
    values: Mapping[str, Any] = field(default_factory=dict)

    # Not __getitem__: a template would ask it for `at` and `values` too.
    def of(self, name: str) -> Any:
        """Return what stands in an input; empty where there is none."""
        return self.values.get(name, "")

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody wrote anything into what names the row."""
        return not str(self.of("label")).strip()


def rows_given(data: Any, names: Sequence[str], lists: Sequence[str] = ()) -> list[RowGiven]:
    """Return the rows that were posted: `label_0`, `weight_0` …; of `lists` all values."""
    rows = []
    for at in range(MOST_ROWS):
        if f"label_{at}" not in data:
            break
        values: dict[str, Any] = {name: data.get(f"{name}_{at}", "") for name in names}
        values.update({name: data.getlist(f"{name}_{at}") for name in lists})
        rows.append(RowGiven(at, values))
    return rows


def with_more(rows: Sequence[Mapping[str, Any]]) -> list[RowGiven]:
    """Return rows for a page, with some empty ones beneath."""
    return [RowGiven(at, values) for at, values in enumerate([*rows, *([{}] * MORE)])]


def lines_of(text: str) -> list[str]:
    """Return the lines of a pasted list, without numbering, empty ones left out."""
    lines = (_NUMBERING.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def scale_of(text: str, what: str) -> list[dict[str, str]]:
    """Return the grades of “优秀 100、称职 80”; raises Invalid, saying how to write them."""
    grades = []
    for part in re.split(r"[、，,；;\n]+", text):
        if not part.strip():
            continue
        found = _GRADE.match(part.strip())
        if found is None:
            raise Invalid(
                _("%(what)s里的“%(part)s”读不出折算分，请写成“优秀 100、称职 80”这样。")
                % {"what": what, "part": part.strip()}
            )
        grades.append({"label": found["label"].strip(), "points": found["points"]})
    return grades


def whole(text: str, what: str) -> int:
    """Return a whole number that was typed, 0 for none; raises Invalid."""
    plain = str(text).strip()
    if not plain:
        return 0
    if not plain.isdecimal() or len(plain) > 6:
        raise Invalid(_("%(what)s应是整数，请改正“%(text)s”。") % {"what": what, "text": plain})
    return int(plain)
