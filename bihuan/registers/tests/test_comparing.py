"""A figure at a moment held against now, and the records that account for the difference."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.figures.asking import Scope
from bihuan.figures.comparing import compare
from bihuan.figures.models import Definition
from bihuan.lib.errors import Invalid
from bihuan.lib.moments import read_moment
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import change_record, void_record
from bihuan.registers.models import Register
from bihuan.registers.tests.asking import Enter, of, text
from bihuan.registers.tests.making import make_record, make_sum

URL = "/figures/roads_km/comparison/?unit=town&from=&to=&as_of=2010-01-15"


@pytest.fixture
def total(cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch) -> Definition:
    """The length of all roads; since the 15th one was lengthened, one made void, one added."""
    clerk = cast.actor("clerk")

    def on(day: int) -> None:
        monkeypatch.setattr(settings, "BIHUAN_TODAY", dt.date(2010, 1, day))

    on(10)
    first = make_record(clerk, roads, cast.villages[0], name="甲路", km="1.5", phone="139")
    second = make_record(clerk, roads, cast.villages[1], name="乙路", km="4")
    make_record(clerk, roads, cast.villages[1], name="不变路", km="6")
    on(20)
    change_record(
        actor=clerk,
        record_id=first.record_id,
        base_version=first.id,
        values={"km": "9", "phone": "138"},
    )
    void_record(actor=clerk, record_id=second.record_id, reason="重复登记")
    make_record(clerk, roads, cast.villages[0], name="丙路", km="2")
    on(31)
    return make_sum(roads, "km")


def test_added_changed_and_gone_account_for_the_difference(cast: Cast, total: Definition) -> None:
    scope = Scope(cast.town, None, read_moment("2010-01-15"))
    found = compare(total, scope, actor=cast.actor("clerk"))
    assert (str(found.then.value), str(found.now.value)) == ("11.50", "17.00")
    assert found.delta == "增加5.5"
    assert [d.row.values["路段名称"] for d in found.added] == ["丙路"]
    assert [d.row.values["路段名称"] for d in found.changed] == ["甲路"]
    assert found.changed[0].changes == ["里程：1.5公里 → 9公里"]
    assert [d.row.values["路段名称"] for d in found.gone] == ["乙路"]
    assert found.gone[0].became == "已作废（重复登记）"
    assert found.hidden == 0


def test_the_page_opens_them_and_keeps_the_moment(
    cast: Cast, total: Definition, enter: Enter
) -> None:
    client = enter("clerk")
    shown = text(client.get(URL))
    for word in ("增加5.5", "丙路", "乙路", "里程：1.5公里 → 9公里", "重复登记"):
        assert word in shown
    for word in ("不变路", "138", "139"):
        assert word not in shown.replace("of(", "")
    trace = text(client.get(URL.replace("comparison/", "")))
    assert "这是2010年1月15日 24:00时的数据" in trace
    assert "与现在相比" in trace
    assert "as_of=2010-01-15" in trace
    with CaptureQueriesContext(connection) as seen:
        client.get(URL)
    assert len(seen) <= 15, [query["sql"][:100] for query in seen]


def test_records_of_others_are_counted_and_not_shown(
    cast: Cast, total: Definition, enter: Enter
) -> None:
    shown = text(enter("village_reporter").get(URL))
    assert "乙路" not in shown
    assert "另有 1 处不同" in shown


def test_without_a_moment_there_is_nothing_to_compare(cast: Cast, total: Definition) -> None:
    with pytest.raises(Invalid):
        compare(total, Scope(cast.town), actor=cast.actor("clerk"))


def test_the_list_of_figures_is_of_the_moment(cast: Cast, total: Definition, enter: Enter) -> None:
    client = enter("clerk")
    shown = text(client.get("/figures/?unit=town&from=&to=&as_of=2010-01-15"))
    assert "11.5" in shown
    assert "当时的值" in shown
    assert "这是2010年1月15日 24:00时的数据" in shown
    assert "as_of=2010-01-15" in shown
    future = client.get("/figures/?unit=town&from=&to=&as_of=2999-01-15")
    assert future.context["form"].errors["as_of"]


def test_a_record_behind_a_past_figure_opens_at_that_moment(
    cast: Cast, total: Definition, enter: Enter, roads: Register
) -> None:
    from bihuan.registers.models import Version

    first = Version.objects.filter(values__name="甲路").earliest("recorded_at")
    shown = text(enter("clerk").get(URL.replace("comparison/", "")))
    assert f"{of(first)}?as_of=2010-01-15" in shown
