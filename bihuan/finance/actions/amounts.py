"""Recording an amount and making a wrong one void; an amount is never changed."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.finance.errors import AlreadyVoid
from bihuan.finance.models import Amount, Payer, Phase
from bihuan.finance.rules import MOST_FEN
from bihuan.finance.writing import write_fen
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

LONGEST_PAYER, LONGEST_PAPER, LONGEST_REASON = 80, 120, 200
LONGEST_MATTER, LONGEST_PURPOSE = 120, 80


class About(Protocol):
    """The thing that money is for, by kind and id."""

    @property
    def kind(self) -> str: ...

    @property
    def id(self) -> UUID: ...


@dataclass(frozen=True)
class AmountSpec:
    """One amount in fen: for what, who pays, how far it has come, when, by which paper."""

    payer: str
    payer_name: str
    phase: str
    fen: int
    on: dt.date
    paper: str = ""
    lower_bound: bool = False
    matter: str = ""
    purpose: str = ""


@action("amount.record")
def record_amount(
    *, actor: Actor, home: Unit, unit: Unit, about: About, spec: AmountSpec
) -> Amount:
    """Record an amount for a thing; raises NotAllowed or Invalid.

    A paid amount lies on a day that has come: what is still to be paid is planned or approved.
    """
    actor.require(Permission.KEEP_MONEY, unit)
    if not unit.path.startswith(home.path):
        raise Invalid(_("“%(unit)s”不属于“%(home)s”，请改选单位。") % {"unit": unit, "home": home})
    if not 0 < spec.fen <= MOST_FEN:
        raise Invalid(_("金额应大于零，请核对。"))
    if spec.phase == Phase.PAID and spec.on > clock.today():
        raise Invalid(_("支付日期还没有到；未支付的请登记为“计划”或“批准”。"))
    amount = Amount(
        home=home,
        unit=unit,
        path=unit.path,
        about_kind=about.kind,
        about_id=about.id,
        matter=checked_text(_("事项"), spec.matter, LONGEST_MATTER, required=False),
        purpose=checked_text(_("用途"), spec.purpose, LONGEST_PURPOSE, required=False),
        payer=checked_choice(_("出资方"), spec.payer, Payer),
        payer_name=checked_text(
            _("出资单位"), spec.payer_name, LONGEST_PAYER, required=spec.payer == Payer.OTHER
        ),
        phase=checked_choice(_("阶段"), spec.phase, Phase),
        fen=spec.fen,
        lower_bound=spec.lower_bound,
        on=spec.on,
        paper=checked_text(_("凭据"), spec.paper, LONGEST_PAPER, required=False),
        entered_at=clock.now(),
        entered_by=actor.id,
        entered_by_name=name_of(actor),
    )
    amount.save(force_insert=True)
    _audit(actor, "amount.record", amount)
    return amount


@action("amount.void")
def void_amount(*, actor: Actor, amount: Amount, reason: str) -> Amount:
    """Make a wrong amount void with a reason; it stays to be read and counts no more."""
    actor.require(Permission.KEEP_MONEY, amount.unit)
    amount = locked(amount)
    if amount.voided_at is not None:
        raise AlreadyVoid(_("这笔资金已经作废，不必重复。"))
    amount.void_reason = checked_text(_("作废理由"), reason, LONGEST_REASON)
    amount.voided_at, amount.voided_by_name = clock.now(), name_of(actor)
    amount.save(update_fields=["void_reason", "voided_at", "voided_by_name"])
    _audit(actor, "amount.void", amount, amount.void_reason)
    return amount


def _audit(actor: Actor, name: str, amount: Amount, note: str = "") -> None:
    said = write_fen(amount.fen, is_lower_bound=amount.lower_bound)
    audit.append(
        actor=actor,
        action=name,
        target=("amount", amount.id),
        unit_path=amount.path,
        values={
            "about": f"{amount.about_kind}:{amount.about_id}",
            "payer": amount.payer,
            "payer_name": amount.payer_name,
            "phase": amount.phase,
            "fen": amount.fen,
            "on": amount.on.isoformat(),
            "paper": amount.paper,
        },
        note=note or f"{amount.get_payer_display()} {amount.get_phase_display()} {said}",
    )
