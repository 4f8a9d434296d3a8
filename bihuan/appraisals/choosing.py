"""Results of recommendations and elections: votes by name, in the paper's order.

What an election comes to is said in words, with ties named: who is elected is announced by the
meeting, not by this page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import NAMES
from bihuan.appraisals.models import Poll
from bihuan.appraisals.results import CellShown, group_labels, share_of

Json = dict[str, Any]


@dataclass(frozen=True)
class NameShown:
    """A name with its votes; of an election also those against and abstaining.

    `width` is the share of the valid ballots in hundredths of the bar; `is_over` tells whether it
    exceeds the share that is asked.
    """

    label: str
    yes: int
    share: str
    width: float
    no: int = 0
    abstained: int = 0
    is_written: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class ChoiceShown:
    """One question: its names in the paper's order, then those written in, by their signs."""

    number: int
    question: str
    is_post: bool
    ballots: int
    invalid: int
    nobody: int
    seats: int
    names: tuple[NameShown, ...]
    said: tuple[str, ...] = ()
    cells: tuple[CellShown, ...] = ()


def choices_shown(
    poll: Poll, said: Json, opened: Mapping[int, Sequence[Json]], must_exceed: Decimal
) -> list[ChoiceShown]:
    """Return the questions of a recommendation or election; `must_exceed` in per cent."""
    labels = group_labels(said)
    shown = []
    for item, result in zip(said["items"], poll.box.result["items"], strict=True):
        cells = tuple(_cell(cell, labels) for cell in opened.get(item["number"], ()))
        is_post = item["form"] != NAMES
        names = _names(item, result, must_exceed)
        shown.append(
            ChoiceShown(
                number=item["number"],
                question=item["question"],
                is_post=is_post,
                ballots=result["ballots"],
                invalid=result["invalid"],
                nobody=result["votes"].get("-", 0),
                seats=item.get("seats", 0),
                names=names,
                said=tuple(_said(names, item["seats"], must_exceed)) if is_post else (),
                cells=cells,
            )
        )
    return shown


def _names(item: Json, result: Json, must_exceed: Decimal) -> tuple[NameShown, ...]:
    votes, ballots = result["votes"], result["ballots"]
    is_post = item["form"] != NAMES
    made = []
    for at, label in enumerate(item["candidates"], 1):
        yes, no, abstained = (votes.get(f"{at}{sign}", 0) for sign in "yna")
        yes = yes if is_post else votes.get(str(at), 0)
        made.append(_name(label, yes, ballots, must_exceed, no, abstained))
    written = sorted(choice[1:] for choice in votes if choice.startswith("="))
    for label in written:
        made.append(_name(label, votes[f"={label}"], ballots, must_exceed, is_written=True))
    return tuple(made)


def _name(
    label: str,
    yes: int,
    ballots: int,
    must_exceed: Decimal,
    no: int = 0,
    abstained: int = 0,
    *,
    is_written: bool = False,
) -> NameShown:
    return NameShown(
        label=label,
        yes=yes,
        share=share_of(yes, ballots),
        width=round(100 * yes / ballots, 2) if ballots else 0.0,
        no=no,
        abstained=abstained,
        is_written=is_written,
        is_over=yes * 100 > must_exceed * ballots,
    )


def _said(names: Sequence[NameShown], seats: int, must_exceed: Decimal) -> list[str]:
    """Return what follows of an election's votes, and every tie that decides something."""
    over = [name for name in names if name.is_over]
    given = {"share": f"{must_exceed.normalize():f}", "seats": seats, "n": len(over)}
    if not over:
        return [_("应选%(seats)d人，没有人的赞成票超过有效票的%(share)s%%。") % given]
    given["names"] = "、".join(name.label for name in over)
    said = [
        _("应选%(seats)d人；赞成票超过有效票%(share)s%%的有%(n)d人（按票面次序）：%(names)s。")
        % given
    ]
    if len(over) < seats:
        said.append(_("还差%(left)d人，是否另行选举由大会决定。") % {"left": seats - len(over)})
    if len(over) > seats:
        said.append(_at_the_border(over, seats))
    return said


def _at_the_border(over: Sequence[NameShown], seats: int) -> str:
    votes = sorted((name.yes for name in over), reverse=True)
    last = votes[seats - 1]
    if votes[seats] != last:
        return _("超过的人数多于应选人数，由大会按得票宣布当选人。")
    tied = "、".join(name.label for name in over if name.yes == last)
    left = seats - sum(name.yes > last for name in over)
    return _("%(names)s得票相同（%(votes)d票），只剩%(left)d个名额，须对得票相同的人再次投票。") % {
        "names": tied,
        "votes": last,
        "left": left,
    }


def _cell(cell: Json, labels: Mapping[int, str]) -> CellShown:
    return CellShown(
        label="＋".join(labels[number] for number in cell["groups"]),
        groups=tuple(cell["groups"]),
        ballots=cell["ballots"],
        invalid=cell["invalid"],
        choices=(),
        mean="",
        is_suppressed=bool(cell.get("suppressed")),
    )
