"""Contacts: read with a reason, erased in time, sealed anew; the key is in no backup."""

import datetime as dt
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.files.backups.writing import make_backup
from bihuan.lib.archives.sealing import key_of
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions import contact_keys
from bihuan.opinions.actions import answer_group, sort_opinion
from bihuan.opinions.actions.contacts import (
    drop_old_keys,
    erase_contact,
    read_contact,
    rotate_keys,
    withdraw_contact,
)
from bihuan.opinions.contact_errors import KeyLost, KeysMissing, NoContact
from bihuan.opinions.contact_retention import erase_what_is_over
from bihuan.opinions.contacts import opened, shown_contact
from bihuan.opinions.models import Category, Contact, Opinion
from bihuan.opinions.sealing import seal
from bihuan.opinions.tests.making import make_opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast

CONTACT = "13800001234"
Left = Callable[..., Opinion]


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    """Give each test a key file of its own."""
    path = tmp_path / "contact-keys"
    settings.BIHUAN_CONTACT_KEYS = str(path)
    contact_keys.make_first()
    return path


@pytest.fixture
def left(cast: Cast) -> Left:
    """Let somebody leave a contact with an opinion of the first village."""

    def leave(contact: str = CONTACT, left_on: dt.date = dt.date(2010, 1, 20)) -> Opinion:
        opinion = make_opinion(cast.actor("clerk"), cast.villages[0])
        key = contact_keys.read()[0]
        Contact.objects.create(
            home=cast.town,
            opinion=opinion,
            key_id=key.id,
            sealed=seal(contact, opinion.pk, key.id, key.sealing),
            left_on=left_on,
        )
        return opinion

    return leave


def keeper() -> Actor:
    return Actor.installation()


def test_a_contact_is_shown_masked_and_read_with_a_reason(cast: Cast, left: Left) -> None:
    opinion, clerk = left(), cast.actor("clerk")
    shown = shown_contact(clerk, opinion)
    assert shown is not None
    assert shown.text == "138****1234"
    assert read_contact(actor=clerk, opinion=opinion, reason="问清楚是哪座桥") == CONTACT
    entry = Entry.objects.filter(action="contact.read").get()
    assert entry.actor_name == clerk.name
    assert "问清楚是哪座桥" in entry.note
    assert CONTACT not in entry.note


def test_reading_without_a_reason_is_refused_and_leaves_no_entry(cast: Cast, left: Left) -> None:
    with pytest.raises(Invalid, match="请填写查看理由"):
        read_contact(actor=cast.actor("clerk"), opinion=left(), reason="  ")
    assert not Entry.objects.filter(action="contact.read").exists()


@pytest.mark.parametrize(
    "who",
    [
        *("leader", "village_reporter", "station_reporter", "inspection_group"),
        *("auditor", "administrator", "outsider"),
    ],
)
def test_nobody_but_the_offices_clerk_sees_or_reads_it(cast: Cast, left: Left, who: str) -> None:
    opinion = left()
    assert shown_contact(cast.actor(who), opinion) is None
    with pytest.raises(NotAllowed):
        read_contact(actor=cast.actor(who), opinion=opinion, reason="看看")
    with pytest.raises(NotAllowed):
        erase_contact(actor=cast.actor(who), opinion=opinion, reason="看看")
    assert Entry.objects.filter(action="contact.read", result="refused").count() == 1


def test_the_clerk_of_one_unit_only_does_not_read_it(cast: Cast, left: Left) -> None:
    from bihuan.orgs.tests.cast import make_account

    opinion = left()
    of_the_village = Actor.of(make_account("clerk", cast.villages[0]))
    assert shown_contact(of_the_village, opinion) is None


def test_an_erased_contact_is_gone_from_the_database(cast: Cast, left: Left) -> None:
    opinion = left()
    erase_contact(actor=cast.actor("clerk"), opinion=opinion, reason="本人要求")
    contact = Contact.objects.get()
    assert bytes(contact.sealed) == b""
    assert contact.key_id == ""
    assert contact.erased_on == dt.date(2010, 2, 3)
    with pytest.raises(NoContact):
        read_contact(actor=cast.actor("clerk"), opinion=opinion, reason="再看")
    with pytest.raises(NoContact):
        erase_contact(actor=cast.actor("clerk"), opinion=opinion, reason="再清")


