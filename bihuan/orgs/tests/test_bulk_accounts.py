"""Accounts in bulk: what a sheet would do, every fault of it, all or none, repeatable."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.account_sheets import AccountRow, read_accounts
from bihuan.orgs.models import Account, RoleGrant
from bihuan.orgs.naming import proposed
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast

HEAD = "用户名,显示名*,角色*,单位*,人员代码,起始日期,结束日期\n"


def _row(**given: str) -> AccountRow:
    said = {"display_name": "二村文书", "role": "村级填报员", "unit": "二村", **given}
    return AccountRow(row=2, **said)


def _plan(cast: Cast, *rows: AccountRow) -> tuple[list[str], list[tuple[str, str]]]:
    plan = actions.plan_accounts(cast.actor("administrator"), rows)
    faults = [(fault.column, fault.message) for fault in plan.faults]
    return [line.state for line in plan.lines], faults


def _make(cast: Cast, *rows: AccountRow) -> list[tuple[Account, str]]:
    return actions.make_accounts(actor=cast.actor("administrator"), rows=rows)


def test_a_row_makes_an_account_with_a_slip_and_a_role(cast: Cast) -> None:
    [(account, password)] = _make(cast, _row())
    account.refresh_from_db()
    assert account.username == "ercunwenshu"
    assert account.check_password(password)
    assert account.must_change_password
    assert account.one_time_until is not None
    grant = account.grants.get()
    assert (grant.role, grant.unit, grant.from_on) == (
        "village_reporter",
        cast.villages[1],
        clock.today(),
    )


def test_the_same_sheet_again_changes_nothing(cast: Cast) -> None:
    rows = (_row(), _row(username="li", display_name="李干事", role="clerk", unit="town"))
    assert len(_make(cast, *rows)) == 2
    assert _plan(cast, *rows) == (["leave", "leave"], [])
    assert _make(cast, *rows) == []
    assert RoleGrant.objects.filter(account__username="li").count() == 1


def test_two_rows_of_one_name_are_one_account_with_two_roles(cast: Cast) -> None:
    [(account, _password)] = _make(cast, _row(), _row(unit="三村"))
    assert account.grants.count() == 2


def test_a_standing_account_gets_a_further_role(cast: Cast) -> None:
    _make(cast, _row())
    assert _plan(cast, _row(unit="三村")) == (["add_role"], [])
    assert _make(cast, _row(unit="三村")) == []
    assert Account.objects.get(username="ercunwenshu").grants.count() == 2


def test_names_alike_in_pinyin_are_told_apart(cast: Cast) -> None:
    made_ones = _make(cast, _row(display_name="李四"), _row(display_name="李思"))
    assert [account.username for account, _p in made_ones] == ["lisi", "lisi2"]
    assert proposed("！", set()) == "user"


@pytest.mark.parametrize(
    ("given", "column", "said"),
    [
        ({"display_name": " "}, "显示名", "请填写"),
        ({"role": "村长"}, "角色", "村级填报员"),
        ({"unit": "不存在村"}, "单位", "没有叫"),
        ({"unit": "外村"}, "单位", "没有叫"),
        ({"username": "a b"}, "用户名", "空格"),
        ({"person": "nobody"}, "人员代码", "没有代码"),
        ({"from_on": "2026-02-01", "to_on": "2026-01-01"}, "结束日期", "晚于"),
    ],
)
def test_each_fault_is_named_by_column(
    cast: Cast, given: dict[str, str], column: str, said: str
) -> None:
    lines, faults = _plan(cast, _row(**given))
    assert lines == []
    assert [name for name, _message in faults] == [column]
    assert said in faults[0][1]


def test_accounts_of_another_town_and_ones_own_are_refused(cast: Cast) -> None:
    other, own = cast.account("outsider").username, cast.account("administrator").username
    assert "已经有人使用" in _plan(cast, _row(username=other))[1][0][1]
    assert "自己的账号" in _plan(cast, _row(username=own))[1][0][1]


def test_a_closed_unit_is_refused_and_its_successor_named(cast: Cast) -> None:
    old = made.make_unit(cast.town, "station", "农机站")
    new = made.make_unit(cast.town, "station", "农业服务站")
    day = clock.today() - dt.timedelta(1)
    actions.close_unit(
        actor=made.keeper(), unit=old, closed_on=day, successor=new, reason="机构改革"
    )
    assert "农业服务站" in _plan(cast, _row(unit="农机站"))[1][0][1]


def test_duties_stay_apart_within_the_sheet_too(cast: Cast) -> None:
    faults = _plan(cast, _row(), _row(role="系统管理员", unit="town"))[1]
    assert [column for column, _said in faults] == ["角色"]
    person = made.make_person(cast.town)
    rows = (
        _row(person=person.code),
        _row(display_name="查日志", role="审计员", unit="town", person=person.code),
    )
    assert "必须分开" in _plan(cast, *rows)[1][0][1]


def test_with_one_fault_nothing_is_made(cast: Cast) -> None:
    before = Account.objects.count()
    with pytest.raises(Invalid, match="第2行"):
        _make(cast, _row(), _row(display_name="x", role="村长"))
    assert Account.objects.count() == before


@pytest.mark.parametrize("who", ["clerk", "leader", "auditor", "outsider"])
def test_only_an_administrator_makes_accounts(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.make_accounts(actor=cast.actor(who), rows=[_row()])


def test_the_template_reads_back_and_offers_units_and_roles(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("administrator"))
    answer = client.get("/orgs/accounts/sheet/template/")
    book = load_workbook(io.BytesIO(answer.content))
    offered = [cell.value for cell in book["选项"]["B"]]
    assert "二村" in offered
    assert "外村" not in offered
    assert len(book["账号"].data_validations.dataValidation) == 2
    page = book["账号"]
    for at, value in enumerate(("", "二村文书", "村级填报员", "二村"), 1):
        page.cell(2, at, value)
    filled = io.BytesIO()
    book.save(filled)
    sheet = read_accounts(filled.getvalue(), "a.xlsx")
    assert sheet.faults == []
    assert [(row.display_name, row.unit, row.row) for row in sheet.rows] == [
        ("二村文书", "二村", 2)
    ]


def test_from_upload_to_slips_and_the_slips_are_shown_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("administrator"))
    text = HEAD + ",二村文书,村级填报员,二村,,,\n,三村文书,村级填报员,三村,,2026年1月1日,\n"

    def upload(content: str) -> str:
        file = SimpleUploadedFile("a.csv", content.encode())
        return client.post("/orgs/accounts/sheet/", {"file": file}).content.decode()

    page = upload(text)
    assert "将新建 2 个账号" in page
    assert not Account.objects.filter(username="ercunwenshu").exists()
    found = re.search(r'name="rows" value="([^"]+)"', page)
    assert found is not None
    rows = found[1]
    slips = client.post("/orgs/accounts/sheet/confirmation/", {"rows": rows})
    shown = slips.content.decode()
    assert "登录单 2 张" in shown
    assert "no-store" in slips["Cache-Control"]
    passwords = re.findall(r'orgs-password">([^<]+)<', shown)
    assert len(passwords) == 2
    again = client.post("/orgs/accounts/sheet/confirmation/", {"rows": rows}, follow=True)
    assert not any(password in again.content.decode() for password in passwords)
    assert "1 处问题" in upload(HEAD + ",x,村长,二村,,,\n")
    assert "不必办理" in upload(text)
    assert "表头" in upload("a,b\n1,2\n")


def test_another_administrator_cannot_confirm_what_one_uploaded(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("administrator"))
    file = SimpleUploadedFile("a.csv", (HEAD + ",二村文书,村级填报员,二村,,,\n").encode())
    page = client.post("/orgs/accounts/sheet/", {"file": file}).content.decode()
    found = re.search(r'name="rows" value="([^"]+)"', page)
    assert found is not None
    client.force_login(made.make_account("administrator", cast.town))
    answer = client.post("/orgs/accounts/sheet/confirmation/", {"rows": found[1]})
    assert answer["Location"] == "/orgs/accounts/sheet/"
    assert not Account.objects.filter(username="ercunwenshu").exists()


def test_new_slips_are_for_accounts_that_nobody_has_used(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("administrator"))
    unused, used = cast.account("station_reporter"), cast.account("village_reporter")
    Account.objects.filter(pk=used.pk).update(last_login=clock.real_now())
    given = {"account": [unused.pk, used.pk, cast.account("outsider").pk, "x"]}
    assert "登录单 1 张" in client.post("/orgs/accounts/slips/", given).content.decode()
    unused.refresh_from_db()
    assert not unused.check_password(made.PASSWORD)
    for other in (used, cast.account("outsider")):
        other.refresh_from_db()
        assert other.check_password(made.PASSWORD)
