"""The pages: what they show, how many questions they ask, and whose words they keep."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from bihuan.finance.actions import AmountSpec, record_amount
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper, make_unit
from bihuan.rectification import searched
from bihuan.rectification.actions import (
    RequestSpec,
    answer_satisfaction,
    ask_upward,
    publish_problem,
    take_up_groups,
)
from bihuan.rectification.listing import PAGE, Criteria, page, rows_for
from bihuan.rectification.models import Problem, State
from bihuan.rectification.rollup import roll_up
from bihuan.rectification.tests.conftest import (
    Enter,
    Open,
    Plan,
    Say,
    group_of,
    make_measure,
)
from bihuan.rectification.waiting import waiting
from bihuan.search.finding import found_in
from bihuan.tasks.actions import About
from bihuan.ui.waiting import known

pytestmark = pytest.mark.django_db


def url(name: str, problem: Problem | None = None) -> str:
    """Return an address of the room."""
    return reverse(f"rectification:{name}", args=[problem.pk] if problem else [])


def test_the_board_shows_each_problem_in_the_column_of_its_state(
    enter: Enter, planned: Plan, closed: Plan, canal: Problem, django_assert_max_num_queries: Any
) -> None:
    planned(title="路灯不亮")
    closed(title="闸门锈死")
    client = enter("clerk")
    with django_assert_max_num_queries(15):
        text = client.get(url("board")).content.decode()
    for word in ("一干排渠道淤塞", "路灯不亮", "闸门锈死", "1 个问题超期"):
        assert word in text


def test_the_leaders_home_page_asks_few_questions(
    enter: Enter, planned: Plan, closed: Plan, django_assert_max_num_queries: Any
) -> None:
    planned(title="路灯不亮")
    closed(title="闸门锈死")
    client = enter("leader")
    client.get("/")
    with django_assert_max_num_queries(15):
        assert client.get("/").status_code == 200


def test_an_empty_board_says_what_to_do(enter: Enter) -> None:
    assert "还没有整改问题" in enter("clerk").get(url("board")).content.decode()


def test_the_list_filters_and_asks_few_questions(
    cast: Cast, enter: Enter, planned: Plan, django_assert_max_num_queries: Any
) -> None:
    planned(title="路灯不亮")
    planned(title="校门口拥堵", due_on=dt.date(2010, 6, 1), unit=cast.villages[0])
    client = enter("clerk")
    with django_assert_max_num_queries(15):
        text = client.get(url("list"), {"state": "overdue"}).content.decode()
    assert "路灯不亮" in text
    assert "校门口拥堵" not in text
    found = client.get(url("list"), {"q": "拥堵", "unit": cast.villages[0].code})
    assert "校门口拥堵" in found.content.decode()
    assert "没有符合条件" in client.get(url("list"), {"q": "没有"}).content.decode()


def test_pages_by_key_show_each_problem_once_in_order(cast: Cast, opened: Open) -> None:
    first = opened()
    Problem.objects.bulk_create(
        Problem(
            home=cast.town,
            unit=cast.station,
            path=cast.station.path,
            year=2009,
            number=1000 + at,
            title=f"问题{at}",
            origin="own",
            found_on=first.found_on,
            own_due_on=dt.date(2010, 1, 1) + dt.timedelta(days=at // 7),
            state=State.DOING,
            state_at=first.state_at,
        )
        for at in range(2 * PAGE + 5)
    )
    rows = rows_for(cast.actor("clerk"), Criteria())
    seen, after, pages = [], "", []
    while True:
        found = page(rows, Criteria(), after=after)
        seen += [each.pk for each in found.rows]
        pages.append(found)
        after = found.next_key
        if not after:
            break
    assert seen == list(rows.order_by("own_due_on", "id").values_list("pk", flat=True))
    back = page(rows, Criteria(), before=pages[2].previous_key)
    assert [each.pk for each in back.rows] == [each.pk for each in pages[1].rows]


def test_the_story_goes_from_first_words_to_the_look_back(
    cast: Cast, enter: Enter, closed: Plan, said: Say, django_assert_max_num_queries: Any
) -> None:
    opinion = said("渠道年年淤，水费年年交")
    problem = closed([group_of(opinion)])
    spec = AmountSpec("township", "镇财政", "paid", 32_500_000, dt.date(2010, 1, 22))
    record_amount(
        actor=cast.actor("clerk"),
        home=cast.town,
        unit=problem.unit,
        about=About("problem", problem.pk),
        spec=spec,
    )
    answer_satisfaction(
        actor=cast.actor("clerk"), opinion=opinion, answer="not", comment="门口没清", how="visit"
    )
    client = enter("clerk")
    client.get(url("board"))  # the first page of a session also notes when it was used
    with django_assert_max_num_queries(15):
        text = client.get(url("problem", problem)).content.decode()
    words = ["渠道年年淤，水费年年交", "立项", "定方案、作承诺", "支渠已清", "验收通过", "销号"]
    story = text[text.index('id="story-title"') :]
    places = [story.index(word) for word in words]
    assert places == sorted(places)
    assert "325,000元" in text
    assert "门口没清" in text


def test_whoever_may_not_read_opinions_sees_neither_words_nor_comments(
    cast: Cast, enter: Enter, closed: Plan, said: Say
) -> None:
    opinion = said("渠道年年淤，水费年年交")
    problem = closed([group_of(opinion)])
    answer_satisfaction(
        actor=cast.actor("clerk"), opinion=opinion, answer="not", comment="门口没清", how="visit"
    )
    text = enter("station_reporter").get(url("problem", problem)).content.decode()
    assert "反映人评价：不满意" in text
    assert "水费年年交" not in text
    assert "门口没清" not in text
    assert "等领导决定" not in text


def test_a_problem_is_opened_from_a_group_and_nothing_is_asked_twice(
    cast: Cast, enter: Enter, said: Say
) -> None:
    opinion = said("渠里全是泥")
    group = group_of(opinion)
    client = enter("clerk")
    address = f"{url('new')}?group={group.pk}"
    form = client.get(address).context["form"]
    assert form.initial["title"] == group.wording
    assert form.initial["category"] == group.category_id
    given = {
        "title": group.wording,
        "unit": str(cast.station.pk),
        "category": str(group.category_id),
        "origin": "raised",
        "level": "township",
        "found_on": "2009-11-12",
    }
    assert client.post(address, given).status_code == 302
    assert Problem.objects.get().taken_up.get().group == group
    assert client.post(address, given).status_code == 422
    assert Problem.objects.count() == 1


def test_a_wrong_form_says_why_with_422(enter: Enter, canal: Problem) -> None:
    answer = enter("clerk").post(url("plan", canal), {"goal": "畅通", "horizon": "year"})
    assert answer.status_code == 422


def test_steps_are_taken_on_their_pages(cast: Cast, enter: Enter, canal: Problem) -> None:
    client = enter("clerk")
    plan = {"goal": "畅通", "horizon": "year", "due_on": "2010-05-01", "commitment": "保证彻底解决"}
    answer = client.post(url("plan", canal), plan, follow=True)
    assert "说了就要做到" in answer.content.decode()
    measure = {
        "title": "清淤",
        "unit": str(cast.station.pk),
        "due_on": "2010-04-01",
        "evidence": "none",
    }
    assert client.post(url("measures", canal), measure).status_code == 302
    money = {"payer": "township", "phase": "planned", "yuan": "1000.50", "on": "2010-02-01"}
    assert client.post(url("money", canal), money).status_code == 302
    canal.refresh_from_db()
    assert canal.state == State.DOING
    assert "1,000.50元" in client.get(url("problem", canal)).content.decode()


def test_a_step_out_of_turn_is_a_conflict(enter: Enter, canal: Problem) -> None:
    answer = enter("clerk").post(url("close_out", canal), {"note": ""})
    assert answer.status_code == 409


def test_the_ledger_downloads_with_the_handbooks_columns(
    cast: Cast, enter: Enter, closed: Plan, planned: Plan
) -> None:
    closed(title="闸门锈死", remark="=1+1")
    make_measure(cast, planned(title="路灯不亮"), title="装灯")
    answer = enter("clerk").get(url("export"), {"state": "all"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = list(sheet.values)  # type: ignore[union-attr]
    assert rows[0][1:] == (
        *("问题", "目标", "措施", "牵头领导", "责任单位", "责任人", "时限"),
        *("进展", "完成情况", "佐证", "验收意见", "销号日期", "备注"),
    )
    by_title = {row[1]: row for row in rows[1:]}
    assert by_title["路灯不亮"][3] == "装灯"
    assert by_title["闸门锈死"][9:12] == ("已全部清完", None, "属实")
    assert by_title["闸门锈死"][13] == "=1+1"


def test_the_ledger_and_the_rates_open(enter: Enter, closed: Plan) -> None:
    closed(title="闸门锈死")
    client = enter("clerk")
    assert "闸门锈死" in client.get(url("ledger"), {"state": "all"}).content.decode()
    text = client.get(url("rates")).content.decode()
    assert "响应率" in text
    assert "口径" in text


def test_a_roll_up_adds_what_lies_under_each_unit(cast: Cast, planned: Plan, closed: Plan) -> None:
    planned(unit=cast.villages[0])
    planned(unit=cast.villages[0], due_on=dt.date(2010, 12, 1))
    planned(unit=cast.town)
    closed()
    branches = {str(b.unit): b for b in roll_up(cast.actor("inspection_group"), cast.town)}
    assert next(iter(branches)) == "小河镇"
    first = branches[str(cast.villages[0])]
    assert (first.total, first.open, first.overdue) == (2, 2, 1)
    assert branches["水利站"].closed == 1
    whole = roll_up(cast.actor("inspection_group"), cast.county)
    assert [(b.total, b.overdue) for b in whole] == [(4, 2)]


def test_what_waits_is_told_to_whom_it_waits_for(
    cast: Cast, enter: Enter, closed: Plan, planned: Plan, said: Say
) -> None:
    opinion = said()
    closed([group_of(opinion)], title="闸门锈死")
    answer_satisfaction(actor=cast.actor("clerk"), opinion=opinion, answer="not", how="visit")
    planned(title="路灯不亮")
    labels = {w.label: w.count for w in known(waiting(cast.actor("leader")))}
    assert labels["等您决定的整改问题"] == 1
    assert labels["超期的整改问题"] == 1
    text = enter("leader").get(url("waiting")).content.decode()
    assert "闸门锈死" in text
    assert not [w for w in known(waiting(cast.actor("auditor"))) if w.count]


def test_a_closed_units_problem_is_shown_with_its_successor(
    cast: Cast, enter: Enter, canal: Problem
) -> None:
    office = make_unit(cast.town, "station", "水务所")
    close_unit(
        actor=keeper(),
        unit=cast.station,
        closed_on=dt.date(2010, 2, 1),
        successor=office,
        reason="并站",
    )
    labels = {w.label: w.count for w in known(waiting(cast.actor("clerk")))}
    assert labels["责任单位已撤销的问题"] == 1
    client = enter("clerk")
    assert "已于2010年2月1日撤销" in client.get(url("problem", canal)).content.decode()
    assert client.get(url("hand_over", canal)).context["form"].initial["unit"] == office
    given = {"unit": str(office.pk), "reason": "原单位撤销"}
    assert client.post(url("hand_over", canal), given).status_code == 302
    canal.refresh_from_db()
    assert canal.unit == office


def test_the_search_box_finds_it_by_word_and_by_number(cast: Cast, canal: Problem) -> None:
    assert [hit.url for hit in found_in(searched, cast.actor("clerk"), "渠道淤塞", 5)]
    assert found_in(searched, cast.actor("clerk"), "2009-0001", 5)[0].is_exact
    assert not found_in(searched, cast.actor("outsider"), "渠道淤塞", 5)


def test_other_pieces_show_on_the_page(cast: Cast, enter: Enter, planned: Plan, said: Say) -> None:
    problem = planned()
    clerk = cast.actor("clerk")
    spec = RequestSpec("灌区管理中心", "请求改造主渠", dt.date(2009, 12, 1))
    ask_upward(actor=clerk, problem=problem, spec=spec)
    take_up_groups(actor=clerk, problem=problem, groups=[group_of(said("渠里全是泥"))])
    publish_problem(actor=clerk, problem=problem, wording="渠道淤塞")
    text = enter("clerk").get(url("problem", problem)).content.decode()
    for word in ("灌区管理中心", "等待答复", "渠里全是泥", "已公开的文字", "等待他方 64 天"):
        assert word in text, word
