"""Who brought a case: sealed, opened for keepers with a reason, erased when its time is over."""

import datetime as dt

import pytest
from cryptography.exceptions import InvalidTag
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.duty import sealed
from bihuan.duty.actions import (
    accept_petition,
    close_petition,
    erase_identity,
    read_identity,
    reply_petition,
)
from bihuan.duty.errors import NoKey, NoSuchCase, TellsWho
from bihuan.duty.models import CaseIdentity, Dispute, Petition
from bihuan.duty.periodic import look_after_identities
from bihuan.duty.sealing import ROOM, opened_for, seal, unseal
from bihuan.duty.tests.making import NAME, PHONE, WHO, make_petition
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions import contact_keys
from bihuan.opinions.actions.contacts import drop_old_keys, rotate_keys
from bihuan.opinions.contact_errors import KeyLost
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import grant_role
from bihuan.orgs.tests.cast import OPENED, Cast, keeper, make_account, make_person


def row_of(case: Petition) -> CaseIdentity:
    return CaseIdentity.objects.get(petition=case)


def test_a_keeper_reads_it_with_a_reason_and_the_log_says_who_and_why(
    cast: Cast, petition: Petition
) -> None:
    found = read_identity(actor=cast.actor("clerk"), case=petition, reason="电话回访")
    assert found == WHO
    entry = Entry.objects.get(action="identity.read")
    assert entry.note == f"{petition.written_number} 电话回访"
    assert entry.digest == ""


@pytest.mark.parametrize(
    "who", ["leader", "village_reporter", "station_reporter", "inspection_group", "outsider"]
)
def test_nobody_but_a_keeper_reads_it(cast: Cast, petition: Petition, who: str) -> None:
    with pytest.raises(NotAllowed):
        read_identity(actor=cast.actor(who), case=petition, reason="想知道")
    assert Entry.objects.filter(action="identity.read", result="refused").count() == 1


def test_a_keeper_of_the_unit_complained_of_reads_nothing(cast: Cast, petition: Petition) -> None:
    by_person = Actor.of(make_account("clerk", cast.town, person=make_person(cast.station)))
    twice = make_account("clerk", cast.town)

    grant_role(
        actor=keeper(), account=twice, role="station_reporter", unit=cast.station, from_on=OPENED
    )
    for actor in (by_person, Actor.of(twice)):
        with pytest.raises(NoSuchCase):
            read_identity(actor=actor, case=petition, reason="想知道")


def test_a_reason_is_needed_and_names_nobody(cast: Cast, petition: Petition) -> None:
    actor = cast.actor("clerk")
    with pytest.raises(Invalid):
        read_identity(actor=actor, case=petition, reason=" ")
    with pytest.raises(TellsWho):
        read_identity(actor=actor, case=petition, reason=f"回访{NAME}")
    assert not Entry.objects.filter(action="identity.read").exists()


def test_what_is_sealed_opens_for_its_case_alone(cast: Cast, petition: Petition) -> None:
    other = make_petition(cast.actor("clerk"), cast.villages[1])
    row = row_of(petition)
    for needle in (NAME, PHONE):
        assert needle.encode() not in bytes(row.sealed)
    assert opened_for(petition.pk, row.key_id, bytes(row.sealed)) == WHO
    with pytest.raises(NoKey):
        opened_for(other.pk, row.key_id, bytes(row.sealed))
    with pytest.raises(NoKey):
        opened_for(petition.pk, row.key_id, bytes(row.sealed)[:-1] + b"\0")


def test_a_sealed_length_tells_little(petition: Petition) -> None:
    key = contact_keys.read()[0]
    one, two = (seal(text, petition.pk, key.id, key.sealing) for text in ("王", "王" * 300))
    assert len(one) == len(two) > ROOM
    assert key.opening is not None
    assert unseal(two, petition.pk, key.id, key.opening) == "王" * 300
    with pytest.raises(InvalidTag):
        unseal(two, petition.pk, "other", key.opening)


def test_without_its_key_a_case_stays_but_nobody_opens_it(
    cast: Cast, petition: Petition, settings: Settings
) -> None:
    settings.BIHUAN_CONTACT_KEYS += "-lost"
    contact_keys.make_first()
    with pytest.raises(NoKey):
        read_identity(actor=cast.actor("clerk"), case=petition, reason="回访")


def test_keys_are_rotated_and_what_an_old_one_sealed_is_sealed_anew(
    cast: Cast, petition: Petition, dispute: Dispute
) -> None:
    old = contact_keys.read()[0]
    assert sealed.key_ids() == {old.id}
    assert sum(rotate_keys(actor=keeper())) == 2
    new = contact_keys.read()[0]
    assert sealed.key_ids() == {new.id} != {old.id}
    assert drop_old_keys(actor=keeper()) == [old.id]
    actor = cast.actor("clerk")
    assert read_identity(actor=actor, case=petition, reason="回访") == WHO
    assert read_identity(actor=actor, case=dispute, reason="回访").people[0].name == NAME


def test_a_key_that_a_case_needs_is_not_dropped_and_a_lost_one_is_given_up(
    petition: Petition,
) -> None:
    old = contact_keys.read()[0]
    new = contact_keys.new_key()
    contact_keys.write([new, old])
    assert drop_old_keys(actor=keeper()) == []
    contact_keys.write([new])
    with pytest.raises(KeyLost):
        list(rotate_keys(actor=keeper()))
    assert list(rotate_keys(actor=keeper(), give_up_lost=True)) == []
    assert row_of(petition).erased_on is not None


def test_it_is_erased_on_wish_and_when_its_time_is_over(
    cast: Cast, petition: Petition, settings: Settings
) -> None:
    actor = cast.actor("clerk")
    other = make_petition(actor, cast.villages[1])
    erase_identity(actor=actor, case=other, reason="本人要求")
    assert bytes(row_of(other).sealed) == b""
    with pytest.raises(NoSuchCase):
        read_identity(actor=actor, case=other, reason="回访")
    accept_petition(actor=actor, petition=petition)
    reply_petition(actor=actor, petition=petition, reply="已公布。")
    close_petition(actor=actor, petition=petition)
    settings.BIHUAN_TODAY = dt.date(2013, 2, 1)
    assert look_after_identities() == 0
    settings.BIHUAN_TODAY = dt.date(2013, 2, 2)
    assert look_after_identities() == 1
    assert (bytes(row_of(petition).sealed), row_of(petition).erased_on) == (
        b"",
        dt.date(2013, 2, 2),
    )
    assert look_after_identities() == 0
