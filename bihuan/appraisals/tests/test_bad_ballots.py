"""What is altered, copied, replayed, late, spoilt or forged: refused, or counted as invalid."""

import copy
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bihuan.appraisals import actions
from bihuan.appraisals.actions import GroupSpec
from bihuan.appraisals.errors import (
    BallotNotGood,
    MoreThanHandedOut,
    NotNow,
    OpeningNotGood,
    SlipNotGood,
)
from bihuan.appraisals.files import box_file, opening_of, published_file, receipts_of
from bihuan.appraisals.models import BallotSlip, PollState, PollStep
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.standalone import open_box, recount, vote
from bihuan.appraisals.standalone.open_box import answer_of, laid_out
from bihuan.appraisals.tests.making import TELLERS, Held, make_held
from bihuan.lib.errors import DomainError
from bihuan.orgs.tests.cast import Cast

ONE_GROUP = (GroupSpec("党员代表", Decimal(100), 12),)
TWOS = dict.fromkeys(range(1, 6), "2")


@pytest.fixture
def held(cast: Cast) -> Held:
    """An open poll of one group, nine of twelve slips voted with: six 1, three 2 on every item."""
    made = make_held(cast, groups=ONE_GROUP).key().print_slips({1: 12}).open()
    for at, slip in enumerate(made.slips[1][:9]):
        made.cast(slip, 1, dict.fromkeys(range(1, 6), "1" if at < 6 else "2"))
    return made


def give(held: Held, slip: str, ballot: bytes) -> str:
    credential = vote.credential_of(held.hex, slip)
    return actions.cast_ballot(poll_id=held.poll.pk, credential=credential, ballot=ballot)


def counted(held: Held) -> dict[int, tuple[int, int, dict[str, int]]]:
    """End, open and count; return valid, invalid and votes by item."""
    held.end().count()
    items = held.poll.box.result["items"]
    return {each["item"]: (each["ballots"], each["invalid"], each["votes"]) for each in items}


def parts_of(held: Held, ballot: bytes) -> list[bytes]:
    size = paper_of(held.poll).sealed_size
    return [ballot[at : at + size] for at in range(0, len(ballot), size)]


WITHOUT = (9, 1, {"1": 6, "2": 3})
WITH_A_TWO = (10, 0, {"1": 6, "2": 4})


@pytest.mark.parametrize("at", [0, 31, 32, 47, 48, 63])
def test_an_altered_answer_is_invalid_and_no_other_is(held: Held, at: int) -> None:
    ballot = bytearray(held.ballot(1, TWOS))
    ballot[at] ^= 1 if at != 31 else 0x80  # X25519 leaves the highest bit out; the nonce does not
    give(held, held.slips[1][9], bytes(ballot))
    found = counted(held)
    assert found[1] == WITHOUT
    assert all(found[item] == WITH_A_TWO for item in range(2, 6))


@pytest.mark.parametrize("change", [-1, 1, 64, -64], ids=str)
def test_a_ballot_of_another_length_is_refused(held: Held, change: int) -> None:
    ballot = held.ballot(1, TWOS)
    wrong = ballot[:change] if change < 0 else ballot + bytes(change)
    for given in (wrong, b""):
        with pytest.raises(BallotNotGood):
            give(held, held.slips[1][9], given)
    assert counted(held)[1] == (9, 0, {"1": 6, "2": 3})


def test_an_older_ballot_sent_again_takes_the_place_of_the_newer(held: Held) -> None:
    """Sound as far as it goes: only who has the slip can send it, and may have voted so anyway.

    Somebody on the network without TLS could do it too: the voter sees the other receipt.
    """
    slip = held.slips[1][9]
    older, newer = held.ballot(1, TWOS), held.ballot(1, dict.fromkeys(range(1, 6), "3"))
    first, second = give(held, slip, older), give(held, slip, newer)
    assert give(held, slip, older) == first
    assert counted(held)[1] == WITH_A_TWO
    receipts = receipts_of(held.poll)
    assert first in receipts
    assert second not in receipts


def test_a_ballot_copied_from_another_slip_is_invalid_at_the_second_time(held: Held) -> None:
    theirs = held.ballot(1, TWOS)
    assert give(held, held.slips[1][9], theirs) == give(held, held.slips[1][10], theirs)
    found = counted(held)
    assert all(each == (10, 1, {"1": 6, "2": 4}) for each in found.values())


