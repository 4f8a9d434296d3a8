"""Who is told when the installation was backed up, and when they are reminded."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bihuan.audit import actions as audit
from bihuan.files.backups.asking import DAYS_WITHOUT, is_overdue, last_backup
from bihuan.files.backups.marks import ACTION, TARGET
from bihuan.files.waiting import waiting
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def backed_up(result: str = "done") -> None:
    with transaction.atomic():
        audit.append(
            actor=Actor.installation(),
            action=ACTION,
            target=TARGET,
            note="链首 7:ab",
            result=result,
        )


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    now = clock.real_now() + dt.timedelta(days=days)
    monkeypatch.setattr("bihuan.lib.clock.real_now", lambda: now)


def page(cast: Cast, who: str) -> Any:
    client = Client()
    client.force_login(cast.account(who), backend=BACKEND)
    return client.get("/files/backups/")


def test_a_new_installation_reminds_nobody_yet(cast: Cast) -> None:
    assert last_backup() is None
    assert not is_overdue()
    assert waiting(cast.actor("administrator")) == []


def test_the_administrator_alone_is_reminded_of_an_old_backup(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up()
    administrator, clerk = cast.actor("administrator"), cast.actor("clerk")
    assert waiting(administrator) == []
    later(monkeypatch, DAYS_WITHOUT + 1)
    assert [each.label for each in waiting(administrator)] == ["系统该备份了"]
    assert waiting(clerk) == []
    backed_up("refused")
    assert waiting(administrator) != []
    backed_up()
    assert waiting(administrator) == []


def test_one_that_was_never_backed_up_reminds_after_a_week(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, DAYS_WITHOUT + 1)
    assert len(waiting(cast.actor("administrator"))) == 1


def test_the_auditor_reads_when_the_last_backup_was_made(cast: Cast) -> None:
    assert "还没有备份过" in page(cast, "auditor").content.decode()
    backed_up()
    assert "链首 7:ab" in page(cast, "auditor").content.decode()
    assert page(cast, "clerk").status_code == 403
