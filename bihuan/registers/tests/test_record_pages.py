"""The pages of a record: entering, changing, moving, and that nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import change_record, return_record
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.tests.asking import Enter, form, of, page, text
from bihuan.registers.tests.making import current, make_record
from tests.support.reading import without_ids


def test_a_reporter_enters_and_submits_and_the_clerk_verifies(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    village, clerk = enter("village_reporter"), enter("clerk")
    empty = text(village.get(page(roads, "new")))
    assert "一村" in empty
    assert "提交审核" in empty
    response = village.post(page(roads, "new"), {**form(km="２.５公里"), "submit": ""})
    version = Version.objects.get()
    assert (version.status, version.values["km"]) == ("submitted", "2.50")
    assert response["Location"] == of(version)
    assert "审核通过" in text(clerk.get(of(version)))
    assert "审核通过" not in text(village.get(of(version))).replace("审核通过后", "")
    told = clerk.post(of(version, "verification"), {"base": version.id}, follow=True)
    assert "已审核通过" in text(told)
    assert current(version).status == "verified"


def test_input_is_kept_where_something_is_wrong(cast: Cast, roads: Register, enter: Enter) -> None:
    response = enter("clerk").post(
        page(roads, "new"),
        {
            **form(name="", km="很长", remark="这段话不能丢", uses=["bus"]),
            "v-of_unit": cast.villages[0].code,
            "submit": "",
        },
    )
    assert response.status_code == 422
    shown = text(response)
    for kept in ("很长", "这段话不能丢", "应为数字", "必须填写"):
        assert kept in shown
    assert 'value="bus"' in shown
    assert not Record.objects.exists()
    no_unit = enter("clerk").post(page(roads, "new"), {**form(remark="留下"), "submit": ""})
    assert "请选择填报单位" in text(no_unit)
    assert "留下" in text(no_unit)


def test_markup_in_values_is_text(cast: Cast, roads: Register, enter: Enter) -> None:
    evil = "<script>alert(1)</script>"
    version = make_record(cast.actor("clerk"), roads, cast.villages[0], name=evil, remark=evil)
    client = enter("clerk")
    for address in (page(roads), of(version), of(version, "revision")):
        assert evil not in text(client.get(address))


def test_a_draft_is_changed_and_submitted_in_one_step(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("village_reporter")
    client.post(page(roads, "new"), {**form(name=""), "draft": ""})
    draft = Version.objects.get()
    assert draft.status == "draft"
    revise = of(draft, "revision")
    refused = client.post(revise, {**form(name=""), "base": draft.id, "submit": ""})
    assert refused.status_code == 422
    assert current(draft).id == draft.id
    client.post(revise, {**form(name="甲路"), "base": draft.id, "submit": ""})
    after = current(draft)
    assert (after.status, after.values["name"], after.change) == ("submitted", "甲路", "submit")
    assert Version.objects.count() == 2


def test_returning_needs_a_reason_that_the_reporter_reads(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    clerk = enter("clerk")
    without = clerk.post(of(version, "return"), {"base": version.id, "reason": " "})
    assert without.status_code == 400
    clerk.post(of(version, "return"), {"base": version.id, "reason": "里程不符"})
    shown = text(enter("village_reporter").get(of(version)))
    assert "里程不符" in shown
    assert "重新提交" in shown


def test_what_was_changed_meanwhile_is_shown_before_it_is_verified(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    reporter = cast.actor("village_reporter")
    version = make_record(reporter, roads, cast.villages[0])
    change_record(
        actor=reporter, record_id=version.record_id, base_version=version.id, values={"km": "9"}
    )
    answer = enter("clerk").post(of(version, "verification"), {"base": version.id})
    assert answer.status_code == 409
    assert "刚刚被别人改过" in text(answer)
    assert "9公里" in text(answer)
    assert current(version).status == "submitted"


def test_the_second_to_save_chooses_column_by_column(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    reporter = cast.actor("village_reporter")
    version = make_record(reporter, roads, cast.villages[0], uses=["bus"], phone="139")
    change_record(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        base_version=version.id,
        values={"km": "7", "lanes": "2"},
    )
    client = enter("village_reporter")
    mine = {
        **form(name="改名", km="8", uses=["bus", "farm"], phone="139", state="built"),
        "base": version.id,
        "save": "",
    }
    conflict = client.post(of(version, "revision"), mine)
    assert conflict.status_code == 409
    differing = {d.code: d.picked for d in conflict.context["differences"] if not d.is_equal}
    assert differing == {"name": "mine", "km": "", "lanes": "theirs", "uses": "mine"}
    again = {
        **mine,
        "base": conflict.context["version"].id,
        "pick-km": "mine",
        "pick-lanes": "theirs",
        "pick-name": "mine",
    }
    assert client.post(of(version, "revision"), again).status_code == 302
    values = current(version).values
    assert (values["name"], values["km"], values["lanes"], values["uses"]) == (
        "改名",
        "8.00",
        2,
        ["bus", "farm"],
    )
    assert values["phone"] == "139"


def test_a_record_page_says_what_may_be_done_and_how_it_came_to_be(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    version = make_record(reporter, roads, cast.villages[0], phone="139", km="1")
    changed = change_record(
        actor=reporter,
        record_id=version.record_id,
        base_version=version.id,
        values={"km": "2", "phone": "138"},
    )
    return_record(
        actor=clerk, record_id=version.record_id, reason="请核对", base_version=changed.id
    )
    shown = text(enter("village_reporter").get(of(version)))
    assert "里程：1公里 → 2公里" in shown
    assert "电话：已改动" in shown
    inspector = text(enter("inspection_group").get(of(version)))
    assert "里程：1公里 → 2公里" in inspector
    assert "138" not in without_ids(inspector)
    for word in ("revision", "submission", "voidance"):
        assert word in shown
        assert word not in inspector
    assert enter("station_reporter").get(of(version)).status_code == 404
    wrong = reverse("registers:record", args=["other", version.record_id])
    assert enter("clerk").get(wrong).status_code == 404


@pytest.mark.parametrize("name", ["submission", "verification", "return", "voidance"])
def test_moves_are_posted_only(cast: Cast, roads: Register, enter: Enter, name: str) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    assert enter("clerk").get(of(version, name)).status_code == 405
    assert Client().post(of(version, name)).status_code == 302, "to the log-in page"
    assert Client(enforce_csrf_checks=True).post(of(version, name)).status_code in (302, 403)
    assert current(version).id == version.id


def test_a_form_offers_a_closed_unit_that_stands_already(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    import datetime as dt

    from bihuan.orgs.actions import close_unit
    from bihuan.orgs.tests.cast import keeper, make_unit

    closing = make_unit(cast.town, "station", "老农机站")
    version = make_record(cast.actor("clerk"), roads, cast.villages[0], keeper=closing.code)
    close_unit(actor=keeper(), unit=closing, closed_on=dt.date(2009, 1, 1), reason="撤")
    client = enter("clerk")
    shown = client.get(of(version, "revision"))
    assert "老农机站" in text(shown)
    client.post(
        of(version, "revision"),
        {**form(km="3", keeper=str(closing.id)), "base": version.id, "save": ""},
    )
    assert current(version).values["keeper"] == str(closing.id)
