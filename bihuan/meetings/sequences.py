"""The steps that belong to a kind of meeting, as data: codes, words, days, what is counted.

民主生活会: theme → opinions → talks → self-review papers → report upward → criticism → measures →
report → circular (handbook §3.2). 四议两公开: the four discussions and two disclosures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bihuan.lib.policy import Known
from bihuan.meetings import policy
from bihuan.meetings.models import MeetingKind


class Counted(StrEnum):
    """Where the number of a step comes from."""

    NOTHING = "nothing"
    OPINIONS = "opinions"  # counted from the opinions that were gathered
    TALKS = "talks"  # counted from the heart talks
    RESOLUTIONS = "resolutions"  # counted from what was resolved
    ENTERED = "entered"  # so many of so many, entered: nothing but the two numbers


@dataclass(frozen=True)
class Step:
    """One step. `days` is the preset of its due day, before or after the meeting.

    Without one it is due on the meeting's own day (`is_that_day`), or on no day.
    """

    code: str
    label: str
    days: Known | None = None
    is_before: bool = True
    is_that_day: bool = False
    counted: Counted = Counted.NOTHING
    count_label: str = ""
    hint: str = ""

    def offset(self, days: int) -> int:
        """Return the days from the meeting to its due day, negative before it."""
        return -days if self.is_before else days


_THEME = Step("theme", "确定主题", policy.THEME_DAYS)
_OPINIONS = Step("opinions", "征求意见", policy.OPINION_DAYS, counted=Counted.OPINIONS)
_TALKS = Step("talks", "谈心谈话", policy.TALK_DAYS, counted=Counted.TALKS)
_PAPERS = Step(
    "papers",
    "个人对照检查材料",
    policy.PAPER_DAYS,
    counted=Counted.ENTERED,
    count_label="已交",
    hint="只记交了几份，材料不在这里保存",
)
_CRITICISM = Step(
    "criticism",
    "开展批评和自我批评",
    is_that_day=True,
    counted=Counted.ENTERED,
    count_label="发言",
    hint="只记发言人数，内容不出会场、不作记录",
)
_COMMITMENTS = Step(
    "commitments",
    "整改措施、承诺",
    policy.COMMITMENT_DAYS,
    is_before=False,
    counted=Counted.RESOLUTIONS,
)
_CIRCULATE = Step("circulate", "通报", policy.CIRCULATE_DAYS, is_before=False)
_VILLAGE = (
    Step("propose", "党支部提议", counted=Counted.ENTERED, count_label="到会"),
    Step("consult", "村“两委”商议", counted=Counted.ENTERED, count_label="到会"),
    Step("review", "党员大会审议", counted=Counted.ENTERED, count_label="到会"),
    Step("decide", "村民（代表）会议决议", is_that_day=True, counted=Counted.RESOLUTIONS),
    Step("publish", "决议公开", policy.PUBLISH_DAYS, is_before=False),
    Step("publish_result", "实施结果公开", policy.RESULT_DAYS, is_before=False),
)

SEQUENCES: Mapping[MeetingKind, tuple[Step, ...]] = {
    MeetingKind.DEMOCRATIC_LIFE: (
        *(_THEME, _OPINIONS, _TALKS, _PAPERS),
        Step("report_before", "会前报告上级", policy.REPORT_BEFORE_DAYS),
        *(_CRITICISM, _COMMITMENTS),
        Step("report_after", "会后报告", policy.REPORT_AFTER_DAYS, is_before=False),
        _CIRCULATE,
    ),
    MeetingKind.BRANCH_LIFE: (
        *(_THEME, _OPINIONS, _TALKS, _PAPERS, _CRITICISM, _COMMITMENTS, _CIRCULATE),
    ),
    MeetingKind.VILLAGERS: _VILLAGE,
    MeetingKind.VILLAGE_DELEGATES: _VILLAGE,
}


def steps_of(kind: str) -> tuple[Step, ...]:
    """Return the steps of a kind; none for most."""
    return SEQUENCES.get(MeetingKind(kind), ())


def step_of(kind: str, code: str) -> Step | None:
    """Return a step by code; None for an unknown one."""
    return next((step for step in steps_of(kind) if step.code == code), None)
