"""Things of the room's tests, each made by its action. Names and numbers are made up."""

import datetime as dt
from typing import Any

from bihuan.duty.actions import (
    DisputeSpec,
    Handing,
    PetitionSpec,
    accept_petition,
    adopt_types,
    approve_summary,
    assign_petition,
    record_dispute,
    record_petition,
)
from bihuan.duty.identity import Identity, Somebody
from bihuan.duty.models import Dispute, DisputeType, Petition
from bihuan.opinions import contact_keys
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast, keeper

TODAY = dt.date(2010, 2, 3)
NAME, PHONE, HOUSE = "欧阳试金石", "13987650321", "老樟树下组17号"
ADDRESS = f"小河镇一村{HOUSE}"
WORDS = f"我是{NAME}，住{ADDRESS}，电话{PHONE}。水利站收了水费不开票，渠道三年没有清淤。"
SUMMARY = "反映水利站收水费不开票，渠道三年没有清淤，要求公布账目并清淤。"
WHO = Identity((Somebody("反映人", NAME, PHONE, ADDRESS),), WORDS)
PARTIES = Identity((Somebody("甲方", NAME, PHONE), Somebody("乙方", "司徒假名字", "13712340987")))


def make_keys() -> None:
    """Make the file of keys, where there is none."""
    contact_keys.path().parent.mkdir(parents=True, exist_ok=True)
    contact_keys.make_first()


def make_types(home: Unit) -> dict[str, DisputeType]:
    """Adopt the types that come along."""
    made = adopt_types(actor=keeper(), home=home)
    return {each.code: each for each in made}


def make_dispute(actor: Actor, unit: Unit, **changes: Any) -> Dispute:
    """Register a dispute about a ditch."""
    given: dict[str, Any] = {
        "unit": unit,
        "title": "上屋门口排水沟纠纷",
        "type": make_types(unit.home)["family"],
        "found_on": dt.date(2010, 1, 20),
        "headcount": 4,
        "parties": "甲方：村民1户；乙方：村民1户",
        "facts": "甲方建房后，雨水流到乙方院内。",
        "identity": PARTIES,
    }
    return record_dispute(actor=actor, spec=DisputeSpec(**(given | changes)))


def make_petition(actor: Actor, unit: Unit, **changes: Any) -> Petition:
    """Register a petition about a canal."""
    given: dict[str, Any] = {
        "unit": unit,
        "title": "水费不开票、渠道没有清淤",
        "form": "visit",
        "received_on": dt.date(2010, 1, 25),
        "identity": WHO,
    }
    return record_petition(actor=actor, spec=PetitionSpec(**(given | changes)))


def make_assigned(cast: Cast, **changes: Any) -> Petition:
    """Register a petition that complains of the station, summarised and handed to a village."""
    actor = cast.actor("clerk")
    given = {"unit_complained_of": cast.station} | changes
    made = make_petition(actor, cast.villages[1], **given)
    accept_petition(actor=actor, petition=made, on=dt.date(2010, 1, 26))
    approve_summary(actor=actor, petition=made, summary=SUMMARY)
    handing = Handing(unit=cast.villages[0])
    assign_petition(actor=actor, petition=made, handing=handing)
    made.refresh_from_db()
    return made
