"""Polls: the clerk prepares, the leader chairs; persons are not for a village to see."""

from collections.abc import Callable, Mapping
from typing import Any

from bihuan.appraisals.actions import set_counts
from bihuan.appraisals.tests.making import Held
from tests.house.addresses import ABOVE, CONTENT, EVERYBODY, INSIDE, OUTSIDER, Row
from tests.house.world import World

CLERK, LEADER = frozenset({"clerk"}), frozenset({"leader"})
UNSEEN = EVERYBODY - ABOVE
"""Those who may not know of a poll of the town that is not published."""


def _of(name: str, **more: Any) -> Callable[[World], Mapping[str, Any]]:
    """Return the arguments of an address about a poll of the world."""

    def arguments(world: World) -> Mapping[str, Any]:
        held: Held = getattr(world, name)
        return {"pk": held.poll.pk, **more}

    return arguments


def _all_came(world: World) -> Mapping[str, Any]:
    held = world.poll_keyed
    set_counts(actor=held.clerk, poll=held.poll, counts={1: (6, 6)})
    return {"pk": held.poll.pk}


def _candidate(world: World) -> Mapping[str, Any]:
    one = world.poll_draft.poll.candidates.get()
    return {"was_0": str(one.pk), "label_0": "分析检查报告（改）", "order_0": "1"}


def _by_clerk(name: str, given: Any, poll: str = "poll_draft") -> Row:
    """Return the row of what the clerk posts."""
    answers = {302: CLERK, 404: UNSEEN}
    return Row(f"appraisals:{name}", answers, _of(poll), method="post", given=given)


def _by_leader(name: str, poll: str, given: Any = None) -> Row:
    """Return the row of what the chair posts."""
    answers = {302: LEADER, 404: UNSEEN}
    return Row(f"appraisals:{name}", answers, _of(poll), method="post", given=given or {})


PREPARING = ("change", "questions", "candidates", "groups", "roll", "paper", "roll_sheet")
COUNTED: Mapping[int, frozenset[str]] = {200: CLERK | LEADER, 404: EVERYBODY - CLERK - LEADER}
PEOPLE = {"people-unit": "town", "people-kinds": ["other"]}
ROWS = [
    Row("appraisals:list", {200: CONTENT}),
    Row("appraisals:workbook", {200: CONTENT}),
    Row("appraisals:new", {200: CLERK | OUTSIDER}),
    Row("appraisals:program", {200: CONTENT}, lambda _world: {"name": "recount"}),
    Row("appraisals:poll", {200: ABOVE, 404: UNSEEN}, _of("poll_draft")),
    Row("appraisals:poll", {200: ABOVE, 404: UNSEEN}, _of("poll_open")),
    Row("appraisals:poll", {200: INSIDE, 404: EVERYBODY - INSIDE}, _of("poll_published")),
    *(
        Row(f"appraisals:{name}", {200: CLERK, 404: UNSEEN}, _of("poll_draft"))
        for name in PREPARING
    ),
    _by_clerk("change", {"title": "改过名的评议", "on": "2010-02-03"}),
    _by_clerk("questions", {"scale": "好 100、差 0", "label_0": "总体评价", "weight_0": "1"}),
    _by_clerk("candidates", _candidate),
    _by_clerk("candidate_lines", {"lines": "另一份报告"}),
    # Nobody holds such a post in the world: the page comes back and says so.
    Row(
        "appraisals:candidate_people",
        {422: CLERK, 404: UNSEEN},
        _of("poll_draft"),
        method="post",
        given=PEOPLE,
    ),
    _by_clerk("groups", {"label_0": "党员", "weight_0": "100", "should_0": "9"}),
    _by_clerk("groups_by_part", {}),
    _by_clerk("roll", {"group": "1", "names": "张三\n李四"}),
    Row(
        "appraisals:roll_people",
        {422: CLERK, 404: UNSEEN},
        _of("poll_draft"),
        method="post",
        given={"group": "1", **PEOPLE},
    ),
    _by_clerk("counts", {"should_1": "6", "present_1": "6"}),
    Row(
        "appraisals:attendance",
        {422: CLERK, 404: UNSEEN},
        _of("poll_draft"),
        method="post",
    ),
    Row("appraisals:voting", {302: LEADER, 404: UNSEEN}, _all_came, method="post"),
    _by_leader("ending", "poll_open", {"out-1": "6"}),
    _by_leader("seal", "poll_ended"),
    Row("appraisals:closing_record", {200: CLERK, 404: UNSEEN}, _of("poll_sealed")),
    Row("appraisals:box", {200: ABOVE, 404: UNSEEN}, _of("poll_sealed")),
    _by_leader("publication", "poll_counted", {"publish-reason": "监票人已离开"}),
    _by_leader("voiding", "poll_draft", {"void-reason": "会议改期"}),
    # Its days are not over: the chair is told so.
    Row(
        "appraisals:destruction",
        {409: LEADER, 404: EVERYBODY - INSIDE},
        _of("poll_published"),
        method="post",
    ),
    Row("appraisals:result", COUNTED, _of("poll_counted")),
    Row("appraisals:result", {200: INSIDE, 404: EVERYBODY - INSIDE}, _of("poll_published")),
    Row("appraisals:result", {200: ABOVE, 404: UNSEEN}, _of("poll_of_persons")),
    Row("appraisals:subject", {200: ABOVE, 404: UNSEEN}, _of("poll_of_persons", number=1)),
    Row("appraisals:result_workbook", COUNTED, _of("poll_counted")),
    Row("appraisals:published", COUNTED, _of("poll_counted")),
    Row("appraisals:published", {200: ABOVE, 404: UNSEEN}, _of("poll_of_persons")),
    _by_leader("cross_checks", "poll_of_persons", {"part": "水利站", "note": "与平时一致"}),
]
