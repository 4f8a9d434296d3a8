"""How many slips and ballots there are, by group; never which."""

from dataclasses import dataclass

from django.db.models import Count, Q

from bihuan.appraisals.models import BallotSlip, Poll, PollState, VoterGroup


@dataclass(frozen=True)
class GroupCount:
    """A group with its slips: made for telephones and on paper, void, voted with."""

    group: VoterGroup
    online: int
    paper: int
    spoilt: int
    came: int
    once: int

    @property
    def made(self) -> int:
        """Return how many slips are good."""
        return self.online + self.paper

    @property
    def out(self) -> int:
        """Return how many slips were handed out; those present until the chair has said so."""
        return self.group.present if self.group.handed_out is None else self.group.handed_out

    @property
    def twice(self) -> int:
        """Return how many paper ballots were typed in twice alike; until the box is sealed."""
        return self._paper_typed - self.once

    @property
    def untyped(self) -> int:
        """Return how many paper ballots were not typed in."""
        return self.paper - self._paper_typed

    _paper_typed: int = 0


def slips_by_group(poll: Poll) -> list[GroupCount]:
    """Return the slips of a poll, groups in their order; one statement for all of them."""
    good, typed = Q(is_spoilt=False), Q(ballot__isnull=False)
    rows = BallotSlip.objects.filter(poll=poll).values("group")
    counted = {
        row["group"]: row
        for row in rows.annotate(
            online=Count("kept", filter=good & Q(is_paper=False)),
            paper=Count("kept", filter=good & Q(is_paper=True)),
            spoilt=Count("kept", filter=Q(is_spoilt=True)),
            came=Count("kept", filter=typed & Q(tags=None)),
            once=Count("kept", filter=~Q(tags=None)),
            paper_typed=Count("kept", filter=typed & Q(is_paper=True)),
        ).order_by()
    }
    boxed = _boxed(poll)
    return [
        _count(group, counted.get(group.pk, {}), boxed)
        for group in VoterGroup.objects.filter(poll=poll).order_by("number")
    ]


def _boxed(poll: Poll) -> dict[str, int]:
    """Return ballots by group number once the box is sealed; whole ballots are gone then."""
    sealed = (PollState.SEALED, PollState.COUNTED, PollState.PUBLISHED)
    return poll.box.counts if poll.state in sealed else {}


def _count(group: VoterGroup, row: dict[str, int], boxed: dict[str, int]) -> GroupCount:
    return GroupCount(
        group=group,
        online=row.get("online", 0),
        paper=row.get("paper", 0),
        spoilt=row.get("spoilt", 0),
        came=boxed.get(str(group.number), row.get("came", 0)),
        once=row.get("once", 0),
        _paper_typed=row.get("paper_typed", 0),
    )
