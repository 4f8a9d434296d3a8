"""Ballots that arrive at the same moment, and while the box is closed: all or nothing of each."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from bihuan.appraisals import actions
from bihuan.appraisals.actions import voting
from bihuan.appraisals.errors import BallotNotGood, NotNow
from bihuan.appraisals.files import receipts_of
from bihuan.appraisals.models import (
    BallotBox,
    BallotSlip,
    OpenedList,
    Poll,
    PollState,
    PollStep,
    SealedList,
)
from bihuan.appraisals.standalone import vote
from bihuan.appraisals.tests.making import TODAY, Held, make_held
from bihuan.audit.verifying import verify
from bihuan.lib.errors import Conflict
from bihuan.orgs.tests.cast import Cast, make_cast
from tests.races.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, EACH = 8, 6


@pytest.fixture
def held(transactional_db: None, settings: object) -> Held:
    settings.BIHUAN_TODAY = TODAY  # type: ignore[attr-defined]
    cast: Cast = make_cast()
    return make_held(cast).key().print_slips({1: 12, 2: 9}).open()


def anew(held: Held) -> Poll:
    return Poll.objects.select_related("home", "unit__home").get(pk=held.poll.pk)


def casting(held: Held, slip: str, ballot: bytes) -> Callable[[], str]:
    credential = vote.credential_of(held.hex, slip)
    return lambda: actions.cast_ballot(poll_id=held.poll.pk, credential=credential, ballot=ballot)


def ballots(held: Held, group: int, count: int) -> list[bytes]:
    return [held.ballot(group, dict.fromkeys(range(1, 6), str(1 + at % 3))) for at in range(count)]


def test_closing_while_eight_cast_keeps_every_acknowledged_ballot_and_no_refused_one(
    held: Held,
) -> None:
    held.print_slips({1: THREADS * EACH})
    slips = held.slips[1][-THREADS * EACH :]
    made = ballots(held, 1, len(slips))
    acknowledged: list[str] = []
    refused: list[bytes] = []
    some_are_in, lock = threading.Event(), threading.Lock()

    def voters(own: range) -> Callable[[], object]:
        def run() -> None:
            for at in own:
                try:
                    receipt = casting(held, slips[at], made[at])()
                except NotNow:
                    with lock:
                        refused.append(made[at])
                else:
                    with lock:
                        acknowledged.append(receipt)
                        if len(acknowledged) >= THREADS:
                            some_are_in.set()

        return run

    def close() -> object:
        assert some_are_in.wait(60)
        out = {1: 12, 2: 9}
        return actions.end_poll(actor=held.leader, poll=anew(held), handed_out=out)

    parts = [range(at * EACH, (at + 1) * EACH) for at in range(THREADS)]
    came = at_once(*[voters(own) for own in parts], close)
    assert isinstance(came[-1], Poll)
    poll = anew(held)
    assert poll.state == PollState.SEALED
    assert len(acknowledged) + len(refused) == len(slips)
    assert receipts_of(poll) == sorted(acknowledged)
    assert poll.box.counts == {"1": len(acknowledged), "2": 0}
    lists = SealedList.objects.filter(poll=poll, group=1)
    assert {each.ballots for each in lists} == {len(acknowledged)}
    inside = b"".join(bytes(each.content) for each in lists)
    size = len(made[0]) // 5
    assert not any(each[:size] in inside for each in refused)
    assert not BallotSlip.objects.exclude(ballot=None).exists()
    assert list(verify()) == []


def test_on_sqlite_the_voters_of_one_process_queue(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    fetched = voting._shared

    def shared(poll_id: UUID) -> Poll:
        seen.append(voting._TURN.locked())
        return fetched(poll_id)

    monkeypatch.setattr(voting, "_shared", shared)
    casting(held, held.slips[1][0], ballots(held, 1, 1)[0])()
    with pytest.raises(BallotNotGood):
        casting(held, held.slips[1][0], b"")()
    assert seen == [connection.vendor == "sqlite"] * 2
    assert not voting._TURN.locked()


def test_of_two_ballots_with_one_slip_at_once_one_whole_one_is_kept(held: Held) -> None:
    slip, (one, other) = held.slips[1][0], ballots(held, 1, 2)
    came = at_once(casting(held, slip, one), casting(held, slip, other))
    assert all(isinstance(each, str) for each in came)
    kept = bytes(BallotSlip.objects.exclude(ballot=None).get().ballot or b"")
    assert kept in (one, other)
    held.end()
    assert len(set(receipts_of(held.poll)) & {str(each) for each in came}) == 1


def test_a_slip_made_void_while_it_is_voted_with_is_one_of_both(held: Held) -> None:
    slip, (ballot,) = held.slips[1][0], ballots(held, 1, 1)
    kept = [vote.kept_of(held.hex, slip)]

    def spoil() -> object:
        return actions.spoil_slips(actor=held.clerk, poll=anew(held), group=held.group(), kept=kept)

    came = at_once(casting(held, slip, ballot), spoil)
    row = BallotSlip.objects.get(kept=kept[0])
    assert row.is_spoilt == (row.ballot is None)
    assert row.is_spoilt == (came[1] == 1)
    assert row.is_spoilt != isinstance(came[0], str)


def test_of_two_who_end_at_once_one_does_and_the_box_is_sealed_once(held: Held) -> None:
    casting(held, held.slips[1][0], ballots(held, 1, 1)[0])()

    def end() -> object:
        return actions.end_poll(actor=held.leader, poll=anew(held), handed_out={1: 12, 2: 9})

    came = at_once(end, end)
    assert sum(isinstance(each, Poll) for each in came) == 1
    assert sum(isinstance(each, Conflict) for each in came) == 1
    assert (BallotBox.objects.count(), SealedList.objects.count()) == (1, 10)
    assert PollStep.objects.filter(kind="seal").count() == 1


def test_of_two_who_seal_a_box_with_paper_ballots_at_once_one_does(held: Held) -> None:
    held.print_slips({1: 1}, is_paper=True).end()
    assert held.poll.state == PollState.ENDED

    def seal() -> object:
        return actions.seal_box(actor=held.leader, poll=anew(held))

    came = at_once(seal, seal)
    assert sum(isinstance(each, Poll) for each in came) == 1
    assert SealedList.objects.count() == 10


def test_of_two_openings_at_once_one_is_kept(held: Held) -> None:
    for at, ballot in enumerate(ballots(held, 1, 6)):
        casting(held, held.slips[1][at], ballot)()
    held.end()
    opening = held.opened()
    assert held.ceremony is not None
    proof = held.ceremony.proof

    def count() -> object:
        return actions.record_opening(
            actor=held.clerk, poll=anew(held), opening=opening, proof=proof
        )

    came = at_once(count, count)
    assert sum(isinstance(each, Poll) for each in came) == 1
    assert sum(isinstance(each, Conflict) for each in came) == 1
    assert OpenedList.objects.count() == 5
