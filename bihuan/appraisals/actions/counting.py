"""Writing what was counted as rows that figures open, with the opening that it follows from."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import GRADE
from bihuan.appraisals.models import ItemResult, Poll, VoteCount

GOOD_GRADES = 2


def write_counts(poll: Poll, said: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """Write each item's result and votes; `said` is the paper, `result` what recount.py gives."""
    graded = [
        (item, found)
        for item, found in zip(said["items"], result["items"], strict=True)
        if item["form"] == GRADE
    ]
    ItemResult.objects.bulk_create(_result(poll, item, found) for item, found in graded)
    VoteCount.objects.bulk_create(
        row
        for item, found in graded
        for row in _votes(poll, item, said["scales"][item["scale"]], found)
    )


def _result(poll: Poll, item: Mapping[str, Any], found: Mapping[str, Any]) -> ItemResult:
    votes = found["votes"]
    good = sum(votes.get(str(grade), 0) for grade in range(1, GOOD_GRADES + 1))
    shown = sum(votes.values())  # a cell too small to be published has no votes
    return ItemResult(
        home_id=poll.home_id,
        poll=poll,
        item=item["number"],
        subject=item["subject"],
        question=item["question"],
        ballots=found["ballots"],
        invalid=found["invalid"],
        good=good,
        good_rate=_hundredths(Fraction(100 * good, shown)) if shown else 0,
        score=_hundredths(Fraction(*found["score"])) if found["score"] else None,
    )


def _votes(
    poll: Poll, item: Mapping[str, Any], scale: list[dict[str, str]], found: Mapping[str, Any]
) -> Iterator[VoteCount]:
    answers = [_("弃权"), *(grade["label"] for grade in scale)]
    for grade, answer in enumerate(answers):
        yield VoteCount(
            home_id=poll.home_id,
            poll=poll,
            item=item["number"],
            question=item["question"],
            grade=grade,
            answer=answer,
            votes=found["votes"].get(str(grade), 0),
        )


def _hundredths(number: Fraction) -> int:
    """Return a number in hundredths, halves up."""
    return int((number * 200 + 1) // 2)
