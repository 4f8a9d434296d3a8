"""A poll from its draft to its recount, by every form of answer."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.appraisals import actions
from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.files import box_file, published_file
from bihuan.appraisals.models import BallotSlip, PollKind, PollState
from bihuan.appraisals.standalone import recount
from bihuan.appraisals.tests.making import make_held
from bihuan.orgs.tests.cast import Cast


def test_a_report_is_reviewed_and_counted_again_by_a_program_of_its_own(
    cast: Cast, tmp_path: Path
) -> None:
    held = make_held(cast).key().print_slips({1: 12, 2: 9}).open()
    receipts = []
    for at, slip in enumerate(held.slips[1][:10]):
        receipts.append(
            held.cast(slip, 1, {item: str(1 + (at + item) % 3) for item in range(1, 6)})
        )
    for at, slip in enumerate(held.slips[2][:8]):
        receipts.append(held.cast(slip, 2, {item: str(at % 4) for item in range(1, 6)}))
    changed = held.cast(held.slips[1][0], 1, dict.fromkeys(range(1, 6), "1"))
    held.end()
    assert held.poll.state == PollState.SEALED
    assert not BallotSlip.objects.exclude(ballot=None).exists()
    held.count().publish()
    published = published_file(held.poll)
    assert changed in published["receipts"]
    assert receipts[0] not in published["receipts"]
    assert len(published["receipts"]) == 18
    path = tmp_path / "published.json"
    path.write_text(json.dumps(published, ensure_ascii=False), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", recount.__file__, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "重新计票与公布的一致" in run.stdout
    assert held.poll.opening_digest in run.stdout


@pytest.mark.parametrize("shares", [(0, 1), (1, 2), (2, 0)])
def test_any_two_of_three_tellers_open_the_same(cast: Cast, shares: tuple[int, int]) -> None:
    held = make_held(cast).key().print_slips({1: 12, 2: 9}).open()
    for at, slip in enumerate(held.slips[1]):
        held.cast(slip, 1, {1: str(at % 3)})
    held.end().count()
    assert recount.opening_digest(held.opened(shares)) == held.poll.opening_digest


def test_one_teller_alone_opens_nothing(cast: Cast) -> None:
    held = make_held(cast).key().print_slips({1: 12, 2: 9}).open().end()
    with pytest.raises(recount.Faulty, match="打不开"):
        held.opened((1,))
    assert box_file(held.poll)["lists"]


def test_names_and_posts_are_published_one_by_one(cast: Cast) -> None:
    people = [
        CandidateSpec(f"候选人{at}", part) for at, part in enumerate(["书记", "委员", "委员"], 1)
    ]
    held = make_held(
        cast, PollKind.ELECTION, groups=[GroupSpec("党员", Decimal(100), 7)], candidates=people
    )
    held.key().print_slips({1: 7}).open()
    for at, slip in enumerate(held.slips[1]):
        held.cast(slip, 1, {1: "y" if at < 5 else "n", 2: "ya" if at % 2 else "an|另选的人"})
    held.end().count()
    votes = {each["item"]: each["votes"] for each in held.poll.box.result["items"]}
    assert votes[1] == {"1n": 2, "1y": 5}
    assert votes[2] == {"1a": 4, "1y": 3, "2a": 3, "2n": 4, "=另选的人": 4}


def test_paper_ballots_are_typed_by_two_people(cast: Cast) -> None:
    held = make_held(cast).key().print_slips({1: 6, 2: 6}).print_slips({1: 2}, is_paper=True).open()
    for number in (1, 2):
        for at, slip in enumerate(held.slips[number]):
            held.cast(slip, number, {1: str(1 + at % 3)})
    slip = held.paper_slips[1][0]
    other = cast.actor("clerk")
    other = type(other)(id=cast.account("leader").id, name="b", scopes=other.scopes)
    assert held.type_paper(held.clerk, slip, 1, {1: "2"}) == "first"
    assert held.type_paper(other, slip, 1, {1: "3"}) == "differs"
    with pytest.raises(Exception, match="只录入了一次"):
        held.end() and actions.seal_box(actor=held.leader, poll=held.poll)
    assert held.type_paper(other, slip, 1, {1: "2"}) == "agreed"
    held.poll = actions.seal_box(actor=held.leader, poll=held.poll)
    assert held.poll.box.counts == {"1": 7, "2": 6}
    held.count()
    assert held.poll.box.result["items"][0]["ballots"] == 13
