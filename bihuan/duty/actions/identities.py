"""Who brought a case: read with a reason, changed, erased. The log holds who, when and why."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.duty.access import require_keeper
from bihuan.duty.actions.stepping import (
    checked_words,
    identity_of,
    identity_row,
    kind_of,
    told_by_none,
)
from bihuan.duty.errors import NoSuchCase
from bihuan.duty.identity import Identity
from bihuan.duty.models import Case, CaseIdentity
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

LONGEST_REASON = 200


@action("identity.read")
def read_identity(*, actor: Actor, case: Case, reason: str) -> Identity:
    """Return who brought a case, for one page; the reason stays in the log for good.

    Raises NotAllowed without `keep_cases` at the home, NoSuchCase for who is of the unit complained
    of or where none is kept, Invalid without a reason, TellsWho where the reason names somebody.
    """
    require_keeper(actor, case)
    identity = identity_of(case)
    if not identity:
        raise NoSuchCase(_("这件事项没有登记身份，或已按期清除。"))
    reason = checked_words(_("查看理由"), reason, LONGEST_REASON, required=True)
    told_by_none(identity, {_("查看理由"): reason})
    _note(actor, "identity.read", case, reason)
    return identity


@action("identity.erase")
def erase_identity(*, actor: Actor, case: Case, reason: str) -> None:
    """Empty who brought a case before its time, say because they asked for it."""
    require_keeper(actor, case)
    row = identity_row(case)
    if row is None or row.erased_on is not None:
        raise NoSuchCase(_("这件事项没有登记身份，或已按期清除。"))
    reason = checked_words(_("清除理由"), reason, LONGEST_REASON, required=True)
    told_by_none(identity_of(case), {_("清除理由"): reason})
    _empty([row])
    _note(actor, "identity.erase", case, reason)


@action("identity.purge")
def purge_identities(*, actor: Actor, home: Unit, rows: Iterable[CaseIdentity]) -> int:
    """Empty the identities of a home whose time is over; one entry. Return how many."""
    actor.require(Permission.KEEP_CASES, home)
    ids = [row.pk for row in rows]
    due = CaseIdentity.objects.select_for_update(of=("self",)).filter(pk__in=ids, erased_on=None)
    count = _empty(list(due))
    if count:
        audit.append(
            actor=actor,
            action="identity.purge",
            target=("unit", home.pk),
            unit_path=home.path,
            values=sorted(map(str, ids)),
            note=_("%(n)d件") % {"n": count},
        )
    return count


def _empty(rows: list[CaseIdentity]) -> int:
    for row in rows:
        row.sealed, row.erased_on = b"", clock.today()
        row.save(update_fields=["sealed", "erased_on"])
    return len(rows)


def _note(actor: Actor, what: str, case: Case, reason: str) -> None:
    audit.append(
        actor=actor,
        action=what,
        target=(kind_of(case), case.pk),
        unit_path=case.path,
        note=_("%(number)s %(reason)s") % {"number": case.written_number, "reason": reason},
    )