def test_bytes_moved_to_another_opinion_do_not_open(cast: Cast, left: Left) -> None:
    mine, other = left(), left("13900005678")
    stolen = bytes(Contact.objects.get(opinion=other).sealed)
    Contact.objects.filter(opinion=mine).update(sealed=stolen)
    with pytest.raises(KeyLost, match="打不开"):
        read_contact(actor=cast.actor("clerk"), opinion=mine, reason="联系本人")
    assert not Entry.objects.filter(action="contact.read", result="done").exists()


def test_rotating_seals_all_anew_and_the_old_key_may_go(cast: Cast, left: Left) -> None:
    opinions = [left(f"1380000{number:04d}") for number in range(5)]
    old = contact_keys.read()[0].id
    before = {bytes(sealed) for sealed in Contact.objects.values_list("sealed", flat=True)}
    assert sum(rotate_keys(actor=keeper())) == 5
    new = contact_keys.read()[0].id
    assert new != old
    assert set(Contact.objects.values_list("key_id", flat=True)) == {new}
    assert not before & {
        bytes(sealed) for sealed in Contact.objects.values_list("sealed", flat=True)
    }
    assert drop_old_keys(actor=keeper()) == [old]
    assert [key.id for key in contact_keys.read()] == [new]
    assert [opened(Contact.objects.get(opinion=each)) for each in opinions] == [
        f"1380000{number:04d}" for number in range(5)
    ]
    assert drop_old_keys(actor=keeper()) == []


