"""Problems of a pack: told step by step at their moments, by the same rules as on a page."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from bihuan.finance.models import Amount
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.tests.small_pack import FILES, write_pack
from bihuan.rectification.models import Problem
from bihuan.tasks.models import Task

pytestmark = pytest.mark.django_db

PROBLEMS = """problems:
  - ref: canal
    title: 渠道淤塞
    unit: east
    found_on: 2009-11-12
    at: 2009-11-12T13:48
    by: clerk
    steps:
      - {at: 2009-11-13T09:00, by: clerk, do: commit, goal: 通, due_on: 2010-01-31, horizon: year}
      - {at: 2009-11-14T09:00, by: clerk, do: measure, ref: dig, title: 清, due_on: 2010-01-20}
      - {at: 2009-11-15T09:00, by: east, do: sign_for, of: dig}
      - {at: 2009-12-01T09:00, by: east, do: submit, of: dig, note: 已清}
      - {at: 2009-12-02T09:00, by: VERIFIER, do: accept, of: dig, note: 属实}
      - {at: 2009-12-03T09:00, by: clerk, do: money, payer: township, phase: paid, yuan: 325000.50}
  - ref: lamps
    title: 路灯不亮
    unit: west
    found_on: 2009-11-13
    at: 2009-11-13T10:00
    by: clerk
"""
TOLD = PROBLEMS.replace("VERIFIER", "clerk")
ACCOUNTS = FILES["accounts.csv"]


def is_today(found: dt.date) -> bool:
    """Tell whether a day is the machine's: yesterday's too, were it to strike midnight here."""
    now = timezone.localtime()
    return now.date() - dt.timedelta(days=now.hour == now.minute == 0) <= found <= now.date()


def load(folder: Path, text: str) -> None:
    load_pack(write_pack(folder, problems_dot_yaml=text), actor=Actor.installation())


def test_each_step_stands_at_its_own_moment_by_its_own_account(tmp_path: Path) -> None:
    load(tmp_path, TOLD)
    canal = Problem.objects.get(title="渠道淤塞")
    moments = [(step.kind, timezone.localtime(step.at)) for step in canal.steps.all()]
    assert [kind for kind, _at in moments] == ["open", "commit", "measure"]
    assert moments[0][1].replace(tzinfo=None) == dt.datetime(2009, 11, 12, 13, 48)
    assert canal.steps.all()[0].by_name == "文书"
    assert canal.dispatched_on == dt.date(2009, 11, 14)
    task = Task.objects.get()
    assert (task.state, task.year, task.number) == ("verified", 2009, 1)
    assert Amount.objects.get().fen == 32_500_050
    assert is_today(clock.today())


def test_numbers_run_in_the_order_of_the_moments(tmp_path: Path) -> None:
    load(tmp_path, TOLD)
    assert [p.title for p in Problem.objects.order_by("number")] == ["渠道淤塞", "路灯不亮"]


def test_what_was_done_is_told_once_and_never_changed(tmp_path: Path) -> None:
    load(tmp_path, TOLD)
    again = load_pack(tmp_path, actor=Actor.installation())
    assert "problem" not in again.added
    changed = write_pack(tmp_path, problems_dot_yaml=TOLD.replace("路灯不亮", "路灯又不亮"))
    report = load_pack(changed, actor=Actor.installation())
    assert [line for line in report.left if "lamps" in line]
    assert Problem.objects.filter(title="路灯不亮").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("by: clerk, do: accept", "by: east, do: accept", 13, "权限"),
        ("of: dig, note: 属实", "of: dug, note: 属实", 13, "dug"),
        ("do: sign_for", "do: applaud", 11, "之一"),
        ("title: 清, due_on: 2010-01-20", "title: 清", 10, "due_on"),
        ("at: 2009-12-03", "at: 2009-11-13", 2, "从早到晚"),
        ("at: 2009-12-03", "at: 2999-12-03", 14, "还没有到"),
        ("unit: west", "unit: nowhere", 15, "nowhere"),
        ("by: east, do: submit", "by: nobody, do: submit", 12, "nobody"),
    ],
)
def test_a_fault_is_named_with_its_line_and_nothing_is_loaded(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in TOLD
    folder = write_pack(tmp_path, problems_dot_yaml=TOLD.replace(old, new, 1))
    faults = check_pack(folder, actor=Actor.installation())
    assert [(fault.file, fault.line) for fault in faults] == [("problems.yaml", line)]
    assert says in faults[0].message
    assert not Problem.objects.exists()


def test_the_doer_does_not_verify_in_a_pack_either(tmp_path: Path) -> None:
    accounts = ACCOUNTS + "eastclerk,东村文书,,clerk,east\n"
    text = PROBLEMS.replace("VERIFIER", "eastclerk")
    folder = write_pack(tmp_path, problems_dot_yaml=text, accounts_dot_csv=accounts)
    faults = check_pack(folder, actor=Actor.installation())
    assert [fault.line for fault in faults] == [13]
    assert "承办单位" in faults[0].message


def test_the_clock_is_set_back_only_and_only_inside() -> None:
    moment = timezone.make_aware(dt.datetime(2009, 11, 12, 9, 0))
    with clock.set_back_to(moment):
        assert (clock.now(), clock.today()) == (moment, dt.date(2009, 11, 12))
    assert is_today(clock.today())
    with (
        pytest.raises(ValueError, match="set back"),
        clock.set_back_to(clock.now() + dt.timedelta(days=1)),
    ):
        pass
