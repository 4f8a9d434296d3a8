"""Numbers of policy by which meetings are kept: quorums, days of a sequence, how far to look back.

What part must come differs by place and by year, so each is a preset (handbook, its first rule).
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from bihuan.lib.policy import Known, ValueKind
from bihuan.meetings.models import MeetingKind
from bihuan.meetings.rules import QuorumRule
from bihuan.presets.asking import holding
from bihuan.presets.rules import read_value

_LIFE = "县以上党和国家机关党员领导干部民主生活会的规定，乡镇参照"
_VILLAGE = "村民委员会组织法第二十二条、第二十五条"
_LOCAL = "各地议事规则；以当地规定为准"

# by kind: (parts, of how many, more than, label, source)
_QUORUMS: Mapping[MeetingKind, tuple[int, int, bool, str, str]] = {
    MeetingKind.JOINT: (1, 2, False, "党政联席会议到会", _LOCAL),
    MeetingKind.COMMITTEE: (1, 2, False, "党委会议到会", _LOCAL),
    MeetingKind.DEMOCRATIC_LIFE: (2, 3, False, "民主生活会到会", _LIFE),
    MeetingKind.BRANCH_LIFE: (1, 2, True, "组织生活会到会", "党支部工作条例；以当地规定为准"),
    MeetingKind.VILLAGERS: (1, 2, True, "村民会议到会", _VILLAGE),
    MeetingKind.VILLAGE_DELEGATES: (2, 3, False, "村民代表会议到会", _VILLAGE),
}
_TERMS = "应有几分之几到会，例如三分之二：分母3、分子2。分子为0表示不作要求。"


def _quorum(kind: MeetingKind) -> tuple[Known, Known, Known]:
    part, of, is_more_than, label, source = _QUORUMS[kind]
    return (
        Known(
            code=f"meetings.{kind.value}_part",
            label=f"{label}比例：分子",
            default=Decimal(part),
            maximum=Decimal(100),
            note=_TERMS,
            source=source,
        ),
        Known(
            code=f"meetings.{kind.value}_of",
            label=f"{label}比例：分母",
            default=Decimal(of),
            minimum=Decimal(1),
            maximum=Decimal(100),
            note=_TERMS,
            source=source,
        ),
        Known(
            code=f"meetings.{kind.value}_more_than",
            label=f"{label}须超过这一比例",
            default=is_more_than,
            kind=ValueKind.YES_NO,
            note="“是”为超过（过半数），“否”为达到即可（半数以上）。",
            source=source,
        ),
    )


QUORUMS = {kind: _quorum(kind) for kind in _QUORUMS}


def _days(code: str, label: str, default: int, note: str, source: str) -> Known:
    return Known(
        code=f"meetings.{code}",
        label=label,
        default=Decimal(default),
        unit="天",
        maximum=Decimal(1000),
        note=note,
        source=source,
    )


_BEFORE = "会议召开前的自然日；遇节假日提前到前一个工作日。"
_AFTER = "会议召开后的自然日；遇节假日顺延到下一个工作日。"
THEME_DAYS = _days("theme_days", "民主生活会前确定主题", 30, _BEFORE, _LIFE)
OPINION_DAYS = _days("opinion_days", "民主生活会前征求意见", 10, _BEFORE, _LIFE)
TALK_DAYS = _days("talk_days", "民主生活会前谈心谈话", 5, _BEFORE, _LIFE)
PAPER_DAYS = _days("paper_days", "民主生活会前写好对照检查材料", 3, _BEFORE, _LIFE)
REPORT_BEFORE_DAYS = _days("report_before_days", "民主生活会前报告上级", 15, _BEFORE, _LIFE)
COMMITMENT_DAYS = _days("commitment_days", "民主生活会后定出整改措施", 10, _AFTER, _LIFE)
REPORT_AFTER_DAYS = _days("report_after_days", "民主生活会后报告上级", 15, _AFTER, _LIFE)
CIRCULATE_DAYS = _days("circulate_days", "民主生活会后通报", 30, _AFTER, _LIFE)
PUBLISH_DAYS = _days("publish_days", "村民会议决议公开", 7, _AFTER, _VILLAGE)
RESULT_DAYS = _days("result_days", "决议实施结果公开", 90, _AFTER, _VILLAGE)
LOOK_BACK_DAYS = _days(
    "look_back_days",
    "征求意见和谈心谈话往前看",
    180,
    "民主生活会前这么多天里征求到的意见、谈过的话，算作为这次会议做的。",
    "软件自带",
)
NEAR_DAYS = _days("near_days", "程序步骤提前提醒", 7, "首页提前这么多天提示。", "软件自带")
MINUTES_DAYS = _days(
    "minutes_days", "会后提示起草纪要", 30, "过了这么多天不再提示；不起草不影响什么。", "软件自带"
)
PRINCIPALS = Known(
    code="meetings.principals",
    label="主要领导人数",
    default=Decimal(2),
    unit="名",
    maximum=Decimal(9),
    note="班子成员按次序的前几名为主要领导（党政正职）。",
    source="软件自带",
)
KNOWN = (
    *(known for terms in QUORUMS.values() for known in terms),
    *(THEME_DAYS, OPINION_DAYS, TALK_DAYS, PAPER_DAYS, REPORT_BEFORE_DAYS),
    *(COMMITMENT_DAYS, REPORT_AFTER_DAYS, CIRCULATE_DAYS, PUBLISH_DAYS, RESULT_DAYS),
    *(LOOK_BACK_DAYS, NEAR_DAYS, MINUTES_DAYS, PRINCIPALS),
)


def quorum_rule(kind: str, path: str, day: dt.date) -> QuorumRule | None:
    """Return the quorum of a kind at a path on a day; None where nothing is asked."""
    terms = QUORUMS.get(MeetingKind(kind))
    if terms is None:
        return None
    part, of, more = days_of(terms, path, day)
    rule = QuorumRule(part, max(of, 1), bool(more))
    return rule if rule.exists else None


def days_of(known: tuple[Known, ...], path: str, day: dt.date) -> list[int]:
    """Return the values of several presets as whole numbers, in one statement."""
    found = holding([each.code for each in known], path, day)
    return [
        int(read_value(each, found[each.code].value) if each.code in found else each.default)
        for each in known
    ]
