"""What waits in the registers: to be verified, returned to me, drafts of mine."""

from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import registers_visible_to
from bihuan.registers.links import register_url
from bihuan.registers.models import Register, Status, Version
from bihuan.ui.waiting import Card, Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for an actor, one line a register: verifying first, then what came back."""
    kinds = [
        (
            Status.RETURNED,
            _returned_to(actor),
            _("退回给我的：%(register)s"),
            _("改正后重新提交"),
            _("去改正"),
        ),
        (
            Status.SUBMITTED,
            actor.within(Permission.VERIFY_RECORDS, "path"),
            _("待审核：%(register)s"),
            _("审核通过后计入数据"),
            _("去审核"),
        ),
        (
            Status.DRAFT,
            _drafts_of(actor),
            _("我的草稿：%(register)s"),
            _("提交后才会送审"),
            _("去提交"),
        ),
    ]
    found = [(*kind, _counts(kind[0], kind[1])) for kind in kinds]
    ids = {register for *_rest, counts in found for register in counts}
    registers = {r.pk: r for r in _named(actor) if r.pk in ids} if ids else {}
    return [
        Waiting(
            label=label % {"register": registers[id_].label},
            count=count,
            url=register_url(registers[id_], status=status.value),
            hint=hint,
            verb=verb,
        )
        for status, _condition, label, hint, verb, counts in found
        for id_, count in counts.items()
        if id_ in registers
    ]


def home_cards(actor: Actor) -> list[Card]:
    """Return the room's quick entries of the home page."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    text = _("登记、导入、查找记录") if actor.may(Permission.ENTER_RECORDS) else _("查找记录")
    return [Card(_("台账"), reverse("registers:list"), text, "table")]


def _counts(status: Status, condition: Q) -> dict[UUID, int]:
    rows = Version.objects.unfinished().filter(condition, status=status)
    return dict(rows.values_list("register_id").annotate(Count("pk")).order_by())


def _returned_to(actor: Actor) -> Q:
    """Return the condition of records that the actor enters and does not verify."""
    return actor.within(Permission.ENTER_RECORDS, "path") & ~actor.within(
        Permission.VERIFY_RECORDS, "path"
    )


def _drafts_of(actor: Actor) -> Q:
    return Q(changed_by=actor.id) & actor.within(Permission.ENTER_RECORDS, "path")


def _named(actor: Actor) -> list[Register]:
    found = list(registers_visible_to(actor).prefetch_related(None))
    codes = [register.code for register in found]
    for register in found:
        register.has_namesakes = codes.count(register.code) > 1
    return found
