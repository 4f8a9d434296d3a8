"""The chair's part in the browser, and what is refused."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.models import Poll, PollKind, PollState, PollStep, PollStepKind, SealedList
from bihuan.appraisals.tests.making import TODAY, Held, make_held
from bihuan.orgs.tests.cast import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Post = Callable[..., Any]


@pytest.fixture
def leader(cast: Cast) -> Client:
    """The chair's browser."""
    made = Client()
    made.force_login(cast.account("leader"), backend=BACKEND)
    return made


@pytest.fixture
def held(cast: Cast) -> Held:
    """A poll with its key and slips."""
    return make_held(cast).key().print_slips({1: 12, 2: 9})


@pytest.fixture
def post(leader: Client, held: Held) -> Post:
    """Post to a page of the poll as the chair."""
    return lambda name, given=None: leader.post(
        reverse(f"appraisals:{name}", args=[held.poll.pk]), given or {}
    )


def _state(held: Held) -> str:
    return str(Poll.objects.get(pk=held.poll.pk).state)


def _voted(held: Held) -> Held:
    for number, slips in held.slips.items():
        for at, slip in enumerate(slips):
            held.cast(slip, number, {item: str(1 + at % 3) for item in range(1, 6)})
    return held


def test_voting_does_not_begin_without_a_quorum(post: Post, held: Held) -> None:
    answer = post("voting")
    assert answer.status_code == 409
    assert "不到60%" in answer.content.decode()
    assert _state(held) == PollState.KEYED


def test_voting_ends_with_the_slips_that_were_handed_out(post: Post, held: Held) -> None:
    _voted(held.open())
    answer = post("ending", {"out-1": "13", "out-2": ""})
    assert answer.status_code == 422
    assert _state(held) == PollState.OPEN
    assert post("ending", {"out-1": "12", "out-2": "9"}).status_code == 302
    assert _state(held) == PollState.SEALED
    assert held.group(1).handed_out == 12
    assert post("ending", {"out-1": "12", "out-2": "9"}).status_code == 409


def test_publishing_unconfirmed_asks_for_a_reason(post: Post, held: Held, leader: Client) -> None:
    _voted(held.open()).end().count()
    answer = post("publication")
    assert answer.status_code == 422
    assert _state(held) == PollState.COUNTED
    assert post("publication", {"publish-reason": "上级监票人已离开"}).status_code == 302
    assert _state(held) == PollState.PUBLISHED
    page = leader.get(reverse("appraisals:poll", args=[held.poll.pk])).content.decode()
    assert "上级监票人已离开" in page


def test_more_ballots_than_slips_are_never_published(
    post: Post, held: Held, leader: Client
) -> None:
    _voted(held.open())
    post("ending", {"out-1": "11", "out-2": "9"})
    held.poll.refresh_from_db()
    held.count()
    page = leader.get(reverse("appraisals:poll", args=[held.poll.pk])).content.decode()
    assert "有的组收回的票多于发出的" in page
    answer = post("publication", {"publish-reason": "无"})
    assert answer.status_code == 409
    assert "收回多于发出" in answer.content.decode()


def test_a_poll_is_made_void_only_with_a_reason(post: Post, held: Held) -> None:
    assert post("voiding", {"void-reason": ""}).status_code == 422
    assert post("voiding", {"void-reason": "会议改期"}).status_code == 302
    assert _state(held) == PollState.VOID
    assert PollStep.objects.get(kind=PollStepKind.VOID).note == "会议改期"


def test_the_box_is_destroyed_after_its_days_and_the_lists_stay(
    post: Post, held: Held, leader: Client, settings: Settings
) -> None:
    _voted(held.open()).end().count().publish()
    page = reverse("appraisals:poll", args=[held.poll.pk])
    assert post("destruction").status_code == 409
    assert "封存的票保存到" in leader.get(page).content.decode()
    settings.BIHUAN_TODAY = TODAY + dt.timedelta(days=91)
    assert 'id="destruction"' in leader.get(page).content.decode()
    assert post("destruction").status_code == 302
    assert not SealedList.objects.filter(poll=held.poll).exists()
    result = leader.get(reverse("appraisals:result", args=[held.poll.pk]))
    assert result.status_code == 200
    assert 'id="destruction"' not in leader.get(page).content.decode()


def test_a_leader_of_another_office_looks_over_a_mutual_assessment(
    cast: Cast, leader: Client
) -> None:
    people = [CandidateSpec(f"一科{at}", "一科", unit=cast.station) for at in range(3)]
    people += [CandidateSpec(f"二科{at}", "二科", unit=cast.town) for at in range(3)]
    groups = [
        GroupSpec("一科", Decimal(100), 6, (1, 2, 3)),
        GroupSpec("二科", Decimal(100), 6, (4, 5, 6)),
    ]
    held = make_held(cast, PollKind.MUTUAL, groups=groups, candidates=people)
    held.key().print_slips({1: 6, 2: 6}).open()
    for number, slips in held.slips.items():
        for at, slip in enumerate(slips):
            held.cast(slip, number, {item: str(1 + at % 3) for item in range(1, 31)})
    held.end().count()
    result = reverse("appraisals:result", args=[held.poll.pk])
    assert leader.get(result).content.decode().count("写把关意见") == 1
    checks = reverse("appraisals:cross_checks", args=[held.poll.pk])
    assert leader.post(checks, {"part": "二科", "note": "看过"}).status_code == 403
    assert leader.post(checks, {"part": "一科", "note": "结果与平时一致"}).status_code == 302
    assert "结果与平时一致" in leader.get(result).content.decode()
    page = leader.get(reverse("appraisals:poll", args=[held.poll.pk])).content.decode()
    assert "结果与平时一致" not in page


@pytest.mark.parametrize(
    "name", ["voting", "ending", "seal", "publication", "voiding", "destruction"]
)
def test_the_clerk_does_not_chair(cast: Cast, held: Held, name: str) -> None:
    client = Client()
    client.force_login(cast.account("clerk"), backend=BACKEND)
    before = _state(held)
    url = reverse(f"appraisals:{name}", args=[held.poll.pk])
    assert client.post(url, {"void-reason": "x", "publish-reason": "x"}).status_code == 403
    assert _state(held) == before
