"""Polls of a pack: held at loading by the same rules as in the hall."""

import datetime as dt
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.appraisals.files import published_file
from bihuan.appraisals.models import BallotSlip, Poll, PollState
from bihuan.appraisals.standalone.recount import recount
from bihuan.orgs.access import Actor
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.tests.small_pack import FILES, write_pack

pytestmark = pytest.mark.django_db

ACCOUNTS = FILES["accounts.csv"] + "head,领导,,leader,town\n"
POLLS = """polls:
  - ref: review
    unit: town
    kind: report
    title: 报告评议
    held_on: 2010-01-07
    quorum: 60
    by: clerk
    chair: head
    made_at: 2010-01-05T09:00
    keyed_at: 2010-01-06T09:00
    opened_at: 2010-01-07T09:00
    ended_at: 2010-01-07T10:00
    counted_at: 2010-01-07T11:00
    published_at: 2010-01-07T12:00
    tellers:
      - {label: 纪委书记, unit: 镇}
      - {label: 检查组成员, unit: 县, above: true}
    groups:
      - label: 代表
        should: 9
        present: 8
        printed: 10
        handed_out: 8
        ballots: 8
        votes:
          - {question: 认识深不深, counts: [5, 2, 0, 0]}
          - {counts: [4, 3, 1, 0]}
"""


@pytest.fixture(autouse=True)
def _in_february(settings: Settings) -> None:
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)


def _written(folder: Path, polls: str) -> Path:
    return write_pack(folder, accounts_dot_csv=ACCOUNTS, polls_dot_yaml=polls)


def test_a_poll_is_held_sealed_opened_and_published(tmp_path: Path) -> None:
    load_pack(_written(tmp_path, POLLS), actor=Actor.installation())
    poll = Poll.objects.get()
    assert poll.state == PollState.PUBLISHED
    assert poll.is_confirmed
    assert [step.kind for step in poll.steps.all()][-1] == "draft"
    assert poll.box.result["items"][0]["votes"] == {"0": 1, "1": 5, "2": 2}
    assert recount(published_file(poll))
    assert BallotSlip.objects.filter(ballot=None).count() == 10
    again = load_pack(tmp_path, actor=Actor.installation())
    assert "poll" not in again.added


def test_a_poll_stands_where_its_moments_end(tmp_path: Path) -> None:
    left = [line for line in POLLS.splitlines() if not line.strip().startswith(("counted", "publ"))]
    load_pack(_written(tmp_path, "\n".join(left) + "\n"), actor=Actor.installation())
    assert Poll.objects.get().state == PollState.SEALED


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("above: true", "above: false", "至少有一名来自上级"),
        ("by: clerk", "by: head", "没有“组织测评”的权限"),
        ("present: 8", "present: 2", "不能开始投票"),
        ("counts: [5, 2, 0, 0]", "counts: [5, 4, 0, 0]", "得票多于收回的票"),
        ("printed: 10", "printed: 7", "ballots ≤ handed_out ≤ printed"),
        ("opened_at: 2010-01-07T09:00", "opened_at: 2010-01-05T09:00", "应依次"),
        ("kind: report", "kind: report\n    meeting: none", "meetings.csv 里没有"),
        ("published_at: 2010-01-07T12:00", "published_at: 2010-03-07T12:00", "还没有到"),
    ],
)
def test_what_a_poll_may_not_be_is_said_at_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    faults = check_pack(_written(tmp_path, POLLS.replace(old, new)), actor=Actor.installation())
    assert len(faults) == 1
    assert says in faults[0].message
    assert faults[0].file == "polls.yaml"
    assert not Poll.objects.exists()
