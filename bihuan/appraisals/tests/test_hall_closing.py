"""Closing while ballots arrive, on real connections: what got a receipt is in the box."""

import threading

import pytest
from django.db import connection
from django.test import Client

from bihuan.appraisals.files import receipts_of
from bihuan.appraisals.models import BallotSlip
from bihuan.appraisals.standalone import vote
from bihuan.appraisals.tests.making import make_held
from bihuan.orgs.tests.cast import make_cast
from bihuan.public.limits import counts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
VOTERS = 6


def test_a_ballot_is_in_the_box_or_its_voter_was_told_that_it_ended() -> None:
    counts.clear()
    held = make_held(make_cast()).key().print_slips({1: 60, 2: 6}).open()
    url = f"/public/v/{held.poll.slug}/ballots/"
    bodies = [
        vote.credential_of(held.hex, slip) + held.ballot(1, {1: str(at % 4)})
        for at, slip in enumerate(held.slips[1])
    ]
    receipts: list[str] = []
    refused: list[str] = []
    begun, some = threading.Barrier(VOTERS + 1), threading.Event()

    def vote_on(own: list[bytes]) -> None:
        try:
            begun.wait()
            for body in own:
                answer = Client().post(url, body, content_type="application/octet-stream")
                said = answer.json()
                if answer.status_code == 200:
                    receipts.append(said["receipt"])
                    if len(receipts) >= 10:
                        some.set()
                else:
                    refused.append(said["said"])
        finally:
            connection.close()

    voters = [threading.Thread(target=vote_on, args=[bodies[at::VOTERS]]) for at in range(VOTERS)]
    for each in voters:
        each.start()
    begun.wait()
    assert some.wait(120)
    held.end()
    for each in voters:
        each.join(120)
    assert len(receipts) + len(refused) == 60
    assert set(refused) <= {"投票已经结束，没有收下。"}
    assert receipts_of(held.poll) == sorted(receipts)
    assert held.poll.box.counts == {"1": len(receipts), "2": 0}
    assert not BallotSlip.objects.exclude(ballot=None).exists()


def test_two_with_the_same_slip_at_once_are_one_ballot() -> None:
    counts.clear()
    held = make_held(make_cast()).key().print_slips({1: 6, 2: 6}).open()
    url = f"/public/v/{held.poll.slug}/ballots/"
    credential = vote.credential_of(held.hex, held.slips[1][0])
    receipts: list[str] = []
    begun = threading.Barrier(VOTERS)

    def vote_once(grade: str) -> None:
        try:
            body = credential + held.ballot(1, {1: grade})
            begun.wait()
            answer = Client().post(url, body, content_type="application/octet-stream")
            receipts.append(answer.json()["receipt"])
        finally:
            connection.close()

    voters = [threading.Thread(target=vote_once, args=[str(at % 4)]) for at in range(VOTERS)]
    for each in voters:
        each.start()
    for each in voters:
        each.join(120)
    held.end()
    assert len(set(receipts)) == VOTERS
    assert held.poll.box.counts == {"1": 1, "2": 0}
    assert set(receipts_of(held.poll)) < set(receipts)
