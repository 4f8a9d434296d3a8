"""Retention: what falls due, the notice before it, what a purge empties and what it leaves."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.figures.models import Definition
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_person
from bihuan.registers.actions import change_record, import_rows, void_record
from bihuan.registers.actions.purging import (
    announce_purge,
    postpone_purge,
    purge_register,
    wipe_remains,
)
from bihuan.registers.errors import WrongStatus
from bihuan.registers.models import PURGED, Purge, PurgeNotice, Record, Register, Version
from bihuan.registers.periodic import look_after_retention
from bihuan.registers.retention import (
    due_before,
    figures_changed,
    is_borne_out,
    past_their_time,
    years_of,
)
from bihuan.registers.tests.asking import Enter, of, page, text
from bihuan.registers.tests.making import current, incoming, make_record, make_register, make_sum

SECRET = "13988887777"
WORDS = "这段话里有张某某的家事"
REASON = "电话是张某某妻子的"


@pytest.fixture
def kept(cast: Cast) -> Register:
    """The town's register of roads, kept for three years."""
    return make_register(cast.town, retention_years=3)


def later(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    """Set the office's day."""
    monkeypatch.setattr(settings, "BIHUAN_TODAY", day)


def old_record(cast: Cast, register: Register) -> Version:
    """Enter a road of 2006, changed once with a reason in words."""
    holder = make_person(cast.town, "张某某")
    version = make_record(
        cast.actor("clerk"), register, cast.villages[0],
        name="张家门前路", phone=SECRET, remark=WORDS, holder=holder.code, km="2.5",
        started_on="2006-01-01", finished_on="2006-05-01",
    )  # fmt: skip
    after = change_record(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        base_version=version.id,
        values={"lanes": "2"},
    )
    Version.objects.filter(pk=version.pk).update(reason=REASON)
    return after


def purge_now(
    cast: Cast, register: Register, monkeypatch: pytest.MonkeyPatch
) -> tuple[PurgeNotice, Purge]:
    """Give notice and carry the purge out on its day."""
    notice = announce_purge(actor=Actor.installation(), register=register)
    assert notice is not None
    later(monkeypatch, notice.due_on)
    purge = purge_register(actor=Actor.installation(), notice=notice)
    assert purge is not None
    return notice, purge


@pytest.mark.parametrize(
    ("years", "today", "before"),
    [
        (3, dt.date(2010, 1, 1), dt.date(2007, 1, 1)),
        (3, dt.date(2009, 12, 31), dt.date(2006, 1, 1)),
        (0, dt.date(2010, 6, 1), dt.date(2010, 1, 1)),
        (None, dt.date(2010, 6, 1), None),
    ],
)
def test_years_count_from_the_end_of_the_records_year(
    years: int | None, today: dt.date, before: dt.date | None
) -> None:
    assert due_before(Register(retention_years=years), today) == before


def test_a_purge_empties_words_and_people_in_every_version_and_leaves_the_figures(
    cast: Cast, kept: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = old_record(cast, kept)
    today = clock.today().isoformat()
    young = make_record(
        cast.actor("clerk"), kept, cast.villages[0], phone=SECRET, km="1", finished_on=today
    )
    make_sum(kept, "km")
    scope = Scope(cast.town)
    asked = definitions_in(cast.town).values()
    before = compute(asked, scope, actor=cast.actor("clerk"))["roads_km"]
    _notice, purge = purge_now(cast, kept, monkeypatch)
    assert (purge.records, purge.versions) == (1, 2)
    versions = Version.objects.filter(record_id=version.record_id)
    assert versions.count() == 2
    for each in versions:
        assert not {"name", "phone", "remark", "holder"} & each.values.keys()
        assert each.values["km"] == "2.50"
        assert (each.person_id, each.reason) == (None, "")
        slots = {
            column.slot: code
            for slot, column in kept.columns_by_slot.items()
            if (code := column.code)
        }
        for slot, code in slots.items():
            if code in ("name", "phone", "holder"):
                assert getattr(each, slot) is None
        assert each.values[PURGED] == clock.today().isoformat()
    record = Record.objects.get(pk=version.record_id)
    assert record.person_id is None
    assert record.purged_at == purge.purged_at
    after = compute(asked, scope, actor=cast.actor("clerk"))["roads_km"]
    assert (after.value, after.records) == (before.value, before.records)
    assert current(young).values["phone"] == SECRET, "what is not past its time stays"
    assert list(verify()) == []
    assert is_borne_out(purge)
    Record.objects.filter(pk=version.record_id).update(purged_at=None)
    assert not is_borne_out(purge), "the proof does not hold for other records"


def test_a_purged_record_is_shown_as_such_and_changed_no_more(
    cast: Cast, kept: Register, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = old_record(cast, kept)
    purge_now(cast, kept, monkeypatch)
    client = enter("clerk")
    shown = text(client.get(of(version)))
    assert "已按保存期限清除" in shown
    assert "2.5公里" in shown
    for word in (SECRET, WORDS, "张某某", REASON, "revision/", "voidance/"):
        assert word not in shown
    assert "（已按保存期限清除）" in text(client.get(page(kept)))
    standing = current(version)
    with pytest.raises(WrongStatus):
        change_record(
            actor=cast.actor("clerk"),
            record_id=version.record_id,
            base_version=standing.id,
            values={"km": "9"},
        )
    with pytest.raises(WrongStatus):
        void_record(actor=cast.actor("clerk"), record_id=version.record_id, reason="?")
    same = {
        "_id": str(version.record_id),
        "km": "2.5",
        "lanes": "2",
        "name": "",
        "finished_on": "2006-05-01",
    }
    back = import_rows(actor=cast.actor("clerk"), register=kept, rows=incoming(same), source="x")
    assert (back.changed, back.unchanged, back.faults) == (0, 1, ())
    changed = import_rows(
        actor=cast.actor("clerk"), register=kept, rows=incoming({**same, "km": "7"}), source="x"
    )
    assert "已按保存期限清除" in changed.faults[0].message


def test_the_notice_comes_first_and_the_purge_not_before_its_day(
    cast: Cast, kept: Register, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_record(cast, kept)
    today = clock.today()
    assert look_after_retention() == 0
    notice = PurgeNotice.objects.get()
    assert notice.due_on == today + dt.timedelta(days=30)
    assert look_after_retention() == 0
    assert PurgeNotice.objects.count() == 1, "one notice stands at a time"
    with pytest.raises(Invalid):
        purge_register(actor=Actor.installation(), notice=notice)
    assert not Purge.objects.exists()
    assert "到期清除：村级公路台账" in text(enter("clerk").get("/"))
    assert "到期清除" not in text(enter("village_reporter").get("/"))
    later(monkeypatch, notice.due_on)
    purge = purge_register(actor=Actor.installation(), notice=notice)
    assert purge is not None
    with pytest.raises(Conflict):
        purge_register(actor=Actor.installation(), notice=notice)
    actions = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions.count("register.purge") == 1
    assert "register.announce_purge" in actions


def test_a_clerk_postpones_once_with_a_reason(cast: Cast, kept: Register, enter: Enter) -> None:
    old_record(cast, kept)
    notice = announce_purge(actor=Actor.installation(), register=kept)
    assert notice is not None
    address = page(kept, "postponement")
    client = enter("clerk")
    assert client.post(address, {"reason": " "}).status_code == 400
    assert enter("leader").post(address, {"reason": "巡察"}).status_code == 403
    assert client.post(address, {"reason": "巡察未完"}).status_code == 302
    again = PurgeNotice.objects.get()
    assert again.due_on == notice.due_on + dt.timedelta(days=90)
    assert client.post(address, {"reason": "再推迟"}).status_code == 409
    with pytest.raises(Conflict):
        postpone_purge(actor=cast.actor("clerk"), notice=again, reason="再推迟")
    with pytest.raises(NotAllowed):
        postpone_purge(actor=cast.actor("village_reporter"), notice=again, reason="不行")
    shown = text(client.get(page(kept, "retention")))
    assert "巡察未完" in shown
    assert "推迟 90 天" not in shown


def test_longer_years_given_meanwhile_spare_the_records(
    cast: Cast, kept: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = old_record(cast, kept)
    notice = announce_purge(actor=Actor.installation(), register=kept)
    assert notice is not None
    make_register(cast.town, retention_years=30)
    later(monkeypatch, notice.due_on)
    assert purge_register(actor=Actor.installation(), notice=notice) is None
    assert current(version).values["phone"] == SECRET
    notice.refresh_from_db()
    assert notice.closed_on == clock.today()
    make_register(cast.town, retention_years=None)
    assert announce_purge(actor=Actor.installation(), register=Register.objects.get()) is None


def test_the_page_counts_by_year_and_names_the_figures_that_change(
    cast: Cast, kept: Register, enter: Enter
) -> None:
    old_record(cast, kept)
    make_record(cast.actor("clerk"), kept, cast.villages[0])
    years = {year.year: (year.whole, year.purged, year.due_on) for year in years_of(kept)}
    assert years == {2006: (1, 0, dt.date(2010, 1, 1)), 2010: (1, 0, dt.date(2014, 1, 1))}
    Definition.objects.create(
        home=cast.town, code="holders", label="负责人数", source="roads", aggregate="distinct",
        field="holder", nature="exact",
    )  # fmt: skip
    make_sum(kept, "km")
    assert [definition.code for definition in figures_changed(kept)] == ["holders"]
    shown = text(enter("clerk").get(page(kept, "retention")))
    for word in ("2006", "负责人数", "2014年1月1日"):
        assert word in shown
    assert "村级公路台账" in text(enter("clerk").get(reverse("registers:retention_list")))


def test_who_may_not_define_registers_purges_nothing(cast: Cast, kept: Register) -> None:
    old_record(cast, kept)
    with pytest.raises(NotAllowed):
        announce_purge(actor=cast.actor("leader"), register=kept)
    notice = announce_purge(actor=cast.actor("clerk"), register=kept)
    assert notice is not None
    with pytest.raises(NotAllowed):
        purge_register(actor=cast.actor("village_reporter"), notice=notice)
    assert Entry.objects.filter(action="register.purge", result="refused").exists()
    assert past_their_time(kept, notice.before).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_purged_is_gone_from_the_database_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.orgs.tests.cast import make_cast

    cast = make_cast()
    register = make_register(cast.town, retention_years=3)
    for _ in range(40):
        old_record(cast, register)
    phrases = [SECRET.encode(), WORDS.encode(), "张家门前路".encode(), REASON.encode()]
    assert _is_anywhere(phrases[:1]), "the search finds what is there"
    assert announce_purge(actor=Actor.installation(), register=register) is not None
    later(monkeypatch, PurgeNotice.objects.get().due_on)
    assert look_after_retention() == 1
    assert PurgeNotice.objects.get().closed_on == clock.today()
    assert not _is_anywhere(phrases)
    assert is_borne_out(Purge.objects.get())
    assert list(verify()) == []


def test_remains_are_wiped_outside_transactions_only(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        wipe_remains()


def _is_anywhere(phrases: list[bytes]) -> bool:
    """Look through the database's files, or on PostgreSQL through the pages of its tables."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        files = [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
        return any(phrase in path.read_bytes() for path in files for phrase in phrases)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(v::text, '') FROM registers_version v")
        whole = cursor.fetchone()[0].encode()
    return any(phrase in whole for phrase in phrases)
