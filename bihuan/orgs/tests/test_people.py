import datetime as dt
from collections.abc import Callable

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.models import Person, PostTerm, Schooling
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import APPOINTED, Cast

DAY = dt.date(2009, 9, 1)
LATER = dt.date(2010, 1, 1)


def test_a_person_belongs_to_the_home_of_their_unit(cast: Cast) -> None:
    person = made.make_person(cast.villages[0], birth_year=1970, schooling="大专")
    assert person.home == cast.town
    assert person.schooling == Schooling.COLLEGE


@pytest.mark.parametrize("schooling", [Schooling.COLLEGE, 5, "5", "大专"])
def test_schooling_is_given_by_number_or_label(cast: Cast, schooling: int | str) -> None:
    person = made.make_person(cast.town)
    if schooling == "5":
        with pytest.raises(Invalid, match="学历“5”无法识别"):
            actions.update_person(actor=made.keeper(), person=person, schooling=schooling)
        return
    changed = actions.update_person(actor=made.keeper(), person=person, schooling=schooling)
    assert changed.schooling == 5


@pytest.mark.parametrize("year", [1899, 2200, 65])
def test_a_wrong_year_of_birth_is_refused(cast: Cast, year: int) -> None:
    with pytest.raises(Invalid, match="出生年份"):
        made.make_person(cast.town, birth_year=year)


def test_a_code_is_a_persons_own_in_one_administration(cast: Cast) -> None:
    def add(unit: object) -> Person:
        return actions.add_person(actor=made.keeper(), unit=unit, code="secretary", name="书记")  # type: ignore[arg-type]

    add(cast.villages[0])
    add(cast.other_village)
    with pytest.raises(Invalid, match="已经存在"):
        add(cast.town)


def test_a_person_moves_within_their_administration_only(cast: Cast) -> None:
    person = made.make_person(cast.villages[0])
    moved = actions.update_person(actor=cast.actor("clerk"), person=person, unit=cast.villages[1])
    assert moved.unit == cast.villages[1]
    with pytest.raises(NotAllowed):
        actions.update_person(actor=cast.actor("clerk"), person=person, unit=cast.other_village)
    with pytest.raises(Invalid, match="别的行政单位"):
        actions.update_person(actor=made.keeper(), person=person, unit=cast.other_village)


def test_names_of_people_are_not_written_into_the_log(cast: Cast) -> None:
    made.make_leader(cast.town, "镇长", name="不应出现")
    assert not Entry.objects.filter(note__contains="不应出现").exists()


def test_one_person_may_hold_several_posts(cast: Cast) -> None:
    village = cast.villages[0]
    person = made.make_person(village)
    made.make_term(made.make_post(village, "书记", "village_secretary"), person)
    made.make_term(made.make_post(village, "主任", "village_director"), person)
    assert PostTerm.objects.on(DAY).filter(person=person).count() == 2


def test_a_post_of_leadership_is_one_persons_at_a_time(cast: Cast) -> None:
    post = made.make_post(cast.town, "镇长")
    first, second = made.make_person(cast.town, "甲"), made.make_person(cast.town, "乙")
    term = made.make_term(post, first)
    with pytest.raises(Invalid, match="“镇长”自2006-09-01起由甲担任"):
        made.make_term(post, second, from_on=DAY)
    actions.end_term(actor=cast.actor("clerk"), term=term, to_on=DAY)
    made.make_term(post, second, from_on=DAY)
    assert [each.person for each in PostTerm.objects.on(DAY).filter(post=post)] == [second]


def test_an_end_is_not_moved_over_the_successors_term(cast: Cast) -> None:
    post = made.make_post(cast.town, "镇长")
    term = made.make_term(post, made.make_person(cast.town), to_on=DAY)
    made.make_term(post, made.make_person(cast.town, "乙"), from_on=DAY)
    with pytest.raises(Invalid, match="由乙担任"):
        actions.end_term(actor=made.keeper(), term=term, to_on=LATER)
    term.refresh_from_db()
    assert term.to_on == DAY


def test_a_cadres_post_may_have_several_holders_but_each_once(cast: Cast) -> None:
    post = made.make_post(cast.town, "干部", "cadre")
    first = made.make_person(cast.town)
    made.make_term(post, first)
    made.make_term(post, made.make_person(cast.town))
    with pytest.raises(Invalid, match="先登记其离任日期"):
        made.make_term(post, first, from_on=DAY)


def test_what_was_entered_by_mistake_is_ended_on_its_first_day_and_may_begin_again(
    cast: Cast,
) -> None:
    post, person = made.make_post(cast.town), made.make_person(cast.town)
    term = made.make_term(post, person)
    void = actions.end_term(actor=made.keeper(), term=term, to_on=APPOINTED)
    assert not PostTerm.objects.on(APPOINTED).filter(pk=term.pk).exists()
    assert not PostTerm.objects.ever_held().filter(pk=term.pk).exists()
    made.make_term(post, made.make_person(cast.town), to_on=DAY)
    assert void.to_on == APPOINTED
    with pytest.raises(Invalid, match="先登记其离任日期"):
        made.make_term(post, person)


def test_a_term_ends_after_it_begins(cast: Cast) -> None:
    post, person = made.make_post(cast.town), made.make_person(cast.town)
    with pytest.raises(Invalid, match="止日"):
        made.make_term(post, person, from_on=DAY, to_on=DAY)
    term = made.make_term(post, person)
    with pytest.raises(Invalid, match="早于起日"):
        actions.end_term(actor=made.keeper(), term=term, to_on=dt.date(2000, 1, 1))


@pytest.mark.parametrize("name", ["village_reporter", "leader", "outsider", "administrator"])
def test_only_who_keeps_people_in_the_town_changes_them(cast: Cast, name: str) -> None:
    person, post = made.make_person(cast.town), made.make_post(cast.town)
    unit, actor = cast.town, cast.actor(name)
    attempts: list[Callable[[], object]] = [
        lambda: actions.add_person(actor=actor, unit=unit, code="x", name="x"),
        lambda: actions.update_person(actor=actor, person=person, name="x"),
        lambda: actions.add_post(actor=actor, unit=unit, code="x", title="x", kind="other"),
        lambda: actions.update_post(actor=actor, post=post, title="x"),
        lambda: actions.appoint(actor=actor, post=post, person=person, from_on=DAY),
        lambda: actions.set_up_team(
            actor=actor, unit=unit, code="x", name="x", kind="other", from_on=DAY
        ),
        lambda: actions.assign_contact_point(
            actor=actor, person=person, unit=cast.villages[0], from_on=DAY
        ),
    ]
    before = Entry.objects.filter(result="refused").count()
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    refused = Entry.objects.filter(result="refused")
    assert refused.count() == before + len(attempts)
    assert {entry.actor_id for entry in refused} == {actor.id}


def test_a_refused_attempt_lies_in_the_units_own_part_of_the_log(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.update_post(
            actor=cast.actor("outsider"), post=made.make_post(cast.villages[0]), title="x"
        )
    entry = Entry.objects.get(result="refused")
    assert entry.unit_path == cast.villages[0].path
    assert entry.target_kind == "post"
