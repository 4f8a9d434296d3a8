"""A petition becomes a problem; who brought it does not reach the unit complained of."""

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.audit.models import Entry
from bihuan.duty.actions import WhatIsWrong, approve_summary, put_right, void_petition
from bihuan.duty.errors import NoSuchCase, NotNow, TellsWho
from bihuan.duty.models import Petition
from bihuan.duty.tests.making import HOUSE, NAME, PHONE, SUMMARY, make_assigned, make_petition
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.rectification.actions import void_problem
from bihuan.rectification.models import Problem, ProblemStep

TITLE, DETAIL = "水费不开票、渠道没有清淤", "渠道三年没有清淤，水费没有票据。"


def wrong(cast: Cast, title: str = TITLE, detail: str = DETAIL) -> WhatIsWrong:
    """Return what the station, which is complained of, is to put right."""
    return WhatIsWrong(title=title, unit=cast.station, detail=detail)


def page(cast: Cast, who: str, name: str, pk: object) -> tuple[int, str]:
    """Return the status and the text of a page as somebody sees it."""
    client = Client()
    client.force_login(cast.account(who))
    answer = client.get(reverse(name, args=[pk]))
    return answer.status_code, answer.content.decode()


def test_the_problem_links_back_for_who_may_see_both_and_for_nobody_else(cast: Cast) -> None:
    made = make_assigned(cast)
    made = put_right(actor=cast.actor("clerk"), petition=made, wrong=wrong(cast))
    problem = Problem.objects.get()
    assert (made.problem, problem.unit, problem.title) == (problem, cast.station, TITLE)
    assert made.state == "assigned"
    status, text = page(cast, "clerk", "duty:petition", made.pk)
    assert (status, problem.label in text) == (200, True)
    assert (
        reverse("duty:petition", args=[made.pk])
        in page(cast, "clerk", "rectification:problem", problem.pk)[1]
    )
    status, text = page(cast, "station_reporter", "rectification:problem", problem.pk)
    assert (status, TITLE in text) == (200, True)
    for telling in (NAME, PHONE, HOUSE, str(made.pk), made.written_number, SUMMARY):
        assert telling not in text, telling
    assert page(cast, "station_reporter", "duty:petition", made.pk)[0] == 404


def test_nothing_kept_of_the_problem_names_the_petition_or_its_day(cast: Cast) -> None:
    made = make_assigned(cast)
    put_right(actor=cast.actor("clerk"), petition=made, wrong=wrong(cast))
    problem = Problem.objects.get()
    assert problem.found_on != made.received_on
    kept = [str(step.facts) + step.note for step in ProblemStep.objects.filter(problem=problem)]
    kept += [
        entry.note + entry.target_id
        for entry in Entry.objects.filter(action__startswith="problem.")
    ]
    assert kept
    assert not [each for each in kept if str(made.pk) in each or made.written_number in each]


@pytest.mark.parametrize("told", [NAME, PHONE, HOUSE])
@pytest.mark.parametrize("field", ["title", "detail"])
def test_words_that_tell_who_are_refused(cast: Cast, told: str, field: str) -> None:
    made = make_assigned(cast)
    words = {field: f"{told}反映没有清淤"}
    with pytest.raises(TellsWho):
        put_right(actor=cast.actor("clerk"), petition=made, wrong=wrong(cast, **words))
    assert not Problem.objects.exists()


def test_it_waits_for_the_summary_and_is_done_once(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    made = make_petition(clerk, cast.villages[1], unit_complained_of=cast.station)
    with pytest.raises(NotNow):
        put_right(actor=clerk, petition=made, wrong=wrong(cast))
    approve_summary(actor=clerk, petition=made, summary=SUMMARY)
    with pytest.raises(NotNow):  # not yet told that it is accepted
        put_right(actor=clerk, petition=made, wrong=wrong(cast))
    assert not Problem.objects.exists()
    made = put_right(actor=clerk, petition=make_assigned(cast), wrong=wrong(cast))
    with pytest.raises(NotNow):
        put_right(actor=clerk, petition=made, wrong=wrong(cast))
    void_problem(actor=clerk, problem=Problem.objects.get(), reason="列错了")
    again = put_right(actor=clerk, petition=made, wrong=wrong(cast))
    assert again.problem != made.problem
    void_petition(actor=clerk, petition=again, reason="重复登记")
    with pytest.raises(NotNow):
        put_right(actor=clerk, petition=again, wrong=wrong(cast))


@pytest.mark.parametrize("who", ["leader", "village_reporter", "auditor", "outsider"])
def test_who_does_not_keep_cases_is_refused(cast: Cast, who: str) -> None:
    made = make_assigned(cast)
    with pytest.raises(NotAllowed):
        put_right(actor=cast.actor(who), petition=made, wrong=wrong(cast))
    assert not Problem.objects.exists()


def test_a_keeper_of_the_unit_complained_of_is_refused(cast: Cast) -> None:
    made = make_assigned(cast)
    town = cast.town
    Petition.objects.filter(pk=made.pk).update(unit_complained_of=town, complained_path=town.path)
    made.refresh_from_db()
    with pytest.raises(NoSuchCase):
        put_right(actor=cast.actor("clerk"), petition=made, wrong=wrong(cast))
    assert not Problem.objects.exists()


def test_it_is_a_step_of_the_page_that_is_gone_once_taken(cast: Cast) -> None:
    made = make_assigned(cast)
    client = Client()
    client.force_login(cast.account("clerk"))
    address = reverse("duty:petition_step", args=[made.pk, "put_right"])
    assert address in page(cast, "clerk", "duty:petition", made.pk)[1]
    assert address not in page(cast, "leader", "duty:petition", made.pk)[1]
    given = {"title": f"{NAME}反映没有清淤", "unit": cast.station.pk, "detail": ""}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "反映人" in answer.content.decode()
    assert client.post(address, given | {"title": TITLE}).status_code == 302
    assert Problem.objects.get().unit == cast.station
    assert address not in page(cast, "clerk", "duty:petition", made.pk)[1]
