"""Defining a register in the browser: described, weighed, confirmed; raced; closed."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from bihuan.audit.models import Entry
from bihuan.lib import clock
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.designing import DesignForm
from bihuan.registers.models import Register
from bihuan.registers.standing import retired_of, spec_of
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.design_posts import as_posted
from bihuan.registers.tests.making import (
    ROAD_COLUMNS,
    make_record,
    make_register,
    road_spec,
)

NEW = {
    "register-label": "路灯台账",
    "register-purpose": "掌握路灯维修",
    "register-legal_basis": "职责清单",
    "column-0-label": "安装日期",
    "column-1-label": "路灯位置",
}


def new_post(**changes: Any) -> QueryDict:
    return as_posted(DesignForm(), **NEW, **changes)


def change_post(register: Register, **changes: Any) -> QueryDict:
    """Post the register's editor with columns by code: `km__label="长度"`, or `do="remove:1"`."""
    register = Register.objects.get(pk=register.pk)
    form = DesignForm(initial=spec_of(register), retired=retired_of(register), saved=True)
    places = {part["key"].value(): at for at, part in enumerate(form.columns)}
    named = {}
    for name, value in changes.items():
        code, mark, rest = name.partition("__")
        named[f"column-{places[code]}-{rest}" if mark else name] = value
    data = as_posted(form, **named)
    data.setdefault("edition", str(register.edition))
    return data


def without(data: QueryDict, register: Register, code: str) -> QueryDict:
    """Post the editor after a column's button 停用 was pressed."""
    register = Register.objects.get(pk=register.pk)
    form = DesignForm(data, initial=spec_of(register), retired=retired_of(register), saved=True)
    at = [part["key"].value() for part in form.columns].index(code)
    data["do"] = f"remove:{at}"
    form = DesignForm(data, initial=spec_of(register), retired=retired_of(register), saved=True)
    return as_posted(form, edition=str(register.edition))


def confirmed(data: QueryDict, *, agreed: bool = False) -> QueryDict:
    data = data.copy()
    data["confirm"] = "1"
    if agreed:
        data["agreed"] = "on"
    return data


def send(client: Client, url: str, data: QueryDict) -> Any:
    return client.post(url, data.urlencode(), content_type="application/x-www-form-urlencoded")


def columns_of(register: Register) -> dict[str, Any]:
    return {c.code: c for c in Register.objects.get(pk=register.pk).columns.all()}


def test_a_clerk_sets_up_a_register_in_two_steps(cast: Cast, enter: Enter) -> None:
    clerk = enter("clerk")
    answer = send(clerk, reverse("registers:new_register"), new_post())
    assert answer.status_code == 200
    assert "将新设这本台账" in text(answer)
    assert "每条记录要填 2 项，其中必填 1 项" in text(answer)
    assert not Register.objects.exists()
    assert not Entry.objects.filter(action="register.define").exists()
    answer = send(clerk, reverse("registers:new_register"), confirmed(new_post()))
    register = Register.objects.get()
    assert (register.code, register.home) == ("lu_deng_tai_zhang", cast.town)
    assert answer["Location"] == page(register)
    assert Entry.objects.filter(action="register.define").count() == 1


def test_adding_a_column_draws_the_page_anew(cast: Cast, enter: Enter) -> None:
    answer = send(enter("clerk"), reverse("registers:new_register"), new_post(do="add"))
    assert answer.status_code == 200
    assert text(answer).count('class="bh-panel design-column"') == 3


