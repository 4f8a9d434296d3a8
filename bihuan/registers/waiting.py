"""What waits in the registers: to be verified, returned to me, drafts of mine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan, Told
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import (
    registers_visible_to,
    versions_within,
)
from bihuan.registers.links import register_url
from bihuan.registers.models import PurgeNotice, Register, Status, Version
from bihuan.registers.retention import versions_past
from bihuan.ui.waiting import Card, Waiting

ENTER, VERIFY = Permission.ENTER_RECORDS, Permission.VERIFY_RECORDS
WAITING_IN = (Status.RETURNED, Status.SUBMITTED, Status.DRAFT)


@dataclass(frozen=True)
class Kind:
    """One kind of version that waits: which are meant, and what is said of them."""

    status: Status
    where: Q
    label: str
    hint: str
    verb: str


def waiting(actor: Actor) -> list[Told]:
    """Return what waits for an actor, one line a register: verifying first, then what came back."""
    may = [each for each in (VERIFY, ENTER) if actor.may(each)]
    where = reduce(or_, (actor.within(each, "path") for each in may), Q(pk__in=[]))
    unfinished = Version.objects.unfinished().filter(where, status__in=WAITING_IN)
    found = [Told([Scan(unfinished).count()], partial(_of_registers, actor))] if may else []
    return [*found, *_to_be_purged(actor)]


def _of_registers(actor: Actor, count: int) -> list[Waiting]:
    """Return the lines of the registers; two statements, none where no record is unfinished."""
    registers = _named(actor) if count else {}
    if not registers:
        return []
    kinds = _kinds(actor, registers.values())
    counts = _counts(registers, kinds)
    return [
        Waiting(
            label=kind.label % {"register": registers[id_].label},
            count=counts[id_][at],
            url=register_url(registers[id_], status=kind.status.value),
            hint=kind.hint,
            verb=kind.verb,
        )
        for at, kind in enumerate(kinds)
        for id_ in counts
        if counts[id_][at]
    ]


def _kinds(actor: Actor, registers: Iterable[Register]) -> list[Kind]:
    restricted = [(register.pk, register.seen_by) for register in registers if register.seen_by]
    verified = versions_within(actor, VERIFY, restricted)
    entered = versions_within(actor, ENTER, restricted)
    return [
        Kind(
            Status.RETURNED,
            entered & ~verified,
            _("退回给我的：%(register)s"),
            _("改正后重新提交"),
            _("去改正"),
        ),
        Kind(
            Status.SUBMITTED,
            verified,
            _("待审核：%(register)s"),
            _("审核通过后计入数据"),
            _("去审核"),
        ),
        Kind(
            Status.DRAFT,
            entered & Q(changed_by=actor.id),
            _("我的草稿：%(register)s"),
            _("提交后才会送审"),
            _("去提交"),
        ),
    ]


def _counts(registers: Iterable[UUID], kinds: Sequence[Kind]) -> dict[UUID, list[int]]:
    """Return by register how many versions of each kind there are, the registers in their order."""
    wanted = [kind.where & Q(status=kind.status) for kind in kinds]
    rows = Version.objects.unfinished().filter(reduce(or_, wanted), register__in=list(registers))
    counted = {f"n{at}": Count("pk", filter=where) for at, where in enumerate(wanted)}
    found = rows.order_by("register_id").values_list("register_id").annotate(**counted)
    return {register: counts for register, *counts in found}


def _named(actor: Actor) -> dict[UUID, Register]:
    found = list(registers_visible_to(actor).prefetch_related(None))
    codes = [register.code for register in found]
    for register in found:
        register.has_namesakes = codes.count(register.code) > 1
    return {register.pk: register for register in found}


def _to_be_purged(actor: Actor) -> list[Told]:
    """Return the purges that are announced, for whoever may postpone them."""
    if not actor.may(Permission.DEFINE_REGISTERS):
        return []
    notices = PurgeNotice.objects.filter(
        actor.within(Permission.DEFINE_REGISTERS, "home__path"),
        closed_on__isnull=True,
        purge__isnull=True,
    )
    return [Told([Scan(notices).count()], partial(_purges, notices))]


def _purges(notices: QuerySet[PurgeNotice], count: int) -> list[Waiting]:
    """Return a line for each; one statement, none where nothing is announced."""
    rows = notices.select_related("register__home").annotate(due_count=_due_count())
    return [
        Waiting(
            label=_("到期清除：%(register)s") % {"register": notice.register.label},
            count=notice.due_count,
            url=register_url(notice.register, "retention"),
            hint=_("定于%(day)s自动清除，可推迟一次") % {"day": write_date(notice.due_on)},
            verb=_("去看看"),
        )
        for notice in (rows if count else ())
    ]


def _due_count() -> Coalesce:
    """Return how many records a notice is of, counted where the notice is read."""
    rows = versions_past(OuterRef("register_id"), OuterRef("before")).order_by()
    counted = rows.values("register_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def home_cards(actor: Actor) -> list[Card]:
    """Return the room's quick entries of the home page."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    text = _("登记、导入、查找记录") if actor.may(Permission.ENTER_RECORDS) else _("查找记录")
    return [Card(_("台账"), reverse("registers:list"), text, "table")]