def test_a_ballot_copied_into_another_group_counts_where_it_was_given(cast: Cast) -> None:
    """Five of one group who vote alike but for a copy would read it off their own list."""
    held = make_held(cast).key().print_slips({1: 12, 2: 9}).open()
    for number, slips in held.slips.items():
        for at, slip in enumerate(slips[:5]):
            held.cast(slip, number, dict.fromkeys(range(1, 6), str(1 + at % 2)))
    theirs = held.ballot(2, dict.fromkeys(range(1, 6), "4"))
    for number in (1, 2):
        give(held, held.slips[number][8], theirs)
    held.end().count()
    first, second = opening_of(held.poll)["items"][0]["cells"]
    assert (first["ballots"], first["invalid"], "4" in first["answers"]) == (5, 1, False)
    assert (second["ballots"], second["invalid"], "4" in second["answers"]) == (6, 0, True)


def test_answers_of_another_item_poll_or_paper_are_invalid(held: Held, cast: Cast) -> None:
    other = make_held(cast, groups=ONE_GROUP, title="另一次").key().print_slips({1: 12}).open()
    swapped = parts_of(held, held.ballot(1, TWOS))
    swapped[0], swapped[1] = swapped[1], swapped[0]
    give(held, held.slips[1][9], b"".join(swapped))
    give(held, held.slips[1][10], other.ballot(1, TWOS))
    key = bytes.fromhex(held.poll.public_key)
    give(held, held.slips[1][11], vote.ballot_of(other.poll.paper, key, 1, TWOS))
    found = counted(held)
    assert found[1] == found[2] == (9, 3, {"1": 6, "2": 3})
    assert found[3] == (10, 2, {"1": 6, "2": 4})


@pytest.mark.parametrize(
    "answer", ["5", "", "01", "2 ", "１", "-1", "2|a", "2,3"], ids=lambda text: repr(text)
)
def test_an_answer_outside_the_paper_is_invalid(held: Held, answer: str) -> None:
    held.cast(held.slips[1][9], 1, {**TWOS, 1: answer})
    found = counted(held)
    assert found[1] == WITHOUT
    assert found[2] == WITH_A_TWO


DIGEST = bytes(range(32))
GOOD = laid_out(DIGEST, 1, 3, "2", 16)


@pytest.mark.parametrize(
    "plain",
    [
        b"\x02" + GOOD[1:], GOOD[:1] + bytes(8) + GOOD[9:], GOOD[:10] + b"\4" + GOOD[11:],
        GOOD[:11] + b"\xff" + GOOD[12:], GOOD[:11] + b"\0" + GOOD[12:], GOOD[:-1] + b"\1",
        GOOD[:12] + b"\xff" + GOOD[13:],
    ],
    ids=["group", "paper", "item", "too long", "rest not zero", "tail not zero", "not UTF-8"],
)  # fmt: skip
def test_what_is_laid_out_otherwise_is_no_answer(plain: bytes) -> None:
    assert answer_of(GOOD, DIGEST, 1, 3) == "2"
    assert answer_of(plain, DIGEST, 1, 3) is None


def test_a_slip_of_another_poll_or_an_unknown_or_mangled_one_is_refused(
    held: Held, cast: Cast
) -> None:
    other = make_held(cast, groups=ONE_GROUP, title="另一次").key().print_slips({1: 12}).open()
    ballot = held.ballot(1, TWOS)
    for credential in (
        vote.credential_of(other.hex, other.slips[1][0]),
        vote.credential_of(held.hex, other.slips[1][0]),
        vote.credential_of(held.hex, vote.new_slip()),
        vote.kept_of(held.hex, held.slips[1][9]),  # what a copy of the database shows
        b"",
        bytes(31),
        bytes(33),
    ):
        with pytest.raises(SlipNotGood):
            actions.cast_ballot(poll_id=held.poll.pk, credential=credential, ballot=ballot)
    assert BallotSlip.objects.exclude(ballot=None).count() == 9