def test_what_would_change_is_said_and_nothing_is_done_yet(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    today = clock.today().isoformat()
    for km in ("1.50", "30"):
        village = cast.villages[0]
        make_record(cast.actor("clerk"), roads, village, km=km, paved="是", finished_on=today)
    data = change_post(
        roads, km__label="长度", km__maximum="20", lanes__required="on", state__choices="built=完工"
    )
    data = without(data, roads, "paved")
    answer = send(enter("clerk"), page(roads, "design"), data)
    said = text(answer)
    assert answer.status_code == 200
    assert "列“里程”改名为“长度”" in said
    assert "列“长度”的范围改为0 到 20：已有 1 条超出，内容保留" in said
    assert "竹林至店上：30公里" in said
    assert "列“车道”改为必填：已有 2 条记录没有填" in said
    assert "选项“建成”改称“完工”" in said
    assert "列“状态”去掉选项“拟建”" in said
    assert "停用列“硬化”：不再填报，已有 2 条记录填过" in said
    assert "比现在少 1 项；按最近一年 2 条算，一年少填 2 项" in said
    assert columns_of(roads)["km"].label == "里程"


def test_a_confirmed_change_leaves_old_records_readable(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    clerk = enter("clerk")
    version = make_record(
        cast.actor("clerk"), roads, cast.villages[0], remark="老桥", state="planned", km="3"
    )
    data = change_post(roads, km__label="长度", state__choices="built=完工")
    data = without(data, roads, "remark")
    answer = send(clerk, page(roads, "design"), confirmed(data))
    assert answer.status_code == 302, text(answer)
    said = text(clerk.get(reverse("registers:record", args=[roads.code, version.record_id])))
    assert "长度" in said
    assert "拟建" in said
    assert "老桥" in said
    assert "已停用的列" in said
    said = text(clerk.get(reverse("registers:revision", args=[roads.code, version.record_id])))
    assert "拟建" in said
    assert "老桥" not in said


def test_a_change_of_nothing_says_so(roads: Register, enter: Enter) -> None:
    answer = send(enter("clerk"), page(roads, "design"), change_post(roads))
    assert "没有改动" in text(answer)


def test_of_two_editors_the_second_is_told(roads: Register, enter: Enter) -> None:
    clerk = enter("clerk")
    mine = change_post(roads, km__label="长度")
    theirs = change_post(roads, km__label="公里数")
    assert send(clerk, page(roads, "design"), confirmed(theirs)).status_code == 302
    answer = send(clerk, page(roads, "design"), confirmed(mine))
    assert answer.status_code == 422
    assert "刚刚被别人改过" in text(answer)
    assert columns_of(roads)["km"].label == "公里数"
    # What is shown next is weighed against what stands now.
    edition = re.search(r'name="edition" value="([^"]+)"', text(answer))
    assert edition
    mine["edition"] = edition[1]
    assert "列“公里数”改名为“长度”" in text(send(clerk, page(roads, "design"), mine))


def test_a_concept_held_elsewhere_is_told_beside_the_column(cast: Cast, enter: Enter) -> None:
    from dataclasses import replace

    columns = tuple(
        replace(c, concept="road.length") if c.code == "km" else c for c in ROAD_COLUMNS
    )
    held = make_register(cast.town, columns=columns)
    answer = send(
        enter("clerk"),
        reverse("registers:new_register"),
        new_post(**{"column-1-concept": "road.length"}),
    )
    assert answer.status_code == 422
    assert "已在台账“村级公路台账”的“里程”中登记" in text(answer)
    assert f'href="{page(held)}"' in text(answer)
    assert Register.objects.count() == 1


def test_a_column_like_one_elsewhere_is_warned_of_until_it_is_wanted_anyway(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    clerk, url = enter("clerk"), reverse("registers:new_register")
    like = {"column-1-label": "路段名称（全称）"}
    answer = send(clerk, url, as_posted(DesignForm(), **{**NEW, **like}))
    assert answer.status_code == 422
    assert "村级公路台账" in text(answer)
    assert "仍要新设" in text(answer)
    data = as_posted(DesignForm(), **{**NEW, **like, "column-1-anyway": "on"})
    assert "将新设这本台账" in text(send(clerk, url, data))
    # A column that stands already is not warned of again.
    assert send(clerk, page(roads, "design"), change_post(roads)).status_code == 200


def test_a_column_that_figures_count_is_retired_only_when_agreed_to(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    from bihuan.figures.actions import FigureSpec, define_figure
    from bihuan.orgs.access import Actor

    spec = FigureSpec(code="road_km", label="公路里程", aggregate="sum", source="roads", field="km")
    define_figure(actor=Actor.installation(), home=cast.town, spec=spec)
    clerk = enter("clerk")
    data = without(change_post(roads), roads, "km")
    said = text(send(clerk, page(roads, "design"), data))
    assert "有 1 项数据用到“里程”，停用后算不出来：公路里程。" in said
    answer = send(clerk, page(roads, "design"), confirmed(data))
    assert answer.status_code == 422
    assert not columns_of(roads)["km"].is_retired
    answer = send(clerk, page(roads, "design"), confirmed(data, agreed=True))
    assert answer.status_code == 302
    assert columns_of(roads)["km"].is_retired


def test_a_register_is_closed_with_a_reason_and_opened_again(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    clerk = enter("clerk")
    assert clerk.post(page(roads, "closure"), {"reason": " "}).status_code == 400
    clerk.post(page(roads, "closure"), {"reason": "并入新台账"})
    roads.refresh_from_db()
    assert roads.closed_on is not None
    assert "已停用" in text(clerk.get(page(roads)))
    assert page(roads, "new") not in text(clerk.get(page(roads)))
    clerk.post(page(roads, "reopening"))
    roads.refresh_from_db()
    assert roads.closed_on is None
    assert list(
        Entry.objects.filter(action__in=("register.close", "register.reopen"))
        .values_list("action", flat=True)
        .order_by("sequence")
    ) == ["register.close", "register.reopen"]


@pytest.mark.parametrize("who", ["village_reporter", "leader"])
def test_who_may_not_define_is_refused(roads: Register, enter: Enter, who: str) -> None:
    client = enter(who)
    assert client.get(page(roads, "design")).status_code == 403
    assert client.get(reverse("registers:new_register")).status_code == 403
    assert client.post(page(roads, "closure"), {"reason": "不用了"}).status_code == 403
    assert page(roads, "design") not in text(client.get(page(roads)))


def test_the_outsider_does_not_know_of_the_editor(roads: Register, enter: Enter) -> None:
    assert enter("outsider").get(page(roads, "design")).status_code == 404


def test_the_editor_asks_few_questions(
    roads: Register, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    client: Client = enter("clerk")
    with django_assert_max_num_queries(15):
        client.get(page(roads, "design"))
    data = change_post(roads, km__label="长度", lanes__required="on")
    with django_assert_max_num_queries(45):  # the change is tried and taken back
        send(client, page(roads, "design"), data)
    assert road_spec().label == roads.label