def test_a_rotation_that_was_interrupted_goes_on_with_the_same_key(
    left: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        left(f"1380000{number:04d}")
    monkeypatch.setattr("bihuan.opinions.actions.contacts.CHUNK", 2)
    steps = rotate_keys(actor=keeper())
    assert next(steps) == 2
    steps.close()  # interrupted
    new = contact_keys.read()[0].id
    assert Contact.objects.filter(key_id=new).count() == 2
    assert drop_old_keys(actor=keeper()) == []  # the old one is still needed
    assert sum(rotate_keys(actor=keeper())) == 3
    assert contact_keys.read()[0].id == new
    assert set(Contact.objects.values_list("key_id", flat=True)) == {new}
    assert sorted(opened(each) for each in Contact.objects.all()) == [
        f"1380000{number:04d}" for number in range(5)
    ]


def test_what_is_withdrawn_during_a_rotation_stays_withdrawn(cast: Cast, left: Left) -> None:
    first, second = left(), left()
    withdraw_contact(actor=keeper(), opinion=first)
    assert sum(rotate_keys(actor=keeper())) == 1
    assert bytes(Contact.objects.get(opinion=first).sealed) == b""
    assert opened(Contact.objects.get(opinion=second)) == CONTACT


def test_a_lost_key_is_told_in_one_sentence(cast: Cast, left: Left, keys: Path) -> None:
    opinion = left()
    lost = contact_keys.read()[0].id
    contact_keys.write([contact_keys.new_key()])
    with pytest.raises(KeyLost, match=f"{lost} 不在这台机器上.*不能再恢复。$"):
        read_contact(actor=cast.actor("clerk"), opinion=opinion, reason="联系本人")
    shown = shown_contact(cast.actor("clerk"), opinion)
    assert shown is not None
    assert (shown.text, lost in shown.fault) == ("", True)
    with pytest.raises(KeyLost, match=f"缺少 {lost}，没有更换"):
        list(rotate_keys(actor=keeper()))
    assert len(contact_keys.read()) == 1


def test_contacts_of_a_key_that_is_lost_for_good_are_given_up(cast: Cast, left: Left) -> None:
    gone = left()
    contact_keys.write([contact_keys.new_key()])
    kept = left("13900005678")
    list(rotate_keys(actor=keeper(), give_up_lost=True))
    assert Contact.objects.get(opinion=gone).erased_on is not None
    assert opened(Contact.objects.get(opinion=kept)) == "13900005678"
    assert Entry.objects.filter(action="contact.give_up").count() == 1


@pytest.mark.parametrize("text", [None, "", "# nothing\n", "k1 secret !!!\n", "k1 other AAAA\n"])
def test_a_missing_or_spoilt_file_is_told_in_one_sentence(keys: Path, text: str | None) -> None:
    keys.unlink()
    if text is not None:
        keys.write_text(text, "utf-8")
    with pytest.raises(KeysMissing, match="钥匙文件"):
        contact_keys.read()


def test_the_file_is_private_and_never_made_anew_over_keys(keys: Path) -> None:
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    before = keys.read_text("ascii")
    assert not contact_keys.make_first()
    assert keys.read_text("ascii") == before


def test_the_sealing_half_alone_seals_and_does_not_open(cast: Cast, left: Left) -> None:
    whole = contact_keys.read()
    public = contact_keys._key(whole[0].line(only_public=True))
    contact_keys.write([public])
    opinion = left()
    with pytest.raises(KeyLost):
        read_contact(actor=cast.actor("clerk"), opinion=opinion, reason="联系本人")
    contact_keys.write(whole)
    assert read_contact(actor=cast.actor("clerk"), opinion=opinion, reason="联系本人") == CONTACT


def _members(path: Path) -> bytes:
    with tarfile.open(path) as tar:
        files = [tar.extractfile(member) for member in tar.getmembers()]
        return b"\n".join(file.read() for file in files if file is not None)


@pytest.mark.django_db(transaction=True)
def test_no_backup_holds_the_key_nor_the_contact(
    left: Left, keys: Path, tmp_path: Path, settings: Settings
) -> None:
    left()
    settings.BIHUAN_CONTACT_KEYS = str(Path(settings.BIHUAN_HOME) / "contact-keys")
    Path(settings.BIHUAN_CONTACT_KEYS).write_text(keys.read_text("ascii"), "ascii")
    secret = keys.read_text("ascii").split()[-1].encode()
    plain = tmp_path / "plain.tar.gz"
    make_backup(actor=keeper(), target=plain)
    content = _members(plain)
    assert len(content) > 1000
    assert secret not in content
    assert CONTACT.encode() not in content
    sealed = tmp_path / "sealed.bin"
    manifest = make_backup(actor=keeper(), target=sealed, key=key_of(b"k" * 40))
    assert "contact-keys" not in manifest.members
    Path(settings.BIHUAN_CONTACT_KEYS).unlink()


def _answer(cast: Cast, opinion: Opinion, category: Category) -> None:
    clerk = cast.actor("clerk")
    group = sort_opinion(actor=clerk, opinion=opinion, category=category).group
    assert group is not None
    answer_group(actor=clerk, group=group, answer="explained", reason="已当面说明")


def test_a_contact_is_erased_when_its_time_is_over(
    cast: Cast, left: Left, roads: Category, settings: Settings
) -> None:
    answered, waiting = left(), left()
    _answer(cast, answered, roads)
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3) + dt.timedelta(days=89)
    assert erase_what_is_over() == 0
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3) + dt.timedelta(days=90)
    assert erase_what_is_over() == 1
    assert erase_what_is_over() == 0
    assert Contact.objects.get(opinion=answered).erased_on is not None
    assert Contact.objects.get(opinion=waiting).erased_on is None
    assert Entry.objects.filter(action="contact.purge").count() == 1


def test_a_contact_is_kept_while_its_problem_is_worked_on(
    cast: Cast, left: Left, roads: Category, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinion = left()
    _answer(cast, opinion, roads)

    class Room:
        @staticmethod
        def groups_under_way(ids: set[object]) -> set[object]:
            return ids

    monkeypatch.setattr("bihuan.opinions.contact_retention.modules", lambda _name: [Room])
    settings.BIHUAN_TODAY = dt.date(2010, 8, 1)
    assert erase_what_is_over() == 0
    settings.BIHUAN_TODAY = dt.date(2012, 2, 1)  # longer than any contact is kept
    assert erase_what_is_over() == 1


def test_the_command_rotates_and_tells_what_to_keep(
    left: Left, capsys: pytest.CaptureFixture[str]
) -> None:
    from click.testing import CliRunner

    from bihuan.cli.contacts import contacts

    left()
    answer = CliRunner().invoke(contacts, ["rotate"])
    assert answer.exit_code == 0, answer.output
    assert "1 条" in answer.output
    assert "已去掉" in CliRunner().invoke(contacts, ["drop-keys"]).output
    sealing = CliRunner().invoke(contacts, ["sealing-keys"]).output
    assert " public " in sealing
    assert " secret " not in sealing
