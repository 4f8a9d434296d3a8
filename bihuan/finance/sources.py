"""What the room offers to be counted: amounts of money, each phase apart.

A figure over it names its phase: planned, approved and paid are three sums, never one.
"""

from typing import Any

from django.utils.translation import gettext as _

from bihuan.finance.models import Amount, Payer, Phase
from bihuan.finance.writing import write_fen
from bihuan.lib.sources import Field, Source
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.ui.rooms import modules


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    if codes is not None and "finance.amounts" not in codes:
        return []
    return [_amounts(home)]


def _amounts(_home: Unit) -> Source:
    fields = (
        Field("yuan", _("金额"), "number", "fen", decimals=2, unit_of_measure=_("元")),
        Field("payer", _("出资方"), "choice", "payer", choices=_labels(Payer)),
        Field("payer_name", _("出资单位"), "text", "payer_name"),
        Field("phase", _("阶段"), "choice", "phase", choices=_labels(Phase)),
        Field("matter", _("事项"), "text", "matter"),
        Field("purpose", _("用途"), "text", "purpose"),
        Field("paper", _("凭据"), "text", "paper"),
        Field("is_lower_bound", _("整数下限"), "yes_no", "lower_bound"),
        Field("on", _("日期"), "date", "on"),
        Field("unit_id", _("单位"), "unit", "unit_id"),
    )
    return Source(
        code="finance.amounts",
        label=_("资金"),
        rows=lambda _as_of: Amount.objects.filter(voided_at=None),
        fields={field.code: field for field in fields},
        visible_to=lambda actor: actor.within(Permission.SEE_TASKS, "path"),
        describe=_describe,
        url=_url,
        path="path",
        day="on",
        order=("-on", "-pk"),
        related=("unit",),
    )


def _describe(amount: Amount) -> dict[str, str]:
    return {
        _("事项"): amount.matter,
        _("用途"): amount.purpose,
        _("出资方"): amount.payer_name or amount.get_payer_display(),
        _("阶段"): amount.get_phase_display(),
        _("金额"): write_fen(amount.fen, is_lower_bound=amount.lower_bound),
        _("日期"): amount.on.isoformat(),
        _("凭据"): amount.paper,
    }


def _url(amount: Amount) -> str:
    """Return the page of the thing that the money is for; the room that owns it tells."""
    for room in modules("about"):
        if amount.about_kind == room.KIND and hasattr(room, "url_of"):
            return str(room.url_of(amount.about_id))
    return ""


def _labels(choices: Any) -> dict[str, str]:
    return {str(each.value): str(each.label) for each in choices}
