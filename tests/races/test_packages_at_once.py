"""What several people do of one document on its way at the same moment: nothing twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.audit.verifying import verify
from bihuan.exchange.actions import (
    answer_document,
    receive_package,
    return_document,
    send_document,
    withdraw_correspondent,
)
from bihuan.exchange.errors import AlreadyReceived, AlreadySent, PackageRefused, WrongStep
from bihuan.exchange.models import Correspondent, Dispatch, ExchangeStep, Reception
from bihuan.exchange.tests.making import introduce, make_package, make_plain
from bihuan.orgs.tests.cast import Cast, keeper, make_cast
from tests.races.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.BIHUAN_EXCHANGE_KEYS = str(tmp_path / "exchange-keys")
    return make_cast()


def a_package(cast: Cast) -> bytes:
    paper = make_plain(cast.town, cast.actor("clerk"), cast.actor("leader"))
    return make_package(cast, paper, introduce(cast))[1]


def kinds(came: list[object]) -> set[type]:
    return {type(each) for each in came}


def test_one_package_handed_in_by_two_is_received_once(cast: Cast) -> None:
    file = a_package(cast)

    def hand_in() -> object:
        return receive_package(actor=cast.actor("outsider"), content=file)

    came = at_once(hand_in, hand_in, hand_in)
    assert kinds(came) == {Reception, AlreadyReceived}
    standing = Reception.objects.get()
    refused = [each for each in came if isinstance(each, AlreadyReceived)]
    assert [each.standing for each in refused] == [standing] * 2
    assert list(verify()) == []


def test_a_key_withdrawn_meanwhile_decides_whole(cast: Cast) -> None:
    file = a_package(cast)
    theirs = Correspondent.objects.get(home=cast.other_town)
    came = at_once(
        lambda: receive_package(actor=cast.actor("outsider"), content=file),
        lambda: withdraw_correspondent(actor=keeper(), correspondent=theirs, reason="被盗"),
    )
    assert isinstance(came[1], Correspondent)
    assert isinstance(came[0], PackageRefused) == (not Reception.objects.exists())
    assert list(verify()) == []


def test_one_document_sent_by_two_arrives_once(cast: Cast) -> None:
    paper = make_plain(cast.town, cast.actor("clerk"), cast.actor("leader"))

    def sending(who: str) -> Callable[[], object]:
        return lambda: send_document(actor=cast.actor(who), document=paper, to=cast.county)

    came = at_once(sending("clerk"), sending("leader"))
    assert kinds(came) == {Dispatch, AlreadySent}
    assert Reception.objects.count() == 1


def test_who_returns_and_who_answers_do_not_both_win(cast: Cast) -> None:
    paper = make_plain(cast.town, cast.actor("clerk"), cast.actor("leader"))
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.other_town)
    reception, clerk = sent.reception, cast.actor("outsider")
    came = at_once(
        lambda: return_document(actor=clerk, reception=reception, reason="缺附件"),
        lambda: answer_document(actor=clerk, reception=reception, text="同意"),
    )
    assert kinds(came) == {ExchangeStep, WrongStep}
    sent.refresh_from_db()
    reception.refresh_from_db()
    assert sent.state == reception.state
    assert ExchangeStep.objects.exclude(kind="send").count() == 1
    assert list(verify()) == []
