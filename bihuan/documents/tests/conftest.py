"""Fixtures of the room's tests: the cast, and a source to count that needs no register.

The source `roads` lies over the posts of villages: a post's title is a road's name, its place in
order the length in hundredths of a kilometre, its kind the state, and its term the day.
"""

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Q

from bihuan.documents import rendering
from bihuan.figures import catalogue
from bihuan.figures.models import Definition
from bihuan.lib.sources import Field, Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, Post, PostTerm, Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests.cast import Cast, make_cast

_numbers = itertools.count(1)
BUILT, PLANNED = "cadre", "other"


@dataclass(frozen=True)
class Offered:
    """A room that offers what it is given."""

    offered: list[Source]

    def sources(self, home: Unit, codes: frozenset[str] | None) -> list[Source]:
        return [source for source in self.offered if codes is None or source.code in codes]


def _visible(actor: Actor) -> Q:
    return actor.within(Permission.SEE_RECORDS, "post__unit__path")


def roads_source() -> Source:
    """Return the source `roads`."""
    return Source(
        code="roads",
        label="村级公路建设台账",
        rows=lambda as_of: PostTerm.objects.exclude(post__kind="village_director"),
        waiting=lambda as_of: PostTerm.objects.filter(post__kind="village_director"),
        fields={
            "name": Field("name", "路段名称", "text", "post__title"),
            "km": Field("km", "里程", "number", "post__sort_order", 2, "公里"),
            "width": Field("width", "路面宽", "number", "person__birth_year", 0, "米"),
            "state": Field(
                "state", "状态", "choice", "post__kind", choices={BUILT: "建成", PLANNED: "拟建"}
            ),
            "finished_on": Field("finished_on", "完工日期", "date", "from_on"),
            "holder": Field("holder", "负责人", "text", "person__name", is_sensitive=True),
            "age": Field("age", "年龄", "number", "person__sort_order", is_sensitive=True),
            "unit_id": Field("unit_id", "单位", "unit", "post__unit_id"),
        },
        visible_to=_visible,
        describe=lambda term: {
            "路段名称": term.post.title,
            "状态": {BUILT: "建成", PLANNED: "拟建"}.get(term.post.kind, ""),
        },
        url=lambda term: f"/roads/{term.pk}/",
        path="post__unit__path",
        unit="post__unit_id",
        unit_of=lambda term: term.post.unit,
        day="from_on",
        order=("pk",),
        related=("post__unit",),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """One county, two towns, villages, a holder of each role and an outsider."""
    return make_cast()


@pytest.fixture
def roads(monkeypatch: pytest.MonkeyPatch) -> Source:
    """Offer the source `roads`, and nothing else."""
    source = roads_source()
    monkeypatch.setattr(catalogue, "_rooms", lambda: iter([Offered([source])]))
    return source


@pytest.fixture
def plain_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the layout out: numbers do not depend on it."""
    for form in ("docx", "pdf", "standalone_html"):
        monkeypatch.setattr(rendering, form, lambda paper: str(paper.number).encode())


def make_road(
    unit: Unit,
    km: str = "1.00",
    name: str = "",
    state: str = BUILT,
    day: dt.date = dt.date(2009, 11, 3),
    width: int | None = 4,
) -> PostTerm:
    """Enter a road."""
    at = next(_numbers)
    person = Person.objects.create(
        home=unit.home, unit=unit, code=f"road-{at}", name="张三丰", birth_year=width
    )
    post = Post.objects.create(
        home=unit.home,
        unit=unit,
        code=f"road-{at}",
        title=name or f"{unit}路",
        kind=state,
        sort_order=int(float(km) * 100),
    )
    return PostTerm.objects.create(home=unit.home, post=post, person=person, from_on=day)


def make_figure(home: Unit, code: str, label: str, **values: Any) -> Definition:
    """Define a figure over roads."""
    made: dict[str, Any] = {"source": "roads", "aggregate": "count", "nature": "exact"} | values
    return Definition.objects.create(home=home, code=code, label=label, **made)


def make_road_figures(home: Unit) -> None:
    """Define length and number of built roads, planned length, a share, and incidents."""
    built = [{"field": "state", "is": BUILT}]
    make_figure(
        home, "roads_built_km", "建成村级公路", aggregate="sum", field="km",
        where=built, unit_of_measure="公里", note="已验收通车的里程",
    )  # fmt: skip
    make_figure(home, "roads_built", "建成路段", where=built, unit_of_measure="条")
    make_figure(
        home, "roads_planned_km", "拟建公路", aggregate="sum", field="km",
        where=[{"field": "state", "is": PLANNED}], unit_of_measure="公里", nature="plan",
    )  # fmt: skip
    make_figure(
        home, "all_roads", "全部路段", unit_of_measure="条",
    )  # fmt: skip
    make_figure(
        home, "built_share", "建成比例", aggregate="ratio", source="",
        numerator="roads_built", denominator="all_roads", unit_of_measure="%", nature="ratio",
    )  # fmt: skip
    make_figure(
        home, "incidents", "重大事件", where=[{"field": "name", "is": "事件"}],
        unit_of_measure="起", nature="zero_claim", wording={"qualifier": "发生"},
    )  # fmt: skip


def template_text(body: str, **front: str) -> str:
    """Return a template with front matter; `front` adds or replaces lines."""
    lines = {
        "code": "work-summary",
        "kind": "工作总结",
        "title": "小河镇工作总结",
        "issuer_mark": "中共小河镇委员会文件",
        "unit": "town",
        "period": "2009-09-01..2010-02-03",
        "signed_by": "[中共小河镇委员会]",
    } | front
    head = "\n".join(f"{key}: {value}" for key, value in lines.items())
    return f"---\n{head}\n---\n{body}"
