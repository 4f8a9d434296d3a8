"""Campaigns of a pack: told event by event by the same rules as on a page; faults by line."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from bihuan.campaigns.models import Campaign, Plan, PlanOffer, UnitRoll
from bihuan.orgs.access import Actor
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.tests.small_pack import write_pack

pytestmark = pytest.mark.django_db

CAMPAIGN = """campaigns:
  - code: outlook
    title: 学习实践活动
    mode: staged
    from: 2009-09-01
    to: 2010-02-28
    made_at: 2009-08-31T09:00
    by: clerk
    plan_kinds: [village]
    roll_kinds: [village]
    phases:
      - code: study
        label: 学习调研
        from: 2009-09-01
        to: 2009-11-30
        steps:
          - code: learn
            label: 学习
            items:
              - {ref: learn, title: 学习培训, from: 2009-09-10, to: 2009-11-20}
      - {code: analysis, label: 分析检查, from: 2009-12-01, to: 2010-02-28}
    events:
      - {at: 2009-09-01T09:00, by: clerk, do: start, day: 2009-09-01}
      - {at: 2009-09-07T09:00, by: clerk, do: issue}
      - {at: 2009-09-09T09:00, by: east, do: adopt, unit: east}
      - {at: 2009-09-10T09:00, by: east, do: change, unit: east, item: learn, content: 夜校}
      - {at: 2009-10-01T09:00, by: clerk, do: change, item: learn, to: 2009-11-10}
      - {at: 2009-10-02T09:00, by: east, do: keep, unit: east, item: learn, note: 农忙}
      - {at: 2009-12-01T09:00, by: clerk, do: open, phase: analysis}
      - {at: 2009-12-02T09:00, by: east, do: count, unit: east, should: 9, took_part: 8}
"""
TEMPLATE = """campaigns:
  - {code: new, title: 学习教育, template: study-2026, from: 2026-03-01, to: 2026-07-31}
"""


def _check(folder: Path, text: str) -> list[str]:
    faults = check_pack(write_pack(folder, campaign_dot_yaml=text), actor=Actor.installation())
    return [str(fault) for fault in faults]


def test_each_thing_was_done_at_its_own_moment_by_its_own_account(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, campaign_dot_yaml=CAMPAIGN)
    load_pack(folder, actor=Actor.installation())
    campaign = Campaign.objects.get()
    assert [phase.opened_on for phase in campaign.phases.all()] == [
        dt.date(2009, 9, 1),
        dt.date(2009, 12, 1),
    ]
    plan = Plan.objects.get(unit__code="east")
    made_at = timezone.localtime(plan.made_at).replace(tzinfo=None)
    assert (made_at, plan.made_by_name) == (dt.datetime(2009, 9, 9, 9, 0), "东村填报员")
    item = plan.items.get()
    assert (item.content, item.due_on) == ("夜校", dt.date(2009, 11, 20))
    assert PlanOffer.objects.get().is_missing
    assert UnitRoll.objects.get().missing == 1
    again = load_pack(folder, actor=Actor.installation())
    assert (again.total_added, again.total_changed) == (0, 0)


def test_a_campaign_may_be_only_a_template_and_two_days(tmp_path: Path) -> None:
    load_pack(write_pack(tmp_path, campaign_dot_yaml=TEMPLATE), actor=Actor.installation())
    assert Campaign.objects.get().phases.count() == 5


@pytest.mark.parametrize(
    ("said", "instead", "line", "why"),
    [
        ("to: 2009-11-30", "to: 2009-12-01", 2, "重叠"),
        ("to: 2009-11-20}", "to: 2009-12-20}", 2, "超出了"),
        ("by: east, do: adopt, unit: east", "by: clerk, do: adopt, unit: town", 25, "绕成一圈"),
        ("do: adopt, unit: east", "do: adopt, unit: north", 25, "没有代码为“north”的单位"),
        ("by: clerk, do: issue", "by: east, do: issue", 24, "权限"),
        ("item: learn, to: 2009-11-10", "item: teach, to: 2009-11-10", 27, "没有 ref 为“teach”"),
        ("item: learn, to: 2009-11-10", "item: learn, to: 2009-12-10", 27, "超出了"),
        ("note: 农忙", "content: 农忙", 28, "理由"),
        ("took_part: 8", "took_part: 10", 30, "不能多于"),
        ("do: open, phase: analysis", "do: open, phase: rectify", 29, "没有代码为“rectify”的阶段"),
        ("code: analysis", "code: study", 2, "用了两次"),
        ("do: start, day", "do: begin, day", 23, "应为"),
        ("at: 2009-09-07T09:00", "at: 2009-08-07T09:00", 2, "从早到晚"),
        ("mode: staged", "template: scientific", 2, "mode"),
    ],
)
def test_a_fault_is_told_by_its_line_and_nothing_is_loaded(
    tmp_path: Path, said: str, instead: str, line: int, why: str
) -> None:
    assert CAMPAIGN.count(said) == 1
    faults = _check(tmp_path, CAMPAIGN.replace(said, instead))
    assert len(faults) == 1
    assert faults[0].startswith(f"campaign.yaml:{line}: ")
    assert why in faults[0]
    assert not Campaign.objects.exists()


def test_a_template_that_there_is_not_is_a_fault(tmp_path: Path) -> None:
    [fault] = _check(tmp_path, TEMPLATE.replace("study-2026", "study-2027"))
    assert "没有模板“study-2027”" in fault
