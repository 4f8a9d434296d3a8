"""The permission matrix: every address, asked by each of the cast and by nobody in particular."""

import pytest
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from bihuan.orgs.tests.cast import ROLES_OF_THE_CAST
from tests.house.addresses import LOG_IN, Row, addresses
from tests.house.rows import ROWS
from tests.house.world import World
from tests.support.entering import entered


def test_every_address_has_a_name() -> None:
    assert [route for name, route in addresses() if not name] == []


def test_every_address_is_listed_and_every_listed_one_exists() -> None:
    listed = {row.name for row in ROWS}
    existing = {name for name, _route in addresses()}
    assert sorted(existing - listed) == []
    assert sorted(listed - existing) == []


def test_rows_name_only_the_cast_and_each_once() -> None:
    for row in ROWS:
        named = [who for names in row.answers.values() for who in names]
        assert set(named) <= set(ROLES_OF_THE_CAST), row.name
        assert len(named) == len(set(named)), row.name


def _answer(row: Row, world: World, who: str | None) -> tuple[int, str]:
    """Ask as one of the cast; whatever the answer wrote is taken back."""
    address = reverse(row.name, kwargs=dict(row.arguments(world)))
    given = row.given(world) if callable(row.given) else row.given  # its things stay
    with transaction.atomic():
        client = entered(world.cast.account(who)) if who else Client(raise_request_exception=False)
        answer: HttpResponse | StreamingHttpResponse = getattr(client, row.method)(address, given)
        if isinstance(answer, StreamingHttpResponse):
            answer.getvalue()  # read to its end, a download closes its file
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.method}")
def test_an_address_answers_each_of_the_cast_as_listed(row: Row, world: World) -> None:
    expected = {who: row.answer_to(who) for who in ROLES_OF_THE_CAST}
    found = {who: _answer(row, world, who)[0] for who in ROLES_OF_THE_CAST}
    assert found == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.method}")
def test_an_address_answers_somebody_not_logged_in_as_listed(row: Row, world: World) -> None:
    status, location = _answer(row, world, None)
    if row.anonymous == LOG_IN:
        assert (status, location.partition("?")[0]) == (302, reverse("account_login"))
    else:
        assert status == row.anonymous
