"""The figures of a document as the list beside its paper shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.documents.drift import Drift
from bihuan.documents.models import Document, SignOff
from bihuan.documents.paper import Paper, StatedFigure
from bihuan.documents.template import FilledDocument

LOOKS = {
    "traced": (gettext_noop("有记录"), "good", "circle-check"),
    "signed": (gettext_noop("已签认"), "info", "rubber-stamp"),
    "pending": (gettext_noop("待核"), "bad", "alert-circle"),
    "drifted": (gettext_noop("有变化"), "warn", "git-compare"),
}


@dataclass(frozen=True)
class Line:
    """A figure in the list beside the paper: how it stands, and what may be done about it."""

    figure: StatedFigure
    state: str
    label: str
    tone: str
    icon: str
    drift: str = ""
    drift_url: str = ""
    sign_url: str = ""
    sign_off: SignOff | None = None


def lines_of(figures: Iterable[StatedFigure]) -> list[Line]:
    """Return figures as they stand, with nothing to be done about them."""
    return [Line(figure, figure.status, *look(figure.status)) for figure in figures]


def draft_lines(
    document: Document, filled: FilledDocument, sign_offs: Iterable[SignOff], *, may_sign: bool
) -> list[Line]:
    """Return the figures of a draft, each with what a signer may do about it."""
    standing = {row.key: row for row in sign_offs if row.revoked_at is None} if may_sign else {}
    address = reverse("documents:sign_offs", args=[document.pk])
    lines = []
    for at, (figure, asked) in enumerate(zip(filled.figures, filled.asked, strict=True)):
        sign_url = f"{address}?figure={at}" if may_sign and figure.status == "pending" else ""
        line = Line(
            figure,
            figure.status,
            *look(figure.status),
            sign_url=sign_url,
            sign_off=standing.get(asked.key) if figure.status == "signed" else None,
        )
        lines.append(line)
    return lines


def issued_lines(paper: Paper, drifts: Iterable[Drift]) -> list[Line]:
    """Return the figures of an issued document, each with what the records would say now."""
    now = {drift.frozen.position: drift for drift in drifts}
    lines = []
    for at, figure in enumerate(paper.figures):
        drift = now.get(at)
        said = drift.said if drift else ""
        state = "drifted" if said else figure.status
        url = drift.now.url if drift and drift.now else ""
        lines.append(Line(figure, state, *look(state), drift=said, drift_url=url))
    return lines


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return what somebody has to look at first, the rest as in the text."""
    first = {"pending": 0, "drifted": 1}
    return sorted(lines, key=lambda line: first.get(line.state, len(first)))


def counted(lines: Sequence[Line]) -> list[tuple[str, int, str, str, str]]:
    """Return how many figures stand in each state, with its looks."""
    states = [line.state for line in lines]
    return [(state, states.count(state), *look(state)) for state in LOOKS if state in states]


def look(state: str) -> tuple[str, str, str]:
    """Return label, tone and icon of a figure's state."""
    label, tone, icon = LOOKS[state]
    return _(label), tone, icon
