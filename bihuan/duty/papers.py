"""A case's papers as its page shows them: to keepers alone, others are not told that there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from bihuan.duty.actions.stepping import kind_of
from bihuan.duty.models import Case
from bihuan.files.asking import attachments_of
from bihuan.files.rules import ACCEPT


@dataclass(frozen=True)
class Paper:
    """One file: its name, what it is, where it opens, where it is removed."""

    id: Any
    name: str
    label: str
    size: str
    at: Any
    url: str
    removal_url: str


def papers_context(case: Case, *, is_keeper: bool) -> dict[str, Any]:
    """Return what the page of a case needs of its papers."""
    return {"papers": papers_of(case) if is_keeper else [], "papers_accept": ACCEPT}


def papers_of(case: Case) -> Sequence[Paper]:
    """Return the papers of a case that are there."""
    kind = kind_of(case)
    return [
        Paper(
            id=each.pk,
            name=each.name,
            label=str(each.file_kind.label),
            size=filesizeformat(each.size),
            at=each.added_at,
            url=reverse("duty:paper", args=[kind, case.pk, each.pk]),
            removal_url=reverse("duty:paper_removal", args=[kind, case.pk, each.pk]),
        )
        for each in attachments_of(kind, case.pk)
        if each.is_there
    ]
