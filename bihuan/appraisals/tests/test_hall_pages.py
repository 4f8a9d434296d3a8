"""The office's pages of the hall: ceremony, slips, door, paper ballots, opening, verification."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.appraisals.actions import seal_box, set_roll
from bihuan.appraisals.models import BallotSlip, PollState, RollLine, Teller
from bihuan.appraisals.standalone import vote
from bihuan.appraisals.standalone.recount import canonical, opening_digest
from bihuan.appraisals.tests.making import TELLERS, Held, make_held
from bihuan.audit.models import Entry
from bihuan.orgs.tests.cast import Cast, make_account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BYTES, JSON = "application/octet-stream", "application/json"
Post = Any


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.account(who), backend=BACKEND)
    return client


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return client_of(cast, "clerk")


@pytest.fixture
def held(cast: Cast) -> Held:
    return make_held(cast)


def url(held: Held, name: str) -> str:
    return f"/appraisals/{held.poll.pk}/{name}/"


def key_form(made: vote.Ceremony) -> dict[str, str]:
    given = {
        "public_key": made.public_key.hex(),
        "proof_kept": made.proof_kept,
        "needed": "2",
    }
    for number, (label, unit, above) in enumerate(TELLERS, 1):
        given |= {f"label_{number}": label, f"unit_{number}": unit}
        given |= {f"above_{number}": "1"} if above else {}
        given[f"commitment_{number}"] = made.commitments[number - 1]
    return given


def voted(held: Held) -> Held:
    """Let everybody of the first group vote, and close."""
    held.key().print_slips({1: 12, 2: 9}).open()
    for at, slip in enumerate(held.slips[1]):
        held.cast(slip, 1, {item: str(1 + (at + item) % 3) for item in range(1, 6)})
    return held.end()


# ---- the ceremony --------------------------------------------------------------------------------


def test_what_is_lost_with_the_shares_is_said_before_the_key_is_made(
    held: Held, clerk: Client
) -> None:
    page = clerk.get(url(held, "ceremony")).content.decode()
    assert "最多可以丢 1 份密钥单" in page
    assert "票箱就再也打不开" in page
    assert "防不住什么" in page
    assert page.index("票箱就再也打不开") < page.index("data-share-sheet")


def test_the_key_is_kept_with_the_tellers(held: Held, clerk: Client) -> None:
    made = vote.ceremony(held.hex, 2, 3)
    answer = clerk.post(url(held, "ceremony"), key_form(made))
    assert (answer.status_code, answer["Location"]) == (302, url(held, "slips"))
    held.poll.refresh_from_db()
    assert held.poll.state == PollState.KEYED
    assert held.poll.proof_kept == made.proof_kept
    assert [each.is_from_above for each in Teller.objects.all()] == [False, False, True]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"above_3": ""}, "至少有一名来自上级"),
        ({"public_key": ""}, "密钥没有做好"),
        ({"needed": "1"}, "至少2名"),
        ({"needed": "二"}, "至少2名"),
        ({"commitment_2": "00"}, "请重新制作"),
        ({"label_2": "", "label_3": ""}, "监票人应有2到9名"),
    ],
)
def test_a_ceremony_that_is_not_whole_is_refused_and_its_sheets_are_called_in(
    held: Held, clerk: Client, changed: dict[str, str], said: str
) -> None:
    given = key_form(vote.ceremony(held.hex, 2, 3)) | changed
    answer = clerk.post(url(held, "ceremony"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "已发的密钥单作废" in page
    assert 'value="纪委委员"' in page
    held.poll.refresh_from_db()
    assert held.poll.is_draft


def test_a_draft_that_is_not_complete_says_what_is_missing(cast: Cast, clerk: Client) -> None:
    held = make_held(cast, "persons")
    page = clerk.get(url(held, "ceremony")).content.decode()
    assert "还没有测评对象" in page
    assert "data-make" not in page


# ---- slips ---------------------------------------------------------------------------------------


def post_json(client: Client, held: Held, name: str, given: Any) -> Post:
    return client.post(url(held, name), json.dumps(given), content_type=JSON)


def test_slips_are_registered_by_their_hashes_and_spoilt(held: Held, clerk: Client) -> None:
    held.key()
    slips = [vote.new_slip() for _at in range(5)]
    kept = [vote.kept_of(held.hex, slip).hex() for slip in slips]
    given = {"group": 1, "is_paper": False, "kept": kept}
    assert post_json(clerk, held, "slips", given).json() == {"made": 5}
    again = post_json(clerk, held, "slips", given)
    assert (again.status_code, "已经登记过" in again.json()["said"]) == (409, True)
    answer = post_json(clerk, held, "slips/spoilt", {"group": 1, "kept": kept[:2]})
    assert answer.json() == {"spoilt": 2}
    wrong = post_json(clerk, held, "slips/spoilt", {"group": 2, "kept": kept[2:]})
    assert (wrong.status_code, "一张也没有作废" in wrong.json()["said"]) == (400, True)
    paper = post_json(clerk, held, "slips/paper", {"group": 1, "kept": ["00" * 32]})
    assert paper.json() == {"made": 6}
    assert BallotSlip.objects.filter(is_paper=True).count() == 1
    page = clerk.get(url(held, "slips")).content.decode()
    assert not any(each in page for each in kept)


@pytest.mark.parametrize(
    "given",
    [
        {"group": 1, "kept": []},
        {"group": 1, "kept": ["00"]},
        {"group": 1, "kept": ["xx" * 32]},
        {"group": 1, "kept": "00" * 32},
        {"group": 1},
        {"group": "one", "kept": ["00" * 32]},
        {"group": 1.5, "kept": ["00" * 32]},
        ["no object"],
    ],
)
def test_slips_that_are_none_are_refused_in_a_sentence(
    held: Held, clerk: Client, given: Any
) -> None:
    held.key()
    answer = post_json(clerk, held, "slips", given)
    assert answer.status_code == 400
    assert answer.json()["said"]
    assert not BallotSlip.objects.exists()


def test_a_tenth_more_slips_than_voters_is_offered(held: Held, clerk: Client) -> None:
    held.key()
    assert (
        'data-count min="1" max="1000" value="14"' in clerk.get(url(held, "slips")).content.decode()
    )


def test_a_paper_ballot_is_printed_whole_for_its_group(held: Held, clerk: Client) -> None:
    held.key()
    page = clerk.get(url(held, "slips/paper")).content.decode()
    assert 'data-paper-ballot="2"' in page
    for word in ("认识深不深", "措施行不行", "较好", "data-slip-signs"):
        assert word in page


# ---- the door ------------------------------------------------------------------------------------


@pytest.fixture
def rolled(held: Held) -> Held:
    set_roll(actor=held.clerk, poll=held.poll, group=held.group(), labels=["张三", "李四"])
    return held


def test_names_are_ticked_and_the_log_does_not_say_whose(rolled: Held, clerk: Client) -> None:
    line = RollLine.objects.get(label="李四")
    entries = Entry.objects.count()
    answer = clerk.post(url(rolled, f"door/{line.pk}"), {"is_present": "1"})
    assert answer.status_code == 302
    assert rolled.group().present == 1
    page = clerk.get(url(rolled, "door")).content.decode()
    assert page.count('is-present" aria-pressed="true"') == 1
    assert "1 / 2" in page
    clerk.post(url(rolled, f"door/{line.pk}"), {"is_present": "0"})
    assert rolled.group().present == 0
    assert Entry.objects.count() == entries + 2
    assert not any("李四" in each.note for each in Entry.objects.all())


def test_htmx_gets_the_name_and_the_count_alone(rolled: Held, clerk: Client) -> None:
    line = RollLine.objects.get(label="张三")
    answer = clerk.post(
        url(rolled, f"door/{line.pk}"), {"is_present": "1"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert page.startswith(f'<li id="line-{line.pk}">')
    assert 'hx-swap-oob="true">1 / 2' in page
    assert "应到 11 人，实到 <strong>1</strong> 人" in page
    assert "<html" not in page


def test_where_there_is_no_roll_numbers_are_enough(rolled: Held, clerk: Client) -> None:
    assert clerk.post(url(rolled, "door/present"), {"group-2": "7"}).status_code == 302
    assert rolled.group(2).present == 7
    answer = clerk.post(url(rolled, "door/present"), {"group-2": "10"})
    assert answer.status_code == 422
    assert rolled.group(2).present == 7


def test_a_name_of_another_poll_is_not_found(rolled: Held, clerk: Client, cast: Cast) -> None:
    other = make_held(cast, title="另一次")
    line = RollLine.objects.get(label="张三")
    answer = clerk.post(url(other, f"door/{line.pk}"), {"is_present": "1"})
    assert answer.status_code == 404


# ---- while voting goes on ------------------------------------------------------------------------


def test_the_live_page_shows_numbers_and_nothing_else(held: Held, cast: Cast) -> None:
    held.key().print_slips({1: 12, 2: 9}).open()
    held.cast(held.slips[1][0], 1, {1: "1"})
    leader = client_of(cast, "leader")
    page = leader.get(url(held, "hall"), headers={"HX-Request": "true"}).content.decode()
    assert "<strong>1</strong> / 12" in page
    assert "<strong>0</strong> / 9" in page
    assert "<html" not in page
    assert "hx-get" in leader.get(url(held, "hall")).content.decode()
    held.end()
    page = leader.get(url(held, "hall")).content.decode()
    assert "<strong>1</strong> / 12" in page
    assert "hx-get" not in page


# ---- paper ballots -------------------------------------------------------------------------------


def typed(client: Client, held: Held, slip: str, answers: dict[int, str]) -> Any:
    body = vote.credential_of(held.hex, slip)
    body += vote.tags_of(held.poll.paper, held.hex, slip, 1, answers)
    body += held.ballot(1, answers)
    return client.post(url(held, "paper-ballots"), body, content_type=BYTES).json()


def asked(client: Client, held: Held, slip: str) -> Any:
    credential = vote.credential_of(held.hex, slip)
    return client.post(url(held, "paper-ballots/paper"), credential, content_type=BYTES).json()


def test_two_people_type_a_paper_ballot_and_see_which_items_differ(
    held: Held, cast: Cast, clerk: Client
) -> None:
    held.key().print_slips({1: 6, 2: 6}).print_slips({1: 2}, is_paper=True).open()
    slip = held.paper_slips[1][0]
    second = Client()
    second.force_login(make_account("clerk", cast.town, username="second"), backend=BACKEND)
    first_asked = asked(clerk, held, slip)
    assert (first_asked["times"], first_asked["is_paper"]) == (0, True)
    assert typed(clerk, held, slip, {1: "2", 3: "1"}) == {"state": "first", "differing": []}
    assert asked(second, held, slip)["times"] == 1
    page = second.get(url(held, "paper-ballots")).content.decode()
    assert f"{cast.account('clerk')}录的 1 张" in page
    assert typed(second, held, slip, {1: "2", 3: "4"}) == {"state": "differs", "differing": [3]}
    assert typed(second, held, slip, {1: "2", 3: "1"}) == {"state": "agreed", "differing": []}
    assert asked(second, held, slip)["times"] == 2
    assert "已经录入两遍" in typed(clerk, held, slip, {})["said"]
    online = asked(clerk, held, held.slips[1][0])
    assert "网上投票用的" in online["said"]
    held.end()
    held.poll = seal_box(actor=held.leader, poll=held.poll)
    assert held.poll.box.counts == {"1": 1, "2": 0}


# ---- opening and verifying -----------------------------------------------------------------------


def test_the_box_is_read_list_by_list_and_opened(held: Held, clerk: Client) -> None:
    voted(held)
    assert held.ceremony is not None
    answer = clerk.get(url(held, "box/list"), {"item": "1", "group": "1"})
    assert answer["Content-Type"] == BYTES
    size = len(answer.content) // 12
    sealed = [answer.content[at : at + size] for at in range(0, 12 * size, size)]
    assert len(set(sealed)) == 12
    assert sealed == sorted(sealed)
    assert clerk.get(url(held, "box/list"), {"item": "9", "group": "1"}).status_code == 404
    assert clerk.get(url(held, "box/paper")).content.decode() == held.poll.paper
    given = {"opening": held.opened(), "proof": held.ceremony.proof.hex()}
    answer = post_json(clerk, held, "opening", given)
    assert answer.status_code == 200
    assert answer.json()["url"] == url(held, "verification")
    held.poll.refresh_from_db()
    assert held.poll.state == PollState.COUNTED


def test_an_opening_without_the_key_or_altered_is_refused(held: Held, clerk: Client) -> None:
    voted(held)
    assert held.ceremony is not None
    opening, proof = held.opened(), held.ceremony.proof.hex()
    without = post_json(clerk, held, "opening", {"opening": opening, "proof": "00" * 32})
    assert "没有监票人的密钥不能开票" in without.json()["said"]
    opening["items"][0]["cells"][0]["ballots"] += 1
    altered = post_json(clerk, held, "opening", {"opening": opening, "proof": proof})
    assert altered.status_code == 400
    nothing = post_json(clerk, held, "opening", {"opening": [], "proof": proof})
    assert "不是开票清单" in nothing.json()["said"]
    held.poll.refresh_from_db()
    assert held.poll.state == PollState.SEALED


def file_of(held: Held, shares: tuple[int, int] = (0, 2)) -> SimpleUploadedFile:
    """Return the file as open_box.py writes it."""
    assert held.ceremony is not None
    said = canonical({"opening": held.opened(shares), "proof": held.ceremony.proof.hex()})
    return SimpleUploadedFile("opening.json", said.encode(), JSON)


def test_the_file_of_the_program_opens_and_verifies_as_well(
    held: Held, clerk: Client, cast: Cast
) -> None:
    voted(held)
    assert clerk.post(url(held, "opening"), {"file": file_of(held)}).status_code == 302
    inspector = client_of(cast, "inspection_group")
    answer = inspector.post(url(held, "verification"), {"file": file_of(held, (1, 2))})
    assert answer.status_code == 302
    held.poll.refresh_from_db()
    assert held.poll.is_confirmed
    assert "与开票摘要一致" in inspector.get(url(held, "verification")).content.decode()


def test_a_verification_that_differs_is_recorded_and_said(
    held: Held, clerk: Client, cast: Cast
) -> None:
    voted(held).count()
    assert held.ceremony is not None
    leader = client_of(cast, "leader")
    given = {"opening_digest": "ab" * 32, "proof": held.ceremony.proof.hex()}
    answer = post_json(leader, held, "verification", given)
    assert answer.json()["agrees"] is False
    held.poll.refresh_from_db()
    assert not held.poll.is_confirmed
    assert "不一致" in leader.get(url(held, "verification")).content.decode()
    given["opening_digest"] = opening_digest(held.opened((1, 2)))
    assert post_json(leader, held, "verification", given).json()["agrees"] is True


def test_an_opening_larger_than_a_form_may_be_is_taken(held: Held, clerk: Client) -> None:
    voted(held)
    assert held.ceremony is not None
    given = {"opening": held.opened(), "proof": held.ceremony.proof.hex(), "more": "x" * 2**23}
    assert post_json(clerk, held, "opening", given).status_code == 200


def test_who_verifies_takes_the_box_to_their_own_machine(held: Held, cast: Cast) -> None:
    voted(held)
    inspector = client_of(cast, "inspection_group")
    answer = inspector.get(f"/appraisals/{held.poll.pk}/box.json")
    assert json.loads(b"".join(answer))["box_digest"] == held.poll.box_digest
    reporter = client_of(cast, "village_reporter")
    assert reporter.get(f"/appraisals/{held.poll.pk}/box.json").status_code == 404


@pytest.mark.parametrize("name", ["ceremony", "slips", "paper-ballots", "opening"])
def test_only_pages_that_seal_or_open_may_run_wasm(held: Held, clerk: Client, name: str) -> None:
    held.key()
    policy = clerk.get(url(held, name)).headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    for plain in ("door", "hall"):
        assert "wasm" not in clerk.get(url(held, plain)).headers["Content-Security-Policy"]