def test_a_spoilt_slip_votes_no_more_and_a_used_one_cannot_be_spoilt(held: Held) -> None:
    free, used = held.slips[1][9], held.slips[1][0]
    kept = [vote.kept_of(held.hex, slip) for slip in (free, used)]
    with pytest.raises(DomainError, match="已投过"):
        actions.spoil_slips(actor=held.clerk, poll=held.poll, group=held.group(), kept=kept)
    actions.spoil_slips(actor=held.clerk, poll=held.poll, group=held.group(), kept=kept[:1])
    with pytest.raises(SlipNotGood, match="作废"):
        held.cast(free, 1, TWOS)
    assert counted(held)[1] == (9, 0, {"1": 6, "2": 3})


def test_of_a_slip_used_by_two_the_last_ballot_counts_and_the_first_receipt_is_missing(
    held: Held,
) -> None:
    slip = held.slips[1][9]
    first = held.cast(slip, 1, dict.fromkeys(range(1, 6), "4"))
    last = held.cast(slip, 1, TWOS)
    assert counted(held)[1] == WITH_A_TWO
    assert last in receipts_of(held.poll)
    assert first not in receipts_of(held.poll)


def test_before_the_beginning_and_after_the_end_nothing_is_taken(cast: Cast) -> None:
    held = make_held(cast, groups=ONE_GROUP).key().print_slips({1: 12})
    with pytest.raises(NotNow, match="还没有开始"):
        held.cast(held.slips[1][0], 1, TWOS)
    held.open()
    for slip in held.slips[1][:6]:
        held.cast(slip, 1, TWOS)
    held.end()
    for slip in held.slips[1]:
        with pytest.raises(NotNow, match="已经结束"):
            held.cast(slip, 1, TWOS)
    assert held.poll.box.counts == {"1": 6}
    assert not BallotSlip.objects.exclude(ballot=None).exists()


@pytest.mark.parametrize("lost", range(3))
def test_with_one_teller_lost_the_other_two_open(held: Held, lost: int) -> None:
    held.end()
    left = [at for at in range(3) if at != lost]
    opening = held.opened(left)
    assert opening["items"][0]["cells"][0]["ballots"] == 9


def test_with_two_tellers_lost_nobody_opens_and_that_was_said_before(held: Held) -> None:
    keyed = PollStep.objects.get(poll=held.poll, kind="key")
    assert keyed.note == f"{len(TELLERS)}名监票人，2名到场可开票"
    held.end()
    for at in range(3):
        with pytest.raises(recount.Faulty, match="打不开"):
            held.opened([at])
    assert actions.void_poll(actor=held.leader, poll=held.poll, reason="密钥丢失").state == (
        PollState.VOID
    )


def test_more_ballots_than_slips_handed_out_are_not_published(held: Held) -> None:
    held.poll = actions.end_poll(actor=held.leader, poll=held.poll, handed_out={1: 8})
    held.count()
    with pytest.raises(MoreThanHandedOut, match="发出8张，收回9张"):
        held.publish()
    held.poll.refresh_from_db()
    assert held.poll.state == PollState.COUNTED


def record(held: Held, opening: Any, proof: bytes | None = None) -> None:
    assert held.ceremony is not None
    own = held.ceremony.proof if proof is None else proof
    actions.record_opening(actor=held.clerk, poll=held.poll, opening=opening, proof=own)


def test_an_opening_without_the_tellers_key_is_refused(held: Held) -> None:
    held.end()
    assert held.ceremony is not None
    opening = held.opened()
    for proof in (b"", bytes(32), bytes.fromhex(held.ceremony.proof_kept)):
        with pytest.raises(OpeningNotGood, match="没有监票人的密钥"):
            record(held, opening, proof)
    record(held, opening)


