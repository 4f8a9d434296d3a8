"""A figure made of a register in the browser."""

from typing import Any

import pytest

from bihuan.audit.models import Entry
from bihuan.figures.models import Definition
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.making import make_record


def posted(**changes: Any) -> dict[str, Any]:
    given = {"label": "建成里程", "aggregate": "sum", "field": "km", "nature": "exact"}
    return {**given, "only.state": "built", "try": "1", **changes}


@pytest.fixture
def three(cast: Cast, roads: Register) -> Register:
    for km, state in (("1.50", "built"), ("2.25", "built"), ("9", "planned")):
        make_record(cast.actor("clerk"), roads, cast.villages[0], km=km, state=state)
    return roads


def test_it_is_tried_on_the_records_before_it_is_kept(three: Register, enter: Enter) -> None:
    answer = enter("clerk").post(page(three, "figure"), posted())
    assert answer.status_code == 200
    assert "<strong>3.75公里</strong>" in text(answer)
    assert "2 条已审核的记录" in text(answer)
    assert not Definition.objects.exists()


def test_it_is_kept_with_an_entry_in_the_log_and_opens(three: Register, enter: Enter) -> None:
    clerk = enter("clerk")
    answer = clerk.post(page(three, "figure"), posted(save="1", note="只算建成的"))
    definition = Definition.objects.get()
    assert definition.code == "jian_cheng_li_cheng"
    assert definition.where == [{"field": "state", "is": "built"}]
    assert Entry.objects.filter(action="figure.define").count() == 1
    assert "3.75公里" in text(clerk.get(answer["Location"]))


def test_records_are_counted_without_a_column(three: Register, enter: Enter) -> None:
    given = posted(aggregate="count", unit_of_measure="条")
    answer = enter("clerk").post(page(three, "figure"), given)
    assert "<strong>2条</strong>" in text(answer)


def test_the_latest_day_is_written_as_a_day(three: Register, enter: Enter) -> None:
    given = posted(aggregate="max", field="finished_on")
    assert "2010年1月20日" in text(enter("clerk").post(page(three, "figure"), given))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": ""}, "请填写名称"),
        ({"field": ""}, "请选择算哪一列"),
        ({"field": "name"}, "不是数字"),
        ({"aggregate": "min", "field": "name"}, "没有大小先后"),
        ({"unit_of_measure": "KM"}, "单位请写"),
    ],
)
def test_what_cannot_be_counted_is_said(
    three: Register, enter: Enter, changes: dict[str, str], said: str
) -> None:
    answer = enter("clerk").post(page(three, "figure"), posted(save="1", **changes))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Definition.objects.exists()


def test_a_name_is_borne_once(three: Register, enter: Enter) -> None:
    clerk = enter("clerk")
    clerk.post(page(three, "figure"), posted(save="1"))
    answer = clerk.post(page(three, "figure"), posted(save="1"))
    assert "已有同名的数据" in text(answer)
    assert Definition.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 403), ("village_reporter", 403), ("outsider", 404)]
)
def test_only_who_may_define_is_let_in(
    three: Register, enter: Enter, who: str, status: int
) -> None:
    assert enter(who).get(page(three, "figure")).status_code == status


def test_the_page_asks_few_questions(
    three: Register, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    client = enter("clerk")
    with django_assert_max_num_queries(15):
        client.post(page(three, "figure"), posted())
