"""The paper that is voted on: built of a draft, frozen as one text, read back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.errors import PaperIncomplete
from bihuan.appraisals.kinds import GRADE, KINDS, NAMES
from bihuan.appraisals.models import Candidate, Poll, VoterGroup
from bihuan.appraisals.standalone.open_box import HEAD, OVERHEAD
from bihuan.appraisals.standalone.recount import MOST_WRITTEN, canonical, paper_digest

MOST_ITEMS, MOST_GROUPS, MOST_CANDIDATES = 600, 20, 200
LONGEST_ANSWER = 244  # bytes; one answer's length is one byte, and many names are mostly short


@dataclass(frozen=True)
class BallotPaper:
    """A frozen paper: its text as the digest covers it, and what it says."""

    text: str

    @cached_property
    def said(self) -> dict[str, Any]:
        """Return what the text says."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    @cached_property
    def digest(self) -> bytes:
        """Return the digest that every sealed answer carries the beginning of."""
        return bytes.fromhex(paper_digest(self.text))

    @property
    def sealed_size(self) -> int:
        """Return the length of one sealed answer, in bytes."""
        return int(self.said["pad"]) + OVERHEAD

    def items_of(self, group: int) -> list[dict[str, Any]]:
        """Return the items that a group votes on, in the paper's order."""
        return [item for item in self.said["items"] if group in item["groups"]]

    def ballot_size(self, group: int) -> int:
        """Return the length of a group's ballot, in bytes."""
        return len(self.items_of(group)) * self.sealed_size


def paper_of(poll: Poll) -> BallotPaper:
    """Return the frozen paper of a poll that has its key."""
    return BallotPaper(poll.paper)


def built(poll: Poll, groups: Sequence[VoterGroup], candidates: Sequence[Candidate]) -> BallotPaper:
    """Return the paper of a draft; raises PaperIncomplete, naming what is missing first."""
    _check(poll, groups, candidates)
    said: dict[str, Any] = {
        "version": 1,
        "poll": poll.pk.hex,
        "kind": poll.kind,
        "title": poll.title,
        "groups": [
            {"number": each.number, "label": each.label, "weight": f"{each.weight.normalize():f}"}
            for each in groups
        ],
        "scales": [],
        "items": [],
    }
    form = KINDS[poll.kind].form
    if form == GRADE:
        _add_grades(said, poll, groups, candidates)
    else:
        _add_choices(said, poll, groups, candidates, form)
    if not said["items"] or len(said["items"]) > MOST_ITEMS:
        raise PaperIncomplete(
            _("票面应有1到%(most)d项，现有%(n)d项，请增减对象或内容。")
            % {"most": MOST_ITEMS, "n": len(said["items"])}
        )
    for group in groups:
        if not any(group.number in item["groups"] for item in said["items"]):
            raise PaperIncomplete(
                _("投票人组“%(group)s”没有可评的对象，请为它指定。") % {"group": group.label}
            )
    said["pad"] = _pad(said["items"])
    return BallotPaper(canonical(said))


def _check(poll: Poll, groups: Sequence[VoterGroup], candidates: Sequence[Candidate]) -> None:
    if not groups:
        raise PaperIncomplete(_("还没有投票人组，请至少设一组。"))
    if not poll.questions:
        raise PaperIncomplete(_("还没有测评内容，请至少设一项。"))
    if not candidates and KINDS[poll.kind].form == GRADE:
        raise PaperIncomplete(_("还没有测评对象，请至少设一个。"))
    if not sum(group.weight for group in groups):
        raise PaperIncomplete(_("各投票人组的权重都是0，请填写权重。"))


def _add_grades(
    said: dict[str, Any],
    poll: Poll,
    groups: Sequence[VoterGroup],
    candidates: Sequence[Candidate],
) -> None:
    for candidate in candidates:
        voters = _voters(groups, candidate.number)
        for question in poll.questions if voters else ():
            if question["scale"] not in said["scales"]:
                said["scales"].append(question["scale"])
            said["items"].append(
                {
                    "number": len(said["items"]) + 1,
                    "form": GRADE,
                    "subject": candidate.label,
                    "part": candidate.part,
                    "question": question["label"],
                    "scale": said["scales"].index(question["scale"]),
                    "weight": question["weight"],
                    "cap": question.get("cap", 0),
                    "groups": voters,
                }
            )


def _voters(groups: Sequence[VoterGroup], candidate: int) -> list[int]:
    return [each.number for each in groups if not each.votes_on or candidate in each.votes_on]


def _add_choices(
    said: dict[str, Any],
    poll: Poll,
    groups: Sequence[VoterGroup],
    candidates: Sequence[Candidate],
    form: str,
) -> None:
    """Add an item a question: all candidates of a recommendation, a post's own of an election."""
    for question in poll.questions:
        own = [
            each.label
            for each in candidates
            if form == NAMES or not each.part or each.part == question["label"]
        ]
        item = {
            "number": len(said["items"]) + 1,
            "form": form,
            "question": question["label"],
            "candidates": own,
            "groups": [each.number for each in groups],
            "write_ins": question["write_ins"],
        }
        said["items"].append({**item, **_how_many(question, form)})
        if not own and not question["write_ins"]:
            raise PaperIncomplete(
                _("“%(question)s”既没有候选人，也不能另写，请补上候选人。")
                % {"question": question["label"]}
            )


def _how_many(question: Mapping[str, Any], form: str) -> dict[str, Any]:
    return {"most": question["most"]} if form == NAMES else {"seats": question["seats"]}


def _pad(items: Sequence[Mapping[str, Any]]) -> int:
    """Return the one length that every item's answer fits, in sixteens of bytes.

    Where many names may be written in, long ones do not all fit; the page says so.
    """
    longest = min(max(_longest(item) for item in items), LONGEST_ANSWER)
    return -(-(HEAD + longest) // 16) * 16


def _longest(item: Mapping[str, Any]) -> int:
    """Return how many bytes an item's longest answer takes."""
    if item["form"] == GRADE:
        return 2
    written = 3 * MOST_WRITTEN + 1
    if item["form"] == NAMES:
        return int(item["most"]) * (written if item["write_ins"] else 4)
    return len(item["candidates"]) + int(item["write_ins"]) * written
