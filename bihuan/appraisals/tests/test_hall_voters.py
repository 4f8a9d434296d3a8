"""The voters' addresses: nobody is known there, nothing is kept, what is refused is a sentence."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.actions.voting import receipt_text
from bihuan.appraisals.models import BallotSlip, PollKind
from bihuan.appraisals.standalone import vote
from bihuan.appraisals.tests.making import Held, make_held
from bihuan.audit.models import Entry
from bihuan.orgs.tests.cast import Cast
from bihuan.public import limits, policy
from bihuan.public.limits import counts

BYTES = "application/octet-stream"
PAGES = ("", "receipts/", "result/")


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    counts.clear()
    yield
    counts.clear()


@pytest.fixture
def held(cast: Cast) -> Held:
    return make_held(cast).key().print_slips({1: 12, 2: 9}).open()


def address(held: Held, name: str = "") -> str:
    return f"/public/v/{held.poll.slug}/{name}"


def ask(held: Held, slip: str, client: Client | None = None, **extra: Any) -> Any:
    credential = vote.credential_of(held.hex, slip)
    return (client or Client()).post(
        address(held, "paper/"), credential, content_type=BYTES, **extra
    )


def send(held: Held, slip: str, ballot: bytes, client: Client | None = None, **extra: Any) -> Any:
    body = vote.credential_of(held.hex, slip) + ballot
    return (client or Client()).post(address(held, "ballots/"), body, content_type=BYTES, **extra)


def some(held: Held, group: int = 1, answer: str = "1") -> bytes:
    return held.ballot(group, dict.fromkeys(range(1, 6), answer))


def test_a_slip_opens_the_paper_and_takes_a_ballot(held: Held) -> None:
    slip = held.slips[2][0]
    answer = ask(held, slip)
    assert answer.json() == {
        "paper": held.poll.paper,
        "group": 2,
        "has_ballot": False,
        "is_paper": False,
    }
    ballot = some(held, 2)
    receipt = send(held, slip, ballot).json()["receipt"]
    assert receipt == receipt_text(ballot)
    assert ask(held, slip).json()["has_ballot"] is True


def test_the_last_ballot_counts_and_only_its_receipt_is_listed(held: Held) -> None:
    first = send(held, held.slips[1][0], some(held)).json()["receipt"]
    last = send(held, held.slips[1][0], some(held, answer="2")).json()["receipt"]
    assert Client().get(address(held, "receipts/")).status_code == 409
    held.end()
    page = Client().get(address(held, "receipts/")).content.decode()
    assert last in page
    assert first not in page
    assert held.poll.box_digest in page


def test_no_answer_has_a_cookie_or_is_kept_by_a_browser(held: Held, cast: Cast) -> None:
    client = Client()
    client.force_login(
        cast.account("clerk"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    client.get("/theme/")
    answers = [client.get(address(held, name)) for name in PAGES]
    answers += [ask(held, held.slips[1][0], client)]
    answers += [send(held, held.slips[1][0], some(held), client)]
    answers += [client.get("/public/v/nothing/"), ask(held, vote.new_slip(), client)]
    for answer in answers:
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_session_of_who_is_logged_in_is_neither_read_nor_written(
    held: Held, cast: Cast
) -> None:
    client = Client()
    client.force_login(
        cast.account("clerk"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["seen_at"] = 1  # long ago: any other page would end the session
    session.save()
    before = Session.objects.get().session_data
    with CaptureQueriesContext(connection) as queries:
        assert send(held, held.slips[1][0], some(held), client).status_code == 200
    asked = " ".join(each["sql"] for each in queries.captured_queries)
    assert "appraisals_ballotslip" in asked
    assert "django_session" not in asked
    assert "orgs_account" not in asked
    assert Session.objects.get().session_data == before


def test_no_form_of_django_is_needed_and_csrf_sets_nothing(held: Held) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(held, held.slips[1][0], some(held), strict).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_another_site_sends_is_refused(held: Held, headers: dict[str, str]) -> None:
    answer = send(held, held.slips[1][0], some(held), headers=headers)
    assert answer.status_code == 400
    assert "不是从本页面提交的" in answer.json()["said"]
    assert not BallotSlip.objects.exclude(ballot=None).exists()


def test_only_the_ballots_page_may_run_wasm(held: Held) -> None:
    policy = "Content-Security-Policy"
    assert "'wasm-unsafe-eval'" in Client().get(address(held)).headers[policy]
    for name in ("receipts/", "result/"):
        assert "wasm" not in Client().get(address(held, name)).headers[policy]
    assert "'unsafe-eval'" not in Client().get(address(held)).headers[policy]


def test_the_page_holds_what_its_script_needs_and_no_word_of_the_office(held: Held) -> None:
    page = Client().get(address(held)).content.decode()
    assert f'data-poll="{held.hex}"' in page
    assert f'data-public-key="{held.poll.public_key}"' in page
    assert f'data-ballots-url="{address(held, "ballots/")}"' in page
    assert "<noscript>" in page
    assert "accounts" not in page
    assert "csrf" not in page


@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("short", 400, "不完整"),
        ("long", 400, "比票面应有的长"),
        ("other_slip", 400, "没有这张票证"),
        ("no_slip", 400, "票证码不对"),
        ("other_group", 200, ""),
    ],
)
def test_a_ballot_that_is_no_ballot_is_refused_in_a_sentence(
    held: Held, what: str, status: int, said: str
) -> None:
    slip, ballot = held.slips[1][0], some(held)
    tries: dict[str, tuple[str, bytes]] = {
        "short": (slip, ballot[:-1]),
        "long": (slip, ballot + b"x" * 100_000),
        "other_slip": (vote.new_slip(), ballot),
        "other_group": (held.slips[2][0], ballot),
    }
    if what == "no_slip":
        given = Client().post(address(held, "ballots/"), b"x", content_type=BYTES)
    else:
        given = send(held, *tries[what])
    assert given.status_code == status
    assert said in given.json().get("said", "")


def test_a_replayed_or_altered_ballot_is_counted_as_invalid(held: Held) -> None:
    ballots = [some(held, answer=str(1 + at % 3)) for at in range(8)]
    for slip, ballot in zip(held.slips[1], ballots, strict=False):
        assert send(held, slip, ballot).status_code == 200
    assert send(held, held.slips[1][8], ballots[0]).status_code == 200
    altered = bytearray(ballots[1])
    altered[0] ^= 1
    assert send(held, held.slips[1][9], bytes(altered)).status_code == 200
    size = len(ballots[2]) // 5
    swapped = ballots[2][size : 2 * size] + ballots[2][:size] + ballots[2][2 * size :]
    assert send(held, held.slips[1][10], swapped).status_code == 200
    for slip in held.slips[2]:
        assert send(held, slip, some(held, 2, "2")).status_code == 200
    held.end().count()
    result = held.poll.box.result["items"]
    assert [each["ballots"] + each["invalid"] for each in result] == [20] * 5
    # A copy of all; one whose first item was altered and the others copied; one with two swapped.
    assert [each["invalid"] for each in result] == [3, 3, 3, 3, 3]


def test_a_slip_used_by_two_is_one_ballot_and_the_second_is_told(held: Held) -> None:
    slip = held.slips[1][0]
    send(held, slip, some(held))
    assert ask(held, slip, Client()).json()["has_ballot"] is True
    send(held, slip, some(held, answer="3"), Client())
    held.end()
    assert held.poll.box.counts == {"1": 1, "2": 0}


def test_before_and_after_voting_ballots_are_refused_in_a_sentence(cast: Cast) -> None:
    held = make_held(cast).key().print_slips({1: 12, 2: 9})
    answer = send(held, held.slips[1][0], some(held))
    assert (answer.status_code, "还没有开始" in answer.json()["said"]) == (409, True)
    assert "还没有开始" in Client().get(address(held)).content.decode()
    held.open().end()
    answer = send(held, held.slips[1][0], some(held))
    assert (answer.status_code, "已经结束" in answer.json()["said"]) == (409, True)
    assert "已经结束" in Client().get(address(held)).content.decode()


def test_a_whole_hall_behind_one_address_is_not_stopped_but_guessing_is(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert policy.BALLOTS_PER_HOUR.default >= 5 * 2_000
    few = replace(policy.SLIPS_PER_HOUR, default=Decimal(5))
    monkeypatch.setitem(limits.OF, "slip", few)
    statuses = [ask(held, vote.new_slip()).status_code for _times in range(6)]
    assert statuses == [400] * 5 + [429]
    assert "次数太多" in ask(held, vote.new_slip()).json()["said"]
    assert ask(held, held.slips[1][0]).status_code == 200
    assert send(held, held.slips[1][0], some(held)).status_code == 200


def test_too_many_ballots_from_one_address_are_refused(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(policy.BALLOTS_PER_HOUR, default=Decimal(2))
    monkeypatch.setitem(limits.OF, "ballot", few)
    statuses = [send(held, slip, some(held)).status_code for slip in held.slips[1][:3]]
    assert statuses == [200, 200, 429]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the site's own log would say, at any level."""
    root = logging.getLogger()
    handler = next(each for each in root.handlers if getattr(each, "name", "") == "stderr")
    assert isinstance(handler, logging.StreamHandler)
    level, stream, text = root.level, handler.stream, io.StringIO()
    root.setLevel(logging.DEBUG)
    handler.setStream(text)
    yield text
    handler.setStream(stream)
    root.setLevel(level)


