"""How opinions and groups are shown: their words in pieces, their badges, their lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from bihuan.opinions.models import (
    WAYS,
    Answer,
    GroupState,
    Opinion,
    OpinionGroup,
    OpinionState,
)

SHOWN = 6_000
"""Characters of an opinion that a page shows at once; the rest opens."""

STATE_TONES = {OpinionState.NEW: "info", OpinionState.SORTED: "good", OpinionState.VOID: "plain"}
ANSWER_TONES = {
    Answer.ADOPTED: "good",
    Answer.LONG_TERM: "good",
    Answer.EXPLAINED: "info",
    Answer.FORWARDED: "info",
    Answer.NOT_ADOPTED: "plain",
}


@dataclass(frozen=True)
class Badge:
    """A word with its tone."""

    word: str
    tone: str


def state_of(opinion: Opinion) -> Badge:
    """Return where an opinion stands, in a word."""
    state = OpinionState(opinion.state)
    return Badge(str(state.label), STATE_TONES[state])


def answer_of(group: OpinionGroup) -> Badge:
    """Return what was answered to a group, in a word."""
    if group.state == GroupState.EMPTY:
        return Badge(_("已并入他条") if group.merged_into_id else _("已清空"), "plain")
    if not group.answer:
        return Badge(_("待答复"), "warn")
    return Badge(group.get_answer_display(), ANSWER_TONES[Answer(group.answer)])


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is one of some words; joined they are it."""
    asked = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not asked:
        return [(text, False)]
    pattern = re.compile("(" + "|".join(map(re.escape, asked)) + ")")
    return [(part, at % 2 == 1) for at, part in enumerate(pattern.split(text)) if part]


def way_of(channel: str) -> str:
    """Return which of the four ways of finding a channel belongs to."""
    return next((way for way, channels in WAYS.items() if channel in channels), "")


def by_way(opinions: Any) -> list[tuple[str, int]]:
    """Count opinions by the four ways, in the order in which they are always named."""
    counts = dict(opinions.order_by().values_list("channel").annotate(Count("pk")))
    return [(way, sum(counts.get(each, 0) for each in WAYS[way])) for way in WAYS]


def given_by(group: OpinionGroup) -> str:
    """Return the answer of a group in one sentence."""
    if not group.answer:
        return ""
    said = group.get_answer_display()
    if group.forwarded_to:
        said += _("（%(to)s）") % {"to": group.forwarded_to}
    return f"{said}：{group.answer_reason}" if group.answer_reason else said


def as_text(groups: Iterable[OpinionGroup]) -> str:
    """Return a digest as text, class by class, to be copied into a paper."""
    lines: list[str] = []
    heading = None
    for group in groups:
        if group.category_id != heading:
            heading = group.category_id
            lines.append(("\n" if lines else "") + f"【{group.category.label}】")
        said = given_by(group) or _("待答复")
        lines.append(_("%(w)s（%(n)d条）——%(said)s") % _said(group, said))
    return "\n".join(lines)


def _said(group: OpinionGroup, said: str) -> dict[str, object]:
    return {"w": group.wording.rstrip("。"), "n": group.raw_count, "said": said}
