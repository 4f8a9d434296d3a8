"""Tables: filters, orders, and pages by key that never lose or repeat a row."""

import datetime as dt

import pytest

from bihuan.lib.errors import Invalid
from bihuan.orgs.tests.cast import Cast
from bihuan.registers import listing
from bihuan.registers.actions import import_rows, void_record
from bihuan.registers.listing import Criteria
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.making import incoming, make_record, make_sum, road


@pytest.fixture
def many(cast: Cast, roads: Register) -> Register:
    """Twenty-three roads of three villages, many alike in what they are sorted by."""
    rows = [
        road(
            name=f"路{at % 5}",
            km=None if at % 4 == 0 else str(at % 3),
            started_on=None if at % 6 == 0 else f"2009-0{1 + at % 4}-01",
            finished_on=f"2010-01-{1 + at % 7:02}",
            _unit=f"{'一二三'[at % 3]}村",
        )
        for at in range(23)
    ]
    import_rows(actor=cast.actor("clerk"), register=roads, rows=incoming(*rows), source="x")
    return roads


ORDERS = (
    "date",
    "-date",
    "unit",
    "-unit",
    "km",
    "-km",
    "name",
    "-name",
    "started_on",
    "-started_on",
)


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("size", [1, 4, 22, 23, 50])
def test_walking_the_pages_forth_and_back_meets_every_row_once(
    cast: Cast, many: Register, sort: str, size: int
) -> None:
    rows = listing.rows_for(cast.actor("clerk"), many, Criteria())
    whole = [v.pk for v in listing.stream(rows, many, sort)]
    assert len(whole) == len(set(whole)) == 23
    page = listing.page(rows, many, sort, size=size)
    assert page.previous_key == ""
    forth = [page]
    while page.next_key:
        page = listing.page(rows, many, sort, after=page.next_key, size=size)
        forth.append(page)
    assert [v.pk for each in forth for v in each.rows] == whole
    back = [page]
    while page.previous_key:
        page = listing.page(rows, many, sort, before=page.previous_key, size=size)
        back.append(page)
    assert [[v.pk for v in each.rows] for each in back[::-1]] == [
        [v.pk for v in each.rows] for each in forth
    ]


@pytest.mark.parametrize("sort", ["km", "-km", "started_on", "-started_on"])
def test_empty_values_stand_last_in_either_order(cast: Cast, many: Register, sort: str) -> None:
    rows = listing.rows_for(cast.actor("clerk"), many, Criteria())
    code = sort.removeprefix("-")
    values = [v.values.get(code) for v in listing.stream(rows, many, sort)]
    given = [value for value in values if value is not None]
    assert values == given + [None] * (len(values) - len(given))
    assert given == sorted(given, reverse=sort.startswith("-"))


def test_streaming_in_pieces_is_whole(
    cast: Cast, many: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = listing.rows_for(cast.actor("clerk"), many, Criteria())
    whole = [v.pk for v in listing.stream(rows, many, "-km")]
    monkeypatch.setattr(listing, "CHUNK", 4)
    assert [v.pk for v in listing.stream(rows, many, "-km")] == whole


def test_filters_narrow_together(cast: Cast, many: Register) -> None:
    clerk = cast.actor("clerk")
    make_record(clerk, many, cast.villages[0], name="渡口%路", state="planned", km="9")

    def names(criteria: Criteria, who: str = "clerk") -> list[str]:
        rows = listing.rows_for(cast.actor(who), many, criteria)
        return [v.values["name"] for v in rows]

    assert len(names(Criteria())) == 24
    assert names(Criteria(chosen={"state": "planned"})) == ["渡口%路"]
    assert names(Criteria(text="口%")) == ["渡口%路"]
    assert names(Criteria(text="口_")) == []
    assert len(names(Criteria(unit=cast.villages[0]))) == 9
    assert len(names(Criteria(unit=cast.town))) == 24
    assert len(names(Criteria(), "village_reporter")) == 9
    assert names(Criteria(), "outsider") == []
    days = Criteria(first=dt.date(2010, 1, 2), last=dt.date(2010, 1, 2))
    assert len(names(days)) == 4


def test_void_rows_are_shown_only_when_asked_for(cast: Cast, many: Register) -> None:
    clerk = cast.actor("clerk")
    version = Version.objects.current().first()
    assert version is not None
    void_record(actor=clerk, record_id=version.record_id, reason="?")
    assert listing.totals(clerk, many, Criteria()).count == 22
    assert listing.totals(clerk, many, Criteria(status="void")).count == 1


def test_totals_are_of_all_rows_not_of_the_page(cast: Cast, many: Register) -> None:
    make_sum(many, "km")
    found = listing.totals(cast.actor("clerk"), many, Criteria())
    rows = Version.objects.current()
    assert found.count == 23
    assert found.sums["km"] == sum(int(float(v.values.get("km", 0)) * 100) for v in rows)
    assert found.sums["cost"] is None
    assert "lanes" not in found.sums, "a number that nobody adds up"


@pytest.mark.parametrize(
    "key", ["x", "~", "123~2010-01-01", "01a20748-80ed-771e-99f8-23f806d8c063~x"]
)
def test_a_place_that_makes_no_sense_is_refused(cast: Cast, many: Register, key: str) -> None:
    rows = listing.rows_for(cast.actor("clerk"), many, Criteria())
    with pytest.raises(Invalid):
        listing.page(rows, many, "date", after=key)


def test_only_columns_with_a_slot_sort(cast: Cast, roads: Register) -> None:
    assert listing.is_sortable(roads, "km")
    assert not listing.is_sortable(roads, "remark")
    assert not listing.is_sortable(roads, "values")
    with pytest.raises(Invalid):
        listing.page(Version.objects.all(), roads, "remark")
