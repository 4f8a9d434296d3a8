"""Nothing beside a ballot says who, when or from where; nothing is written about a single one."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from bihuan.appraisals import audited
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import (
    BallotBox,
    BallotSlip,
    OpenedList,
    PollStep,
    PollStepKind,
    SealedList,
)
from bihuan.appraisals.standalone import vote
from bihuan.appraisals.standalone.recount import H
from bihuan.appraisals.tests.making import make_held
from bihuan.audit.models import Entry
from bihuan.orgs.models import Account, Person
from bihuan.orgs.tests.cast import Cast

NAMELESS = (BallotSlip, SealedList, OpenedList)
ALL_OF_THE_BOX = (*NAMELESS, BallotBox)


def test_the_columns_beside_a_ballot_are_these_and_no_others() -> None:
    columns = {
        model.__name__: {each.attname for each in model._meta.concrete_fields}
        for model in ALL_OF_THE_BOX
    }
    assert columns == {
        "BallotSlip": {
            *("kept", "home_id", "poll_id", "group_id", "is_paper", "is_spoilt"),
            *("ballot", "tags", "typed_by"),
        },
        "SealedList": {"id", "home_id", "poll_id", "item", "group", "ballots", "content"},
        "OpenedList": {"id", "home_id", "poll_id", "item", "cells"},
        "BallotBox": {"poll_id", "home_id", "counts", "came", "receipts", "result"},
    }


@pytest.mark.parametrize("model", ALL_OF_THE_BOX, ids=lambda model: model.__name__)
def test_no_column_beside_a_ballot_holds_a_time_an_address_an_account_or_an_ascending_number(
    model: type[models.Model],
) -> None:
    refused = (models.DateField, models.TimeField, models.GenericIPAddressField, models.AutoField)
    for each in model._meta.concrete_fields:
        assert not isinstance(each, refused), each
        assert each.related_model not in (Account, Person), each
    key = model._meta.pk
    if isinstance(key, models.UUIDField):
        assert {key.get_default().version for _at in range(3)} == {4}, (
            "ascending ids tell the order"
        )


def test_nothing_points_at_a_ballot() -> None:
    pointing = {
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in NAMELESS
    }
    assert pointing == set()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
@pytest.mark.parametrize("model", NAMELESS, ids=lambda model: model.__name__)
def test_on_sqlite_the_tables_have_no_rowid(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wr FROM pragma_table_list WHERE name = %s", [model._meta.db_table])
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_no_trigger_copies_a_ballot_anywhere() -> None:
    asked = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {name for (name,) in cursor.fetchall()}
    assert not found & {model._meta.db_table for model in ALL_OF_THE_BOX}


def test_a_ballot_is_neither_an_action_of_the_log_nor_a_step() -> None:
    assert not {each for each in PollStepKind.values if "ballot" in each or "cast" in each}
    assert not {each for each in audited.ACTIONS if "ballot" in each or "cast" in each}


def test_casting_and_typing_leave_no_entry_no_step_no_file_and_no_line(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    held = make_held(cast).key().print_slips({1: 3, 2: 3}).print_slips({1: 1}, is_paper=True).open()
    entries, steps, files = Entry.objects.count(), PollStep.objects.count(), _files()
    caplog.clear()
    slip, paper = held.slips[1][0], held.paper_slips[1][0]
    held.cast(slip, 1, {1: "1"})
    receipt = held.cast(slip, 1, {1: "3"})
    with pytest.raises(Exception, match="没有这张票证"):
        held.cast(vote.new_slip(), 1, {1: "2"})
    other = cast.actor("clerk")
    other = type(other)(id=cast.account("leader").id, name="b", scopes=other.scopes)
    for actor in (held.clerk, other):
        held.type_paper(actor, paper, 1, {1: "2"})
    assert (Entry.objects.count(), PollStep.objects.count()) == (entries, steps)
    assert _files() == files
    lines = _lines(caplog)
    assert lines == []
    held.end_with_paper()
    with pytest.raises(NotNow):
        held.cast(slip, 1, {1: "2"})
    said = "\n".join(
        [
            *_lines(caplog),
            *(f"{each.note} {each.facts}" for each in PollStep.objects.all()),
            *(" ".join(map(str, row)) for row in Entry.objects.values_list()),
        ]
    )
    for secret in _secrets(held.hex, slip, paper):
        assert secret not in said
    assert receipt not in said


def _files() -> dict[str, int]:
    home = Path(settings.BIHUAN_HOME)
    return {
        str(path.relative_to(home)): path.stat().st_size
        for path in home.rglob("*")
        if path.is_file() and ".sqlite3" not in path.name
    }


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged, but for statements, which are logged only where DEBUG is on."""
    return [each.getMessage() for each in caplog.records if each.name != "django.db.backends"]


def _secrets(poll: str, *slips: str) -> list[str]:
    made = []
    for slip in slips:
        credential = vote.credential_of(poll, slip)
        made += [slip, credential.hex(), H("kept", credential).hex()]
    return made


@pytest.mark.django_db
def test_in_use_statements_with_ballots_in_them_are_not_logged() -> None:
    logging: dict[str, Any] = settings.LOGGING
    said = logging.get("loggers", {}).get("django.db.backends", {})
    assert said.get("level", "WARNING") not in ("DEBUG", "INFO")
    assert logging["root"]["level"] != "DEBUG"
