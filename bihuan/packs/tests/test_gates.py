"""Stage gates of a pack: told step by step at their moments, by the same rules as on a page."""

import datetime as dt
from pathlib import Path

import pytest

from bihuan.campaigns.models import Phase
from bihuan.orgs.access import Actor
from bihuan.oversight.models import GateRequest
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.tests.small_pack import FILES, write_pack
from bihuan.tasks.models import Task

pytestmark = pytest.mark.django_db

ACCOUNTS = FILES["accounts.csv"] + "group,检查组,,inspection_group,county\n"
CAMPAIGN = """campaigns:
  - code: study
    title: 学习活动
    mode: staged
    from: 2009-09-01
    to: 2010-01-10
    made_at: 2009-08-31T15:00
    by: clerk
    phases:
      - code: first
        label: 学习
        from: 2009-09-01
        to: 2009-11-30
        steps:
          - {code: learn, label: 培训, deliverables: [{label: 学习安排, required: true}]}
      - {code: second, label: 检查, from: 2009-12-01, to: 2010-01-10, gated: true}
    events:
      - {at: 2009-09-01T09:00, by: clerk, do: start, day: 2009-09-01}
"""
GATES = """gates:
  - campaign: study
    phase: first
    at: 2009-11-24T09:10
    by: clerk
    steps:
      - {at: 2009-11-24T10:00, by: clerk, do: line, promised: 学习安排, stands: 印, standing: kept}
      - {at: 2009-11-24T10:10, by: clerk, do: write, note: 都办了。}
      - {at: 2009-11-24T10:20, by: clerk, do: send}
      - {at: 2009-11-26T10:40, by: group, do: return, note: 再补}
      - {at: 2009-11-28T15:30, by: clerk, do: send}
      - at: 2009-12-01T09:30
        by: group
        do: agree
        conditions: [{ref: more, text: 补开座谈会, due_on: 2009-12-15}]
      - {at: 2009-12-01T11:00, by: clerk, do: sign_for, of: more}
      - {at: 2009-12-10T16:20, by: clerk, do: submit, of: more, note: 已开}
      - {at: 2009-12-12T10:10, by: group, do: accept, of: more, note: 看过}
"""


def _written(folder: Path, gates: str) -> Path:
    return write_pack(
        folder,
        accounts_dot_csv=ACCOUNTS,
        campaign_dot_yaml=CAMPAIGN,
        gates_dot_yaml=gates,
    )


def test_a_gate_is_returned_then_agreed_and_its_condition_verified(tmp_path: Path) -> None:
    load_pack(_written(tmp_path, GATES), actor=Actor.installation())
    request = GateRequest.objects.get()
    assert (request.state, request.round) == ("conditional", 2)
    assert request.answered_on == dt.date(2009, 12, 1)
    assert Phase.objects.get(code="second").opened_on == dt.date(2009, 12, 1)
    assert Task.objects.get(about_kind="gate_condition").state == "verified"
    again = load_pack(tmp_path, actor=Actor.installation())
    assert "gate" not in again.added


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("phase: first", "phase: third", 2, "third"),
        ("do: return, note: 再补", "do: return", 10, "退回理由"),
        ("by: group, do: accept", "by: clerk, do: accept", 18, "不能再由您验收"),
        ("of: more, note: 已开", "of: less, note: 已开", 17, "less"),
        ("note: 都办了。", "note: ''", 9, "阶段小结"),
    ],
)
def test_a_fault_is_named_with_its_line_and_nothing_is_loaded(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in GATES
    folder = _written(tmp_path, GATES.replace(old, new, 1))
    faults = check_pack(folder, actor=Actor.installation())
    assert [(fault.file, fault.line) for fault in faults] == [("gates.yaml", line)]
    assert says in faults[0].message
    assert not GateRequest.objects.exists()
