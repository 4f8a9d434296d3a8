"""Saying that records that look like one are two: remembered, so that nobody is asked again."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import may_see
from bihuan.registers.errors import NoSuchRecord
from bihuan.registers.models import KeptApart, Version

MOST_PAIRS = 200


@action("records.keep_apart")
def keep_apart(*, actor: Actor, pairs: Iterable[tuple[UUID, UUID]]) -> int:
    """Remember of pairs of records that each is two; return how many were not said so before.

    Raises NoSuchRecord for a record that the actor does not see, NotAllowed without the right to
    enter or verify one of the pair, Invalid for records of different registers or units.
    """
    wanted = sorted({_ordered(one, other) for one, other in pairs if one != other})
    if len(wanted) > MOST_PAIRS:
        raise Invalid(_("一次最多认定%(n)d对，请分几次办理。") % {"n": MOST_PAIRS})
    ids = {id_ for pair in wanted for id_ in pair}
    found = Version.objects.current().filter(record_id__in=ids)
    versions = {v.record_id: v for v in found.select_related("record", "register")}
    for pair in wanted:
        _refuse(actor, [versions.get(id_) for id_ in pair])
    moment, made = clock.now(), 0
    for first, second in wanted:
        version = versions[first]
        _kept, is_new = KeptApart.objects.get_or_create(
            home_id=version.record.home_id,
            first_id=first,
            second_id=second,
            defaults={"kept_at": moment, "kept_by_name": actor.name[:60]},
        )
        if is_new:
            made += 1
            audit.append(
                actor=actor,
                action="records.keep_apart",
                target=("record", first),
                unit_path=version.path,
                values={"first": str(first), "second": str(second)},
                note=str(second),
            )
    return made


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def _refuse(actor: Actor, pair: "list[Version | None]") -> None:
    one, other = pair
    if one is None or other is None or not may_see(actor, one) or not may_see(actor, other):
        raise NoSuchRecord(_("没有这条记录，或您的账号无权查看。"))
    if (one.register_id, one.path) != (other.register_id, other.path):
        raise Invalid(_("两条记录不属于同一本台账、同一个单位，不必认定。"))
    roles = one.register.seen_by
    if not any(
        actor.may(permission, one.path, roles)
        for permission in (Permission.ENTER_RECORDS, Permission.VERIFY_RECORDS)
    ):
        raise NotAllowed(_("您的账号只能查看这些记录，不能认定是否重复。"))
