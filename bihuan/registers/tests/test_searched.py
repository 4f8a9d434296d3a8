"""The search box over records, registers and evidence: what is found, and by whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.jobs.models import Job
from bihuan.jobs.running import Run
from bihuan.orgs.tests.cast import Cast
from bihuan.registers import indexing, searched
from bihuan.registers.actions import (
    change_record,
    define_register,
    enter_record,
    import_rows,
    void_record,
)
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.asking import Enter
from bihuan.registers.tests.making import (
    ROAD_COLUMNS,
    incoming,
    make_record,
    make_register,
    road,
    road_spec,
)
from bihuan.search import actions as search
from bihuan.search.finding import found_in, page_in
from bihuan.ui.searching import Hit

MOST_QUERIES = 15


@pytest.fixture
def bridge(cast: Cast, roads: Register) -> Version:
    """A road of the first village, with every kind of column filled."""
    return make_record(
        cast.actor("village_reporter"),
        roads,
        cast.villages[0],
        name="竹林大桥",
        remark="与省道相接",
        phone="13800001111",
        uses=["bus"],
        keeper=str(cast.station.pk),
    )


def _titles(hits: "list[Hit] | tuple[Hit, ...]") -> list[str]:
    return ["".join(piece for piece, _hit in hit.title) for hit in hits]


def _found(cast: Cast, words: str, who: str = "clerk") -> list[str]:
    return _titles(list(page_in(searched, cast.actor(who), words, "", 20).hits))


@pytest.mark.parametrize(
    "words", ["竹林", "大桥", "省道", "通班车", "建成", "水利站", "一村", "桥"]
)
def test_a_record_is_found_by_title_words_choices_and_units(
    cast: Cast, bridge: Version, words: str
) -> None:
    assert _found(cast, words) == ["竹林大桥"]


@pytest.mark.parametrize("words", ["13800001111", "1380", "1.50", "2010"])
def test_sensitive_values_numbers_and_days_are_not_found(
    cast: Cast, bridge: Version, words: str
) -> None:
    assert _found(cast, words) == []


@pytest.mark.parametrize("who", ["station_reporter", "auditor", "administrator", "outsider"])
def test_who_may_not_see_the_record_does_not_find_it(cast: Cast, bridge: Version, who: str) -> None:
    assert _found(cast, "竹林", who) == []


def test_the_reporter_of_the_village_finds_it(cast: Cast, bridge: Version) -> None:
    assert _found(cast, "竹林", "village_reporter") == ["竹林大桥"]


def test_a_register_seen_by_some_roles_is_found_by_them_alone(cast: Cast) -> None:
    few = make_register(cast.town, seen_by=("clerk",))
    make_record(cast.actor("clerk"), few, cast.villages[0], name="竹林大桥")
    assert _found(cast, "竹林") == ["竹林大桥"]
    assert _found(cast, "竹林", "leader") == []
    assert found_in(searched, cast.actor("leader"), "公路", 6) == []


def test_hits_that_one_may_not_see_do_not_end_the_page(cast: Cast, roads: Register) -> None:
    few = make_register(cast.town, code="few", seen_by=("clerk",))
    actor = cast.actor("clerk")
    make_record(actor, roads, cast.villages[0], name="竹林早", finished_on="2009-01-01")
    for n in range(9):
        make_record(actor, few, cast.villages[0], name=f"竹林{n}")
    page = page_in(searched, cast.actor("leader"), "竹林", "", 2)
    assert _titles(list(page.hits)) == ["竹林早"]


def test_a_changed_record_is_found_by_what_it_says_now(cast: Cast, bridge: Version) -> None:
    actor = cast.actor("village_reporter")
    change_record(
        actor=actor, record_id=bridge.record_id, base_version=bridge.id, values={"name": "石桥"}
    )
    assert _found(cast, "竹林") == []
    assert _found(cast, "石桥") == ["石桥"]


def test_a_void_record_is_found_no_more(cast: Cast, bridge: Version) -> None:
    void_record(actor=cast.actor("clerk"), record_id=bridge.record_id, reason="重复")
    assert _found(cast, "竹林") == []


def test_a_record_that_was_not_saved_is_not_found(cast: Cast, roads: Register) -> None:
    with pytest.raises(Exception, match="填报"):
        enter_record(
            actor=cast.actor("leader"), register=roads, unit=cast.villages[0], values=road()
        )
    assert _found(cast, "竹林") == []


def test_imported_rows_are_found_at_once_where_they_are_few(cast: Cast, roads: Register) -> None:
    rows = incoming(road(name="甲桥"), road(name="乙桥"), unit="一村")
    import_rows(actor=cast.actor("clerk"), register=roads, rows=rows, source="a.xlsx")
    assert sorted(_found(cast, "桥")) == ["乙桥", "甲桥"]
    assert not Job.objects.exists()


def test_many_imported_rows_are_indexed_by_a_job(
    cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    rows = incoming(road(name="甲桥"), road(name="乙桥"), unit="一村")
    import_rows(actor=cast.actor("clerk"), register=roads, rows=rows, source="a.xlsx")
    assert _found(cast, "桥") == []
    job = Job.objects.get()
    assert job.work == indexing.WORK
    for _twice in range(2):
        indexing.index_register(Run(job, cast.actor("clerk")), **job.arguments)
        assert sorted(_found(cast, "桥")) == ["乙桥", "甲桥"]


def test_a_column_made_sensitive_is_found_no_more(cast: Cast, bridge: Version) -> None:
    columns = tuple(
        column
        if column.code != "remark"
        else type(column)("remark", "备注", "long_text", is_sensitive=True)
        for column in ROAD_COLUMNS
    )
    assert _found(cast, "省道") == ["竹林大桥"]
    define_register(actor=cast.actor("clerk"), home=cast.town, spec=road_spec(columns=columns))
    assert _found(cast, "省道") == []
    assert _found(cast, "竹林") == ["竹林大桥"]


def test_rebuilding_brings_back_what_an_older_database_lacks(cast: Cast, bridge: Version) -> None:
    search.empty()
    assert _found(cast, "竹林") == []
    assert sum(searched.rebuild()) == 1
    assert _found(cast, "竹林") == ["竹林大桥"]


def test_a_register_is_found_by_name_and_by_column(cast: Cast, roads: Register) -> None:
    hits = found_in(searched, cast.actor("clerk"), "公路", 6)
    assert [(hit.kind, hit.url) for hit in hits] == [("台账", "/registers/roads/")]
    assert _titles(found_in(searched, cast.actor("clerk"), "养护单位", 6)) == ["村级公路台账"]


def test_the_number_of_a_record_leads_straight_to_it(
    cast: Cast, bridge: Version, enter: Enter
) -> None:
    answer = enter("clerk").get("/search/", {"q": str(bridge.record_id)})
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/registers/roads/records/{bridge.record_id}/",
    )
    assert enter("outsider").get("/search/", {"q": str(bridge.record_id)}).status_code == 200


def test_the_results_page_marks_the_words_and_asks_little(
    cast: Cast, bridge: Version, enter: Enter
) -> None:
    client: Client = enter("clerk")
    client.get("/search/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/search/", {"q": "竹林"})
    assert "<mark>竹林</mark>大桥" in answer.content.decode()
    assert len(asked) <= MOST_QUERIES, "\n".join(each["sql"][:300] for each in asked)


def test_a_kind_is_shown_page_by_page(cast: Cast, roads: Register, enter: Enter) -> None:
    for n in range(35):
        make_record(cast.actor("clerk"), roads, cast.villages[0], name=f"竹林{n:02}")
    client = enter("clerk")
    assert "更多台账记录" in client.get("/search/", {"q": "竹林"}).content.decode()
    first = client.get("/search/", {"q": "竹林", "in": "registers"})
    assert len(first.context["hits"]) == 30
    last = client.get(first.context["next_url"])
    assert len(last.context["hits"]) == 5
    assert last.context["next_url"] == ""
    assert client.get("/search/", {"q": "竹林", "in": "orgs"}).status_code == 404


@pytest.mark.parametrize("words", ["<script>", "' OR 1=1", '"', "\x00公", "*", "a" * 500])
def test_any_words_are_answered_with_a_page(cast: Cast, enter: Enter, words: str) -> None:
    answer = enter("clerk").get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")