def test_nothing_of_a_ballot_is_logged_nor_audited(held: Held, logged: io.StringIO) -> None:
    entries = Entry.objects.count()
    ask(held, held.slips[1][0])
    send(held, held.slips[1][0], some(held))
    send(held, held.slips[1][0], b"short")
    Client().get("/public/nowhere/")
    assert "/public/nowhere/" in logged.getvalue()
    assert held.poll.slug not in logged.getvalue()
    assert Entry.objects.count() == entries


def test_an_error_is_written_down_without_its_words(
    held: Held, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ballot = some(held)

    def broken(**given: Any) -> str:
        raise ValueError(f"Failing row contains ({given['ballot'].hex()})")

    monkeypatch.setattr("bihuan.appraisals.views.voting.cast_ballot", broken)
    answer = send(held, held.slips[1][0], ballot)
    assert answer.status_code == 500
    assert "请过一分钟再试" in answer.json()["said"]
    assert "ValueError in broken:" in caplog.text
    assert ballot.hex()[:40] not in caplog.text
    assert "Failing row" not in caplog.text


def test_a_published_result_is_counted_again_by_the_programs_on_the_page(
    held: Held, tmp_path: Path
) -> None:
    for at, slip in enumerate(held.slips[1]):
        send(held, slip, some(held, 1, str(1 + at % 3)))
    assert Client().get(address(held, "result/")).status_code == 409
    held.end().count().publish()
    page = Client().get(address(held, "result/"))
    assert page.status_code == 200
    assert "收回 12 张" in page.content.decode()
    files = {"result/published.json": "published.json", "result/recount.py": "recount.py"}
    for name, saved in files.items():
        (tmp_path / saved).write_bytes(Client().get(address(held, name)).content)
    run = subprocess.run(
        [sys.executable, "-I", "recount.py", "published.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads((tmp_path / "published.json").read_text("utf-8"))["receipts"]


def test_a_result_that_speaks_of_persons_is_not_public(cast: Cast) -> None:
    people = [CandidateSpec("张三"), CandidateSpec("李四")]
    groups = [GroupSpec("干部", should=6)]
    held = make_held(cast, PollKind.PERSONS, groups=groups, candidates=people)
    held.key().print_slips({1: 6}).open()
    for at, slip in enumerate(held.slips[1]):
        held.cast(slip, 1, dict.fromkeys(range(1, 11), str(1 + at % 3)))
    held.end().count().publish()
    for name in ("result/", "result/published.json"):
        answer = Client().get(address(held, name))
        assert answer.status_code == 404
        assert "张三" not in answer.content.decode()
    assert Client().get(address(held, "receipts/")).status_code == 200
