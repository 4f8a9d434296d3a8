"""What of a poll may be counted, and the circular that is written from it."""

import pytest

from bihuan.appraisals import actions
from bihuan.appraisals.actions import CandidateSpec
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import ItemResult, PollKind, VoteCount
from bihuan.appraisals.sources import sources
from bihuan.appraisals.tests.making import Held, make_held
from bihuan.documents.filling import fill_document
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.tests.cast import Cast


def _published(cast: Cast) -> Held:
    held = make_held(cast).key().print_slips({1: 12, 2: 9}).open()
    for number in (1, 2):
        for at, slip in enumerate(held.slips[number]):
            held.cast(slip, number, {item: str(1 + (at + item) % 3) for item in range(1, 6)})
    return held.end().count().publish()


def test_votes_and_rates_are_rows_of_the_lists(cast: Cast) -> None:
    held = _published(cast)
    assert ItemResult.objects.count() == 5
    for result in ItemResult.objects.all():
        votes = dict(VoteCount.objects.filter(item=result.item).values_list("grade", "votes"))
        assert sum(votes.values()) == result.ballots == 21
        assert result.good == votes[1] + votes[2]
        assert result.good_rate == round(10_000 * result.good / 21)
    source = {each.code: each for each in sources(cast.town, None)}
    clerk, outsider = cast.actor("clerk"), cast.actor("outsider")
    for code, rows in (("appraisals.polls", 1), ("appraisals.items", 5), ("appraisals.votes", 25)):
        seen = source[code].rows(None)
        assert seen.filter(source[code].visible_to(clerk)).count() == rows
        assert not seen.filter(source[code].visible_to(outsider)).exists()
    polls = source["appraisals.polls"]
    said = polls.rows(None).annotate(n=polls.fields["present"].expression).get()
    assert said.n == 21
    assert held.poll.box.came == 21


def test_how_a_person_was_graded_is_no_figure(cast: Cast) -> None:
    people = [CandidateSpec("办公室主任"), CandidateSpec("财政所所长")]
    held = make_held(cast, PollKind.PERSONS, candidates=people).key()
    held.print_slips({1: 12, 2: 9}).open()
    for slip in held.slips[1]:
        held.cast(slip, 1, {1: "1", 2: "2"})
    held.end().count().publish()
    assert not ItemResult.objects.exists()
    assert not VoteCount.objects.exists()
    with pytest.raises(NotNow, match="不起草通报"):
        actions.draft_result(actor=held.clerk, poll=held.poll)


def test_a_circular_is_drafted_once_with_every_figure_from_its_rows(cast: Cast) -> None:
    held = _published(cast)
    with pytest.raises(NotAllowed):
        actions.draft_result(actor=cast.actor("village_reporter"), poll=held.poll)
    document = actions.draft_result(actor=held.clerk, poll=held.poll)
    filled = fill_document(document, actor=held.clerk)
    said = "".join(
        inline.text for block in filled.paper.blocks for inline in getattr(block, "inlines", ())
    )
    assert "应到21人，实到21人，发出票21张，收回21张" in said
    assert "1．认识深不深：有效票21张，其中好7票、较好7票、一般7票；前两个等次占66.67%。" in said
    assert not filled.faults
    with pytest.raises(NotNow, match="已经起草"):
        actions.draft_result(actor=held.clerk, poll=held.poll)
