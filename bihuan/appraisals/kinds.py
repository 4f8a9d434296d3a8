"""What each kind of poll begins with: its form of answers and its questions (handbook §2.1, §3.3).

Starting points only: every question, grade and weight may be changed while a poll is prepared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.appraisals.models.poll import PollKind
from bihuan.appraisals.policy import SCALES

GRADE, NAMES, POST = "grade", "names", "post"


@dataclass(frozen=True)
class Kind:
    """The form of a kind's answers, its scale where it has grades, and its first questions.

    `one` is the label of the only thing that is voted on, where the kind has but one.
    """

    form: str
    labels: tuple[str, ...]
    scale: str = ""
    one: str = ""
    is_capped: bool = False


_VIRTUES = ("德", "能", "勤", "绩", "廉")
KINDS: Mapping[str, Kind] = {
    PollKind.PERSONS: Kind(GRADE, _VIRTUES, "cadre", is_capped=True),
    PollKind.MUTUAL: Kind(GRADE, _VIRTUES, "cadre"),
    PollKind.LEADERSHIP: Kind(
        GRADE,
        ("政治建设", "团结协作", "工作实绩", "工作作风", "廉洁自律"),
        "team",
        one="领导班子",
    ),
    PollKind.REPORT: Kind(
        GRADE,
        ("认识深不深", "问题准不准", "原因透不透", "思路清不清", "措施行不行"),
        "review",
        one="分析检查报告",
    ),
    PollKind.SATISFACTION: Kind(
        GRADE,
        ("突出问题解决", "干部作风转变", "办事服务", "民生改善", "总体评价"),
        "satisfaction",
        one="整改落实情况",
    ),
    PollKind.RECOMMENDATION: Kind(NAMES, ("推荐人选",)),
    PollKind.ELECTION: Kind(POST, ("书记", "委员")),
}


def first_questions(
    kind: str, points: Mapping[str, Sequence[int]], cap: int = 0
) -> list[dict[str, Any]]:
    """Return the questions that a poll of a kind begins with; `points` by scale, best first."""
    known = KINDS[kind]
    if known.form == NAMES:
        return [{"label": label, "most": 3, "write_ins": True} for label in known.labels]
    if known.form == POST:
        seats = {"书记": 1, "委员": 3}
        return [
            {"label": label, "seats": seats.get(label, 1), "write_ins": seats.get(label, 1)}
            for label in known.labels
        ]
    grades = SCALES[known.scale][1]
    scale = [
        {"label": grade, "points": str(each)}
        for grade, each in zip(grades, points[known.scale], strict=True)
    ]
    return [
        {"label": label, "scale": scale, "weight": "1", "cap": cap if known.is_capped else 0}
        for label in known.labels
    ]
