"""What the room offers the home page and the navigation."""

from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import return_record
from bihuan.registers.models import Register
from bihuan.registers.navigation import entries
from bihuan.registers.tests.making import make_record
from bihuan.registers.waiting import waiting
from bihuan.ui.waiting import known


def test_what_waits_is_told_to_whom_it_concerns(cast: Cast, roads: Register) -> None:
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    make_record(reporter, roads, cast.villages[0])
    returned = make_record(reporter, roads, cast.villages[0])
    return_record(actor=clerk, record_id=returned.record_id, reason="?")
    make_record(reporter, roads, cast.villages[0], submit=False)

    def told(who: str) -> list[tuple[str, object]]:
        return [(thing.label, thing.count) for thing in known(waiting(cast.actor(who)))]

    assert told("clerk") == told("leader") == [("待审核：村级公路台账", 1)]
    assert told("village_reporter") == [
        ("退回给我的：村级公路台账", 1),
        ("我的草稿：村级公路台账", 1),
    ]
    for who in ("station_reporter", "inspection_group", "auditor", "administrator", "outsider"):
        assert told(who) == []


def test_the_navigation_leads_to_registers_for_whom_sees_records(cast: Cast) -> None:
    assert [e.url_name for e in entries(cast.actor("leader"))] == ["registers:list"]
    assert entries(cast.actor("auditor")) == []