Change = Callable[[dict[str, Any]], object]
CHANGES: dict[str, Change] = {
    "box": lambda opening: opening.update(box_digest="0" * 64),
    "paper": lambda opening: opening.update(paper_digest="0" * 64),
    "poll": lambda opening: opening.update(poll="0" * 32),
    "version": lambda opening: opening.update(version=2),
    "valid": lambda opening: opening["items"][0]["cells"][0].update(ballots=8),
    "invalid": lambda opening: opening["items"][0]["cells"][0].update(invalid=1),
    "below nought": lambda opening: opening["items"][0]["cells"][0].update(ballots=10, invalid=-1),
    "answers": lambda opening: opening["items"][0]["cells"][0]["answers"].append("1"),
    "option": lambda opening: opening["items"][0]["cells"][0].update(answers=["5"] * 9),
    "text": lambda opening: opening["items"][0]["cells"][0].update(answers="112233112"),
    "counts": lambda opening: opening["items"][0]["cells"][0].update(answers={"1": 9}),
    "item": lambda opening: opening["items"].pop(),
    "nothing": lambda opening: opening.clear(),
    "items of nothing": lambda opening: opening.update(items=[None] * 5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_opening_that_does_not_fit_the_box_is_refused(held: Held, change: Change) -> None:
    held.end()
    opening = copy.deepcopy(held.opened())
    change(opening)
    with pytest.raises(OpeningNotGood):
        record(held, opening)
    held.poll.refresh_from_db()
    assert held.poll.state == PollState.SEALED


def test_a_box_that_was_changed_after_it_was_sealed_is_not_opened(held: Held) -> None:
    held.end()
    assert held.ceremony is not None
    box = box_file(held.poll)
    left_out = {**box, "lists": [*box["lists"][1:]]}
    changed = copy.deepcopy(box)
    changed["lists"][0]["content"] = "A" * 4 + changed["lists"][0]["content"][4:]
    for bad in (left_out, changed, {**box, "box_digest": "0" * 64}):
        with pytest.raises(recount.Faulty, match="封箱摘要"):
            open_box.open_box(bad, held.ceremony.secret_key)


def test_a_second_opening_that_differs_is_written_down_and_does_not_confirm(held: Held) -> None:
    held.end().count()
    assert held.ceremony is not None
    proof = held.ceremony.proof
    with pytest.raises(OpeningNotGood):
        actions.confirm_opening(
            actor=held.leader, poll=held.poll, opening_digest=held.poll.opening_digest, proof=b""
        )
    agrees = actions.confirm_opening(
        actor=held.leader, poll=held.poll, opening_digest="f" * 64, proof=proof
    )
    assert not agrees
    held.poll.refresh_from_db()
    assert not held.poll.is_confirmed
    with pytest.raises(DomainError, match="没有复核就公布的理由"):
        actions.publish_result(actor=held.leader, poll=held.poll)


def test_what_only_a_small_group_votes_on_is_not_published(cast: Cast) -> None:
    people = [actions.CandidateSpec(f"干部{at}") for at in (1, 2)]
    groups = [
        GroupSpec("班子", Decimal(60), 3),
        GroupSpec("职工", Decimal(40), 9, votes_on=(2,)),
    ]
    held = make_held(cast, "persons", candidates=people)
    actions.set_groups(actor=held.clerk, poll=held.poll, groups=groups)
    held.key().print_slips({1: 3, 2: 9}).open()
    items = paper_of(held.poll).said["items"]
    for number, slips in held.slips.items():
        for at, slip in enumerate(slips):
            own = [item["number"] for item in items if number in item["groups"]]
            held.cast(slip, number, {item: str(1 + (at + item) % 3) for item in own})
    held.end().count().publish()
    published = published_file(held.poll)
    assert recount.recount(published)
    subjects = {each["subject"]: each["score"] for each in published["result"]["subjects"]}
    assert subjects["干部1"] is None
    assert subjects["干部2"] is not None
    for item, opened in zip(items, published["opening"]["items"], strict=True):
        (cell,) = opened["cells"]
        if item["subject"] == "干部1":
            assert cell == {
                "groups": [1], "ballots": 3, "invalid": 0, "answers": [], "suppressed": True
            }  # fmt: skip
        else:
            assert (cell["groups"], cell["ballots"]) == ([1, 2], 12)


def test_a_paper_slip_does_not_vote_by_itself_nor_the_other_way_round(
    held: Held, cast: Cast
) -> None:
    held.print_slips({1: 1}, is_paper=True)
    paper = held.paper_slips[1][0]
    with pytest.raises(SlipNotGood, match="纸质票"):
        held.cast(paper, 1, TWOS)
    with pytest.raises(SlipNotGood, match="网上"):
        held.type_paper(held.clerk, held.slips[1][0], 1, TWOS)
    assert held.type_paper(held.clerk, paper, 1, TWOS) == "first"
    assert held.type_paper(held.clerk, paper, 1, TWOS) == "first", "one person is not two"
    other = replace(held.clerk, id=cast.account("leader").id)
    assert held.type_paper(other, paper, 1, TWOS) == "agreed"
    with pytest.raises(SlipNotGood, match="两遍"):
        held.type_paper(other, paper, 1, TWOS)
