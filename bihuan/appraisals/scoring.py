"""How a score was reckoned, written out with its numbers; and where caps were exceeded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import GRADE
from bihuan.appraisals.models import Poll
from bihuan.appraisals.results import ABSTAINED, as_pair, group_labels, mean_of
from bihuan.appraisals.standalone.recount import two_decimals

Json = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One item's score, from votes to points: `means` a line a published group, `sum` the last."""

    title: str
    means: tuple[str, ...]
    sum: str


def example_of(poll: Poll, said: Json, opened: Mapping[int, Sequence[Json]]) -> Example | None:
    """Return how the first item with a score was reckoned; None where there is none."""
    weights = {group["number"]: Fraction(group["weight"]) for group in said["groups"]}
    labels = group_labels(said)
    for item, result in zip(said["items"], poll.box.result["items"], strict=True):
        if item["form"] != GRADE or result["score"] is None:
            continue
        scale = said["scales"][item["scale"]]
        terms = []
        for cell in opened.get(item["number"], ()):
            votes: Counter[str] = Counter(cell["answers"])
            mean = mean_of(votes, scale)
            weight = sum((weights[number] for number in cell["groups"]), Fraction(0))
            if mean is not None and weight and not cell.get("suppressed"):
                label = "＋".join(labels[number] for number in cell["groups"])
                terms.append((label, weight, mean, votes))
        if terms:
            title = _("%(subject)s的“%(question)s”") % item
            means = tuple(_mean_line(*term, scale) for term in terms)
            return Example(title, means, _sum_line(terms, two_decimals(result["score"])))
    return None


def _mean_line(
    label: str, weight: Fraction, mean: Fraction, votes: Mapping[str, int], scale: Sequence[Json]
) -> str:
    graded = [(at, votes.get(str(at), 0)) for at in range(1, len(scale) + 1)]
    above = "＋".join(f"{scale[at - 1]['points']}×{n}" for at, n in graded if n)
    below = sum(n for _at, n in graded)
    said = _("%(label)s（权重%(weight)s）：（%(above)s）÷%(below)d＝%(mean)s") % {
        "label": label,
        "weight": _plain(weight),
        "above": above,
        "below": below,
        "mean": two_decimals(as_pair(mean)),
    }
    abstained = votes.get(ABSTAINED, 0)
    return said + (_("，弃权%(n)d票不算") % {"n": abstained} if abstained else "")


def _sum_line(
    terms: Sequence[tuple[str, Fraction, Fraction, Mapping[str, int]]], score: str
) -> str:
    above = "＋".join(f"{_plain(w)}×{two_decimals(as_pair(mean))}" for _l, w, mean, _v in terms)
    below = "＋".join(_plain(weight) for _label, weight, _mean, _votes in terms)
    return _("得分＝（%(above)s）÷（%(below)s）＝%(score)s") % {
        "above": above,
        "below": below,
        "score": score,
    }


def _plain(number: Fraction) -> str:
    """Return a weight, which has at most two decimals, without needless ones."""
    whole, rest = divmod(number.numerator * 100 // number.denominator, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def caps_exceeded(poll: Poll, said: Json) -> list[str]:
    """Return where more first grades came than the caps allow in all, one sentence a question.

    A cap is of one ballot, and nobody looks at whole ballots: only the sum can be held against it.
    """
    given: dict[str, list[Any]] = {}
    for item, result in zip(said["items"], poll.box.result["items"], strict=True):
        if item["form"] == GRADE and item.get("cap"):
            asked = given.setdefault(item["question"], [item, 0, set()])
            asked[1] += result["votes"].get("1", 0)
            asked[2] |= set(item["groups"])
    said_of = []
    for question, (item, votes, groups) in given.items():
        ballots = sum(poll.box.counts.get(str(number), 0) for number in groups)
        if votes > item["cap"] * ballots:
            said_of.append(
                _(
                    "“%(question)s”共有%(votes)d个“%(grade)s”，超过每票至多%(cap)d个、%(ballots)d张票"
                    "合计允许的%(most)d个：有的票没有照上限投，请在使用结果时考虑。"
                )
                % {
                    "question": question,
                    "votes": votes,
                    "grade": said["scales"][item["scale"]][0]["label"],
                    "cap": item["cap"],
                    "ballots": ballots,
                    "most": item["cap"] * ballots,
                }
            )
    return said_of
