"""Fixtures of the room's tests: the cast, and a source over terms of posts, with history.

The source `visits` counts terms: its number is the post's place in order, in tenths; `recorded`
stands in for history: rows whose term began by the moment.
"""

import datetime as dt
import itertools
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet

from bihuan.figures import catalogue
from bihuan.figures.models import Definition
from bihuan.lib.sources import Field, Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, Post, PostTerm, Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests.cast import Cast, make_cast

_numbers = itertools.count(1)
WAITING = "other"


@dataclass(frozen=True)
class Offered:
    """A room that offers what it is given."""

    offered: list[Source]

    def sources(self, home: Unit, codes: frozenset[str] | None) -> list[Source]:
        return [source for source in self.offered if codes is None or source.code in codes]


def _visible(actor: Actor) -> Q:
    return actor.within(Permission.SEE_RECORDS, "post__unit__path")


def _rows(as_of: dt.datetime | None) -> QuerySet[PostTerm]:
    rows = PostTerm.objects.exclude(post__kind=WAITING)
    return rows if as_of is None else rows.filter(from_on__lte=as_of.date())


VISITS = Source(
    code="visits",
    label="走访台账",
    rows=_rows,
    waiting=lambda as_of: PostTerm.objects.filter(post__kind=WAITING),
    fields={
        "what": Field("what", "事项", "text", "post__title"),
        "amount": Field("amount", "数量", "number", "post__sort_order", 1, "户"),
        "doubled": Field("doubled", "两倍", "number", F("post__sort_order") * 2, 1, "户"),
        "kind": Field("kind", "类别", "choice", "post__kind", choices={"cadre": "入户"}),
        "day": Field("day", "日期", "date", "from_on"),
        "until": Field("until", "止", "date", "to_on"),
        "unit_id": Field("unit_id", "单位", "unit", "post__unit_id"),
    },
    visible_to=_visible,
    describe=lambda term: {"事项": term.post.title},
    url=lambda term: f"/visits/{term.pk}/",
    path="post__unit__path",
    unit="post__unit_id",
    unit_of=lambda term: term.post.unit,
    day="from_on",
    person="person_id",
    keeps_history=True,
    related=("post__unit",),
    page=lambda: "/visits/",
)
HELD = replace(
    VISITS, code="held", label="任职", day=None, term=("from_on", "to_on"), keeps_history=False
)


@pytest.fixture
def cast(db: None) -> Cast:
    """One county, two towns, villages, a holder of each role and an outsider."""
    return make_cast()


@pytest.fixture(autouse=True)
def visits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer the sources `visits` and `held`, and nothing else."""
    monkeypatch.setattr(catalogue, "_rooms", lambda: iter([Offered([VISITS, HELD])]))


def make_visit(
    unit: Unit,
    amount: str = "1",
    what: str = "",
    day: dt.date = dt.date(2009, 10, 1),
    to_on: dt.date | None = None,
    kind: str = "cadre",
) -> PostTerm:
    """Enter a visit."""
    at = next(_numbers)
    person = Person.objects.create(home=unit.home, unit=unit, code=f"visit-{at}", name="某人")
    post = Post.objects.create(
        home=unit.home,
        unit=unit,
        code=f"visit-{at}",
        title=what or f"事项{at}",
        kind=kind,
        sort_order=int(float(amount) * 10),
    )
    return PostTerm.objects.create(
        home=unit.home, post=post, person=person, from_on=day, to_on=to_on
    )


def define(home: Unit, code: str, **values: Any) -> Definition:
    """Define a figure over visits."""
    made: dict[str, Any] = {"source": "visits", "aggregate": "count", "nature": "exact"} | values
    return Definition.objects.create(home=home, code=code, label=made.pop("label", code), **made)
