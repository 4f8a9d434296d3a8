"""Requirements of a pack: set on the campaign's first day, faults told with file and line."""

import datetime as dt
from pathlib import Path

import pytest

from bihuan.campaigns.models import Requirement
from bihuan.campaigns.tests.requirements.making import campaign_of
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.tests.small_pack import FILES, write_pack

pytestmark = pytest.mark.django_db

TEXT = """campaign: study
requirements:
  - code: roads
    label: 修路
    figure: roads_km
    scope: unit
    unit_kinds: [village]
    rule: at_least
    threshold: 2.5
    due_on: 2009-12-31
    basis: 方案
  - code: old
    label: 当年定额
    figure: roads_km
    scope: overall
    rule: at_most
    basis: 方案
    historical: true
    why_historical: 当年如此
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a pack, loaded, with a campaign that somebody began."""
    load_pack(write_pack(tmp_path), actor=Actor.installation())
    campaign_of(Unit.objects.get(code="town"))
    return tmp_path


def load(folder: Path, text: str) -> None:
    load_pack(write_pack(folder, requirements_dot_yaml=text), actor=Actor.installation())


def faults_of(folder: Path, text: str) -> list[tuple[str, int, str]]:
    found = check_pack(write_pack(folder, requirements_dot_yaml=text), actor=Actor.installation())
    return [(fault.file, fault.line, fault.message) for fault in found]


def test_they_stand_from_the_campaigns_first_day_in_their_order(folder: Path) -> None:
    load(folder, TEXT)
    load(folder, TEXT)
    made = Requirement.objects.order_by("position")
    assert [(one.code, one.position, str(one.from_on)) for one in made] == [
        ("roads", 1, "2009-09-01"),
        ("old", 2, "2009-09-01"),
    ]
    assert made[0].due_on == dt.date(2009, 12, 31)
    assert made[1].is_historical


def test_one_that_is_told_otherwise_is_left_as_it_stands(folder: Path) -> None:
    load(folder, TEXT)
    report = load_pack(
        write_pack(folder, requirements_dot_yaml=TEXT.replace("2.5", "9")),
        actor=Actor.installation(),
    )
    assert report.left == ["requirements.yaml:3 roads"]
    assert str(Requirement.objects.get(code="roads").threshold) == "2.5000"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("campaign: study", "campaign: none", 1, "没有代码为“none”的活动"),
        ("figure: roads_km", "figure: nothing", 3, "别处定义的数据"),
        ("threshold: 2.5", "threshold: -1", 3, "不能是负数"),
        ("2009-12-31", "2011-12-31", 3, "不在活动期间"),
        ("code: old", "code: roads", 12, "已用过"),
        ("rule: at_least", "rule: exactly", 8, "rule"),
    ],
)
def test_a_fault_names_file_and_line(
    folder: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in TEXT
    found = faults_of(folder, TEXT.replace(old, new, 1))
    assert [(file, at) for file, at, _message in found] == [("requirements.yaml", line)]
    assert said in found[0][2]
    assert not Requirement.objects.exists()


def test_a_pack_without_requirements_asks_for_no_campaign(tmp_path: Path) -> None:
    assert "requirements.yaml" not in FILES
    assert check_pack(write_pack(tmp_path), actor=Actor.installation()) == []
