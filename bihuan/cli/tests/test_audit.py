"""`bihuan audit verify`: what it says and with which exit code."""

import json

import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction

from bihuan.audit.actions import append, head
from bihuan.audit.models import Entry
from bihuan.cli import commands
from bihuan.orgs.access import Actor


def _verify(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["audit", "verify", *arguments])


def _append(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            append(actor=Actor.installation(), action=f"test.{number}")


def _rewrite_one() -> None:
    """Change an entry behind the triggers' back, as an intruder with the database file would."""
    from tests.support.database import triggers_off

    with triggers_off(connection):
        Entry.objects.filter(sequence=2).update(note="改写")


@pytest.mark.django_db
def test_a_sound_log_is_said_to_be_so() -> None:
    _append(3)
    answer = _verify("--anchor", head())
    assert answer.exit_code == 0
    assert "共 3 条" in answer.output
    assert head() in answer.output


@pytest.mark.django_db
def test_a_changed_entry_is_named_and_the_exit_code_is_one() -> None:
    _append(3)
    _rewrite_one()
    answer = _verify()
    assert answer.exit_code == 1
    assert "第2条的内容被改动" in answer.output


@pytest.mark.django_db
def test_a_program_reads_the_faults() -> None:
    _append(3)
    _rewrite_one()
    answer = _verify("--format", "json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)
    assert found["entries"] == 3
    assert [(fault["sequence"], fault["kind"]) for fault in found["faults"]] == [(2, "changed")]


@pytest.mark.django_db
def test_an_anchor_of_another_log_is_found_out() -> None:
    _append(2)
    answer = _verify("--anchor", f"1:{'0' * 64}")
    assert answer.exit_code == 1
    assert "留存的链首" in answer.output


@pytest.mark.parametrize("anchor", ["x", "1:abc", "one:" + "0" * 64])
@pytest.mark.django_db
def test_an_anchor_written_wrongly_is_wrong_usage(anchor: str) -> None:
    assert _verify("--anchor", anchor).exit_code == 2
