"""A register that only some roles see: neither it nor its rows for the others, anywhere."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from bihuan.figures.actions import FigureSpec, define_figure
from bihuan.figures.asking import Scope
from bihuan.figures.tracing import trace
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions as orgs
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account
from bihuan.orgs.tests.cast import Cast, keeper, make_account
from bihuan.registers import waiting
from bihuan.registers.access import (
    registers_visible_to,
    units_to_enter_for,
    versions_visible_to,
)
from bihuan.registers.actions import (
    change_record,
    plan_import,
    submit_record,
    verify_record,
)
from bihuan.registers.errors import NoSuchRecord
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.making import current, incoming, make_record, make_register, road
from bihuan.ui.waiting import known

NOT_IN = ("village_reporter", "leader", "inspection_group")


@pytest.fixture
def closed_roads(cast: Cast) -> Register:
    return make_register(cast.town, seen_by=("clerk",))


@pytest.fixture
def row(cast: Cast, closed_roads: Register) -> Version:
    return make_record(cast.actor("clerk"), closed_roads, cast.villages[0])


def two_roles(cast: Cast) -> Actor:
    """Return one account: clerk over the second village, village reporter over the first."""
    account: Account = make_account("clerk", cast.villages[1])
    orgs.grant_role(
        actor=keeper(),
        account=account,
        role="village_reporter",
        unit=cast.villages[0],
        from_on=dt.date(2006, 1, 1),
    )
    return Actor.of(account)


@pytest.mark.parametrize("who", NOT_IN)
def test_the_other_roles_see_neither_register_nor_row(cast: Cast, row: Version, who: str) -> None:
    actor = cast.actor(who)
    assert not registers_visible_to(actor).exists()
    assert not Version.objects.filter(versions_visible_to(actor)).exists()


@pytest.mark.parametrize("who", NOT_IN)
@pytest.mark.parametrize("name", ["table", "totals", "export", "blank", "duplicates"])
def test_its_pages_are_not_there_for_them(
    closed_roads: Register, row: Version, enter: Enter, who: str, name: str
) -> None:
    assert enter(who).get(page(closed_roads, name)).status_code == 404


@pytest.mark.parametrize("who", NOT_IN)
def test_its_records_and_the_list_do_not_show_it(
    closed_roads: Register, row: Version, enter: Enter, who: str
) -> None:
    client = enter(who)
    url = reverse("registers:record", args=[closed_roads.code, row.record_id])
    assert client.get(url).status_code == 404
    assert closed_roads.label not in text(client.get(reverse("registers:list")))


def test_those_named_see_it(cast: Cast, closed_roads: Register, row: Version) -> None:
    actor = cast.actor("clerk")
    assert list(registers_visible_to(actor)) == [closed_roads]
    assert Version.objects.filter(versions_visible_to(actor)).count() == 1


def test_who_does_not_see_it_neither_enters_nor_decides(
    cast: Cast, closed_roads: Register, row: Version
) -> None:
    reporter = cast.actor("village_reporter")
    with pytest.raises(NotAllowed):
        make_record(reporter, closed_roads, cast.villages[0])
    with pytest.raises(NoSuchRecord):
        change_record(
            actor=reporter, record_id=row.record_id, base_version=row.pk, values=road(km="2")
        )
    with pytest.raises(NoSuchRecord):
        verify_record(actor=cast.actor("leader"), record_id=row.record_id)
    plan = plan_import(actor=reporter, register=closed_roads, rows=incoming(road()))
    assert not plan.added


def test_a_role_reaches_only_as_far_as_its_own_grant(
    cast: Cast, closed_roads: Register, row: Version
) -> None:
    theirs = make_record(cast.actor("clerk"), closed_roads, cast.villages[1], name="另一路")
    both = two_roles(cast)
    seen = Version.objects.filter(versions_visible_to(both))
    assert [version.pk for version in seen] == [theirs.pk]
    assert list(units_to_enter_for(both, closed_roads)) == [cast.villages[1]]
    with pytest.raises(NotAllowed):
        make_record(both, closed_roads, cast.villages[0])


def test_what_waits_in_it_is_told_only_to_those_who_see_it(cast: Cast) -> None:
    register = make_register(cast.town, seen_by=("village_reporter", "clerk"))
    draft = make_record(cast.actor("village_reporter"), register, cast.villages[0], submit=False)
    submit_record(actor=cast.actor("village_reporter"), record_id=draft.record_id)
    assert [each.count for each in known(waiting.waiting(cast.actor("clerk")))] == [1]
    assert known(waiting.waiting(cast.actor("leader"))) == []
    assert current(draft).status == "submitted"


def test_figures_still_count_its_rows_but_do_not_open_them(
    cast: Cast, closed_roads: Register, row: Version
) -> None:
    spec = FigureSpec(code="roads_n", label="公路条数", aggregate="count", source="roads")
    definition = define_figure(actor=keeper(), home=cast.town, spec=spec)
    opened = trace(definition, Scope(cast.town), actor=cast.actor("leader"))
    assert opened.answer.value == 1
    assert opened.visible == 0
    assert not opened.rows
    opened = trace(definition, Scope(cast.town), actor=cast.actor("clerk"))
    assert (opened.visible, len(opened.rows)) == (1, 1)


@pytest.mark.parametrize("seen_by", [("leader",), ("inspection_group", "leader")])
def test_a_register_that_nobody_who_enters_may_see_is_refused(
    cast: Cast, seen_by: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid, match="谁也填不了"):
        make_register(cast.town, seen_by=seen_by)


@pytest.mark.parametrize("seen_by", [("auditor", "clerk"), ("mayor", "clerk")])
def test_roles_that_touch_no_content_are_refused(cast: Cast, seen_by: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="不接触内容"):
        make_register(cast.town, seen_by=seen_by)


def test_a_clerk_who_is_not_named_may_still_set_it(cast: Cast, enter: Enter) -> None:
    register = make_register(cast.town, seen_by=("village_reporter",))
    client = enter("clerk")
    assert client.get(page(register)).status_code == 404
    assert client.get(page(register, "design")).status_code == 200


def test_its_pages_ask_few_questions(
    closed_roads: Register, row: Version, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    client = enter("clerk")
    for url in (page(closed_roads), reverse("registers:list"), page(closed_roads, "duplicates")):
        with django_assert_max_num_queries(15):
            client.get(url)
