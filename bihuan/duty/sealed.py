"""What is sealed with the keys of contacts in this room: found by name where keys are rotated."""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import QuerySet

from bihuan.duty.models import CaseIdentity
from bihuan.duty.sealing import opened_for, seal
from bihuan.lib import clock
from bihuan.opinions.contact_keys import Key

CHUNK = 200


def key_ids() -> set[str]:
    """Return the ids of the keys that something sealed here needs."""
    return set(_standing().values_list("key_id", flat=True).distinct())


def reseal(key: Key) -> Iterator[int]:
    """Seal everything anew with a key; yield how many each step did. May be interrupted."""
    left = _standing().exclude(key_id=key.id)
    while ids := list(left.values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            for row in CaseIdentity.objects.select_for_update(of=("self",)).filter(pk__in=ids):
                _anew(row, key)
        yield len(ids)


def give_up(key_ids: Collection[str]) -> int:
    """Empty what keys that are lost for good had sealed; return how many."""
    lost = _standing().filter(key_id__in=key_ids)
    return lost.update(sealed=b"", erased_on=clock.today())


def _anew(row: CaseIdentity, key: Key) -> None:
    if row.erased_on is not None:  # meanwhile its time may have come
        return
    case_id = row.dispute_id or row.petition_id
    assert case_id is not None
    identity = opened_for(case_id, row.key_id, bytes(row.sealed))
    row.key_id, row.sealed = key.id, seal(identity.as_text(), case_id, key.id, key.sealing)
    row.save(update_fields=["key_id", "sealed"])


def _standing() -> QuerySet[CaseIdentity]:
    return CaseIdentity.objects.filter(erased_on=None)
