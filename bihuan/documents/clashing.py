"""Two people who wrote at one draft: what each changed, and both put together where that goes."""

from dataclasses import dataclass

from bihuan.documents.differing import Change, changes_between
from bihuan.documents.models import Document, Revision
from bihuan.documents.three_way import merged, parts_of


@dataclass(frozen=True)
class Clash:
    """Somebody saved `theirs` while another wrote `mine`, both from `base`.

    `merged` is both put together; None where they changed the same place.
    """

    base: Revision
    theirs: Revision
    mine: str
    merged: str | None
    their_changes: list[Change]
    my_changes: list[Change]


def clash_of(document: Document, text: str, started_from: int | None) -> Clash | None:
    """Return the clash of a text with the newest draft; None where it began with that one.

    Nor is there one where the newest says the same, or its author does not tell where they began.
    """
    mine = text.replace("\r\n", "\n")
    newest = document.revisions.first()
    if newest is None or started_from is None or started_from == newest.number:
        return None
    base = document.revisions.filter(number=started_from).first()
    if base is None or newest.template == mine:
        return None
    return Clash(
        base=base,
        theirs=newest,
        mine=mine,
        merged=merged(base.template, mine, newest.template),
        their_changes=_told(base.template, newest.template),
        my_changes=_told(base.template, mine),
    )


def _told(before: str, after: str) -> list[Change]:
    """Return what changed between two texts; what stays the same is not told."""
    changes = changes_between(_said(before), _said(after))
    return [change for change in changes if change.kind != "same"]


def _said(text: str) -> list[str]:
    return [part.strip("\n") for part in parts_of(text) if part.strip()]
