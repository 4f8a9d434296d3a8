"""What several people do with one gate at the same moment: one answer, one sending, one stage."""

from collections.abc import Callable

import pytest

from bihuan.audit.verifying import verify
from bihuan.campaigns.models import Campaign
from bihuan.lib.errors import DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account, make_cast
from bihuan.oversight import actions
from bihuan.oversight.models import GateRequest, GateState, GateStepKind
from bihuan.oversight.tests import making
from bihuan.tasks.models import Task
from tests.races.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return making.make_campaign(cast.town)


def _kinds(request: GateRequest) -> list[str]:
    return list(request.steps.values_list("kind", flat=True))


def _refused(came: list[object]) -> int:
    return sum(isinstance(each, DomainError) for each in came)


def test_of_two_answers_at_once_one_counts(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    second = Actor.of(make_account("inspection_group", cast.county))
    condition = making.condition("补开座谈会")

    def agree() -> object:
        group = cast.actor("inspection_group")
        return actions.agree_gate(actor=group, request=request, conditions=[condition])

    def give_back() -> object:
        return actions.return_gate(actor=second, request=request, reason="再查")

    came = at_once(agree, give_back, agree, give_back)
    assert _refused(came) == 3
    request.refresh_from_db()
    agreed = request.state == GateState.CONDITIONAL
    assert Task.objects.count() == request.conditions.count() == int(agreed)
    assert (campaign.phases.get(code="analysis").opened_on is not None) == agreed
    assert len(_kinds(request)) == 3
    assert list(verify()) == []


def test_it_is_sent_once_and_drafted_once(cast: Cast, campaign: Campaign) -> None:
    def draft() -> object:
        return making.make_draft(cast, campaign)

    came = at_once(draft, draft, draft)
    assert _refused(came) == 2
    request = making.fill_in(cast, GateRequest.objects.get())

    def send() -> object:
        return actions.send_gate(actor=cast.actor("clerk"), request=request)

    came = at_once(send, send, send)
    assert _refused(came) == 2
    request.refresh_from_db()
    assert request.round == 1


def test_a_withdrawal_and_an_agreement_at_once_leave_one(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)

    def withdraw() -> object:
        return actions.withdraw_gate(actor=cast.actor("clerk"), request=request, reason="再核")

    def agree() -> object:
        return actions.agree_gate(actor=cast.actor("inspection_group"), request=request)

    acts: list[Callable[[], object]] = [withdraw, agree]
    assert _refused(at_once(*acts)) == 1
    request.refresh_from_db()
    kinds = _kinds(request)
    assert (GateStepKind.AGREE in kinds) != (GateStepKind.WITHDRAW in kinds)
    opened = campaign.phases.get(code="analysis").opened_on is not None
    assert opened == (request.state == GateState.AGREED)
