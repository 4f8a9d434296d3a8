"""Drift: what the figures of an issued document would say today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document, FrozenFigure
from bihuan.documents.paper import StatedFigure
from bihuan.documents.template import FilledDocument
from bihuan.orgs.access import Actor

State = Literal["same", "changed", "gone"]


@dataclass(frozen=True)
class Drift:
    """A frozen figure held against the records of today.

    `same` where words, value and number of records agree; `gone` where the document filled today
    would no longer state it (a record left, or a condition turned).
    """

    frozen: FrozenFigure
    state: State
    now: StatedFigure | None = None

    @property
    def said(self) -> str:
        """Return the drift in words; nothing where there is none."""
        if self.now is None:
            return _("现在的记录已不再得出这个数据") if self.state == "gone" else ""
        if self.state == "same":
            return ""
        if self.now.text == self.frozen.text:
            return _("现在的写法相同，数值为%(value)s%(unit)s，%(records)s条记录") % {
                "value": self.now.value,
                "unit": self.now.unit,
                "records": self.now.records,
            }
        return _("现在是%(text)s，%(records)s条记录") % {
            "text": self.now.text,
            "records": self.now.records,
        }


def drift_of(document: Document, *, actor: Actor) -> list[Drift]:
    """Return each frozen figure of an issued document with what it would be now."""
    now = _by_key(fill_document(document, actor=actor))
    frozen = document.issue.figures.all()
    return [_held_against(figure, now.get((figure.key, figure.text)), now) for figure in frozen]


def _by_key(filled: FilledDocument) -> dict[tuple[str, str], StatedFigure]:
    """Index what the document states now by key and words, and by key alone."""
    found: dict[tuple[str, str], StatedFigure] = {}
    for figure, asked in zip(filled.figures, filled.asked, strict=True):
        found[asked.key, figure.text] = figure
        found.setdefault((asked.key, ""), figure)
    return found


def _held_against(
    frozen: FrozenFigure,
    same_words: StatedFigure | None,
    now: Mapping[tuple[str, str], StatedFigure],
) -> Drift:
    current = same_words or now.get((frozen.key, ""))
    if current is None:
        return Drift(frozen, "gone")
    before = (frozen.text, frozen.value, frozen.records, frozen.status)
    is_same = before == (current.text, current.value, current.records, current.status)
    return Drift(frozen, "same" if is_same else "changed", current)
