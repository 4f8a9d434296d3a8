import datetime as dt
import threading

import pytest
from django.db import connection

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast

DAY = dt.date(2009, 9, 1)


def test_a_path_is_the_parents_with_the_next_label(cast: Cast) -> None:
    assert cast.county.path == "0001"
    assert cast.town.path == "00010001"
    assert cast.other_town.path == "00010002"
    assert [village.path[-4:] for village in cast.villages] == ["0001", "0002", "0003"]


def test_a_second_top_unit_gets_the_next_path(cast: Cast) -> None:
    assert made.make_unit(kind="county").path == "0002"


def test_the_home_is_the_nearest_administration_at_or_above(cast: Cast) -> None:
    assert cast.town.home == cast.town
    assert cast.villages[0].home == cast.town
    assert cast.branches[0].home == cast.town
    assert cast.county.home == cast.county


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "Bad Code"}, "代码“Bad Code”不符合要求"),
        ({"code": "town"}, "已经存在"),
        ({"name": "  "}, "请填写单位名称"),
        ({"name": "村" * 81}, "超过80个字"),
        ({"name": "村\n庄"}, "不可见的字符"),
        ({"kind": "planet"}, "单位类别“planet”无法识别"),
        ({"kind": "county"}, "不能设在"),
        ({"kind": "township"}, "不能设在"),
        ({"division_code": "36099"}, "区划代码“36099”不符合要求"),
        ({"opened_on": dt.date(1999, 1, 1)}, "不能从更早的"),
    ],
)
def test_a_wrong_unit_is_refused_in_a_sentence(
    cast: Cast, changes: dict[str, object], sentence: str
) -> None:
    values: dict[str, object] = {"code": "new", "name": "新村", "kind": "village", "opened_on": DAY}
    entries = Entry.objects.count()
    with pytest.raises(Invalid, match=sentence):
        actions.open_unit(actor=made.keeper(), parent=cast.town, **(values | changes))  # type: ignore[arg-type]
    assert Entry.objects.count() == entries


def test_a_clerk_opens_units_in_their_own_town_only(cast: Cast) -> None:
    def opened(parent: Unit | None, code: str, kind: str) -> Unit:
        return actions.open_unit(
            actor=cast.actor("clerk"), parent=parent, code=code, name=code, kind=kind, opened_on=DAY
        )

    assert opened(cast.town, "fourth", "village").parent == cast.town
    for parent, kind in ((cast.other_town, "village"), (cast.county, "township"), (None, "county")):
        with pytest.raises(NotAllowed):
            opened(parent, "fifth", kind)
    assert not Unit.objects.filter(code="fifth").exists()
    assert Entry.objects.filter(result="refused", action="unit.open").count() == 3


def test_the_top_unit_is_an_administration(db: None) -> None:
    with pytest.raises(Invalid, match="最上级单位"):
        made.make_unit(kind="village")


def test_changing_a_unit_is_logged_and_changing_nothing_is_not(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    actions.update_unit(actor=clerk, unit=cast.villages[0], name="新一村", sort_order=3)
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.action, entry.note) == ("unit.update", "改动：名称、排序")
    assert entry.unit_path == cast.villages[0].path
    before = Entry.objects.count()
    again = actions.update_unit(actor=clerk, unit=cast.villages[0], name="新一村")
    assert again.name == "新一村"
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["path", "parent", "code", "kind", "closed_on"])
def test_what_a_unit_is_never_changes(cast: Cast, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        actions.update_unit(actor=made.keeper(), unit=cast.town, **{name: "x"})  # type: ignore[arg-type]


def test_a_unit_with_units_posts_or_teams_is_not_closed(cast: Cast) -> None:
    village = cast.villages[0]
    made.make_term(made.make_post(village, "书记", "village_secretary"), made.make_person(village))
    made.make_team(village, "patrol")
    with pytest.raises(Invalid, match="1个下级单位、1个在任职务、1个工作组"):
        actions.close_unit(actor=cast.actor("clerk"), unit=village, closed_on=DAY, reason="合并")


def test_a_closed_unit_takes_nothing_new_and_names_its_successor(cast: Cast) -> None:
    clerk, branch, successor = cast.actor("clerk"), cast.branches[0], cast.branches[1]
    closed = actions.close_unit(
        actor=clerk, unit=branch, closed_on=DAY, successor=successor, reason="合并"
    )
    assert (closed.closed_on, closed.successor) == (DAY, successor)
    with pytest.raises(Invalid, match="已于2009-09-01撤销"):
        made.make_team(closed, from_on=DAY)
    with pytest.raises(Invalid, match="已于2009-09-01撤销"):
        actions.close_unit(actor=clerk, unit=branch, closed_on=DAY, reason="合并")


def test_a_unit_does_not_succeed_itself_and_closes_after_it_opened(cast: Cast) -> None:
    branch, clerk = cast.branches[0], cast.actor("clerk")
    with pytest.raises(Invalid, match="接续单位"):
        actions.close_unit(actor=clerk, unit=branch, closed_on=DAY, successor=branch, reason="x")
    with pytest.raises(Invalid, match="早于设立日期"):
        actions.close_unit(actor=clerk, unit=branch, closed_on=dt.date(1990, 1, 1), reason="x")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_units_opened_at_once_get_different_paths() -> None:
    county = made.make_unit(kind="county", unit_code="county")
    failures: list[Exception] = []
    barrier = threading.Barrier(4)

    def work(parent: Unit | None, kind: str) -> None:
        barrier.wait()
        try:
            for _at in range(5):
                made.make_unit(parent, kind)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    jobs = [(county, "township"), (county, "township"), (None, "county"), (None, "county")]
    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    labels = sorted(Unit.objects.filter(parent=county).values_list("path", flat=True))
    assert labels == [f"0001000{digit}" for digit in "123456789a"]
    assert Unit.objects.filter(parent=None).count() == 11


def test_the_installation_may_do_all(db: None) -> None:
    actor = Actor.installation()
    assert all(actor.may(permission, "") for permission in actor.scopes)
    assert all(actor.may(permission, "0001") for permission in actor.scopes)
