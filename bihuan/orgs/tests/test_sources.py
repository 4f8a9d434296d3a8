import datetime as dt
from typing import Any

from django.db.models import Avg, Q
from pytest_django import Settings

from bihuan.lib.sources import Source
from bihuan.orgs import actions
from bihuan.orgs.sources import sources
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import APPOINTED, Cast

PERIOD = (dt.date(2009, 9, 1), dt.date(2010, 2, 3))


def source(cast: Cast, code: str) -> Source:
    return sources(cast.town, frozenset({code}))[0]


def counted(cast: Cast, code: str, unit: Any = None, **conditions: object) -> int:
    """Count rows of a source under a unit, filtered by its fields as `figures` does."""
    found = source(cast, code)
    within = found.within((unit or cast.town).path, PERIOD)
    wanted = Q()
    for name, value in conditions.items():
        field = found.field(name)
        assert isinstance(field.expression, str)
        wanted &= Q(**{field.expression: field.raw(value)})
    return found.counted(None).filter(within, wanted).count()


def test_the_documented_sources_with_their_fields_are_offered(cast: Cast) -> None:
    fields = {each.code: set(each.fields) for each in sources(cast.town, None)}
    everywhere = {"unit_id", "person"}
    assert fields == {
        "orgs.units": {"kind", "unit_id"},
        "orgs.post_terms": {"post_kind", "title", "age", "schooling"} | everywhere,
        "orgs.team_members": {"team", "team_kind", "role"} | everywhere,
        "orgs.contact_points": everywhere,
        "orgs.liaisons": everywhere,
    }
    assert sources(cast.town, frozenset({"roads"})) == []


def test_units_are_counted_by_kind_while_they_exist(cast: Cast) -> None:
    assert counted(cast, "orgs.units", kind="village") == 3
    assert counted(cast, "orgs.units", kind="行政村（社区）") == 3
    assert counted(cast, "orgs.units", cast.county, kind="village") == 4
    actions.close_unit(
        actor=made.keeper(), unit=cast.branches[0], closed_on=PERIOD[1], reason="合并"
    )
    assert counted(cast, "orgs.units", kind="branch") == 2


def test_held_terms_count_on_the_last_day(cast: Cast) -> None:
    post = made.make_post(cast.town, "镇长")
    made.make_term(post, made.make_person(cast.town), to_on=dt.date(2009, 12, 1))
    made.make_term(post, made.make_person(cast.town), from_on=dt.date(2009, 12, 1))
    assert counted(cast, "orgs.post_terms", post_kind="leadership") == 1
    assert counted(cast, "orgs.post_terms", cast.other_town) == 0


def test_what_was_entered_by_mistake_never_counts(cast: Cast) -> None:
    term = made.make_term(made.make_post(cast.town), made.make_person(cast.town))
    actions.end_term(actor=made.keeper(), term=term, to_on=APPOINTED)
    terms = source(cast, "orgs.post_terms")
    assert terms.counted(None).filter(terms.within(cast.town.path, None)).count() == 0


def test_age_is_computed_against_the_offices_year(cast: Cast, settings: Settings) -> None:
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)
    for year in (1960, 1970):
        person = made.make_person(cast.town, birth_year=year, schooling="大专")
        made.make_term(made.make_post(cast.town), person)
    terms = source(cast, "orgs.post_terms")
    field = terms.field("age")
    rows = terms.counted(None).annotate(age=field.expression)
    assert rows.aggregate(average=Avg("age"))["average"] == 45
    assert rows.filter(age__gte=field.raw(50)).count() == 1


def test_schooling_compares_by_label_and_in_order(cast: Cast) -> None:
    for schooling in ("初中", "大专", "本科", None):
        person = made.make_person(cast.town, schooling=schooling)
        made.make_term(made.make_post(cast.town), person)
    assert counted(cast, "orgs.post_terms", schooling="大专") == 1
    terms = source(cast, "orgs.post_terms")
    field = terms.field("schooling")
    above = terms.counted(None).filter(person__schooling__gte=field.raw("大专"))
    assert above.count() == 2
    assert field.value(5) == "大专"


def test_members_are_counted_by_team_kind_and_role(cast: Cast) -> None:
    team = made.make_team(cast.villages[0], "patrol")
    for role in ("队长", "队员", "队员"):
        made.make_member(team, made.make_person(cast.villages[0]), role)
    assert counted(cast, "orgs.team_members", team=team.code) == 3
    assert counted(cast, "orgs.team_members", team_kind="patrol", role="队员") == 2
    assert counted(cast, "orgs.team_members", cast.villages[1]) == 0


def test_rows_are_seen_below_the_role_and_lead_to_their_page(cast: Cast) -> None:
    leader = made.make_leader(cast.town)
    for village in cast.villages:
        made.make_contact_point(leader, village)
    points = source(cast, "orgs.contact_points")
    rows = points.counted(None)
    assert rows.filter(points.visible_to(cast.actor("clerk"))).count() == 3
    mine = rows.filter(points.visible_to(cast.actor("village_reporter")))
    assert [row.unit for row in mine] == [cast.villages[0]]
    assert not rows.filter(points.visible_to(cast.actor("outsider"))).exists()
    assert not rows.filter(points.visible_to(cast.actor("administrator"))).exists()


def test_each_row_describes_itself_and_has_a_page(cast: Cast) -> None:
    leader = made.make_leader(cast.town)
    made.make_contact_point(leader, cast.villages[0])
    made.make_liaison(leader, cast.branches[0])
    made.make_member(made.make_team(cast.town), leader)
    for each in sources(cast.town, None):
        row = each.counted(None).order_by(*each.order).select_related(*each.related).first()
        assert row is not None
        assert all(isinstance(text, str) for text in each.describe(row).values())
        assert each.url(row).startswith("/orgs/")
        assert each.page().startswith("/orgs/")
        assert str(each.unit_of(row))
