"""The roll and the readiness list: counts that agree, labels that go, what is missing."""

import datetime as dt
from dataclasses import replace

import pytest
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.campaigns.actions import (
    PersonSpec,
    ReadinessSpec,
    RollCounts,
    count_roll,
    drop_readiness,
    import_roll,
    leave_roll,
    remove_names,
    save_participant,
    save_readiness,
)
from bihuan.campaigns.errors import CampaignEnded
from bihuan.campaigns.models import Campaign, CampaignState, Participant, UnitRoll
from bihuan.campaigns.periodic import look_after_names
from bihuan.campaigns.tests.conftest import TODAY
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db
GOOD = RollCounts(61, 60, TODAY, away_should=15, away_took_part=14, ways=("phone",))


def _person(label: str, **more: object) -> PersonSpec:
    return replace(PersonSpec(label, took_part_on=TODAY), **more)  # type: ignore[arg-type]


def test_a_unit_counts_without_naming_anybody(cast: Cast, campaign: Campaign) -> None:
    village, branch = cast.actor("village_reporter"), cast.branches[0]
    roll = count_roll(actor=village, campaign=campaign, unit=branch, counts=GOOD)
    assert (roll.missing, roll.by_person) == (1, False)
    count_roll(actor=village, campaign=campaign, unit=branch, counts=replace(GOOD, took_part=61))
    assert UnitRoll.objects.get().took_part == 61
    with pytest.raises(NotAllowed):
        count_roll(actor=village, campaign=campaign, unit=cast.branches[1], counts=GOOD)
    with pytest.raises(Invalid, match="不要"):
        count_roll(actor=village, campaign=campaign, unit=cast.villages[0], counts=GOOD)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"took_part": 62}, "已参加人数不能多于应参加"),
        ({"away_should": 62}, "外出人员不能多于"),
        ({"away_took_part": 16}, "外出已参加人数不能多于外出应参加"),
        ({"took_part": 3, "away_took_part": 4}, "外出已参加人数不能多于已参加"),
        ({"counted_on": TODAY + dt.timedelta(days=1)}, "还没有到"),
        ({"ways": ("fax",)}, "无法识别"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(
    cast: Cast, campaign: Campaign, wrong: dict[str, object], said: str
) -> None:
    counts = replace(GOOD, **wrong)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=said):
        count_roll(
            actor=cast.actor("clerk"), campaign=campaign, unit=cast.branches[0], counts=counts
        )
    assert not UnitRoll.objects.exists()


def test_a_roll_by_person_counts_itself(cast: Cast, campaign: Campaign) -> None:
    village, branch = cast.actor("village_reporter"), cast.branches[0]

    def save(spec: PersonSpec, one: Participant | None = None) -> Participant:
        return save_participant(
            actor=village, campaign=campaign, unit=branch, spec=spec, participant=one
        )

    save(_person("党员01"))
    away = save(_person("党员02", is_away=True, way="phone", took_part_on=None))
    with pytest.raises(Invalid, match="换一个"):
        save(_person("党员01"))
    roll = UnitRoll.objects.get()
    assert (roll.should, roll.took_part, roll.away_should) == (2, 1, 1)
    save(_person("党员02", is_away=True, way="phone"), away)
    roll.refresh_from_db()
    assert (roll.away_took_part, roll.away_ways) == (1, ["phone"])
    with pytest.raises(Conflict, match="按人登记"):
        count_roll(actor=village, campaign=campaign, unit=branch, counts=GOOD)
    leave_roll(actor=village, participant=Participant.objects.get(label="党员01"))
    roll.refresh_from_db()
    assert roll.should == 1


def test_a_workbook_is_taken_whole_or_not_at_all(cast: Cast, campaign: Campaign) -> None:
    village, branch = cast.actor("village_reporter"), cast.branches[0]
    people = [_person("党员01"), _person("党员02", is_away=True, way="home", took_part_on=None)]
    import_roll(actor=village, campaign=campaign, unit=branch, people=people)
    bad = [_person("党员03"), _person("党员04", took_part_on=TODAY + dt.timedelta(days=9))]
    with pytest.raises(Invalid):
        import_roll(actor=village, campaign=campaign, unit=branch, people=bad)
    with pytest.raises(Invalid, match="两次"):
        import_roll(actor=village, campaign=campaign, unit=branch, people=[*people, people[0]])
    assert Participant.objects.count() == 2
    again = [_person("党员02", is_away=True, way="home")]
    roll = import_roll(actor=village, campaign=campaign, unit=branch, people=again)
    assert (roll.should, roll.took_part, roll.away_took_part) == (2, 2, 1)


def test_labels_go_some_months_after_the_end_and_the_counts_stay(
    cast: Cast, campaign: Campaign, settings: Settings
) -> None:
    branch = cast.branches[0]
    import_roll(
        actor=cast.actor("clerk"), campaign=campaign, unit=branch, people=[_person("党员01")]
    )
    assert look_after_names() == 0
    Campaign.objects.update(state=CampaignState.ENDED, ended_on=TODAY)
    campaign.refresh_from_db()
    with pytest.raises(CampaignEnded):
        import_roll(
            actor=cast.actor("clerk"), campaign=campaign, unit=branch, people=[_person("党员02")]
        )
    settings.BIHUAN_TODAY = dt.date(2010, 8, 2)
    assert remove_names(actor=cast.actor("clerk"), campaign=campaign) == 0
    settings.BIHUAN_TODAY = dt.date(2010, 8, 3)
    with pytest.raises(NotAllowed):
        remove_names(actor=cast.actor("leader"), campaign=campaign)
    assert look_after_names() == 1
    roll = UnitRoll.objects.get()
    assert (roll.should, roll.names_removed_on) == (1, dt.date(2010, 8, 3))
    assert Participant.objects.get().label == ""
    assert Entry.objects.filter(action="roll.purge", result="done").count() == 1
    assert look_after_names() == 0


def test_the_readiness_list_says_what_is_missing(cast: Cast, campaign: Campaign) -> None:
    clerk = cast.actor("clerk")
    spec = ReadinessSpec("宣传横幅", 10, 4, "条")
    line = save_readiness(actor=clerk, campaign=campaign, spec=spec)
    assert line.missing == 6
    with pytest.raises(Invalid, match="已有"):
        save_readiness(actor=clerk, campaign=campaign, spec=spec)
    with pytest.raises(Invalid, match="需要数"):
        save_readiness(actor=clerk, campaign=campaign, spec=replace(spec, label="x", needed=0))
    line = save_readiness(
        actor=clerk, campaign=campaign, spec=replace(spec, in_place=12), line=line
    )
    assert line.missing == 0
    with pytest.raises(NotAllowed):
        drop_readiness(actor=cast.actor("village_reporter"), line=line)
    drop_readiness(actor=clerk, line=line)
    assert save_readiness(actor=clerk, campaign=campaign, spec=spec).pk != line.pk
