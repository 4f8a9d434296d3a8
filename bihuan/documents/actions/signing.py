"""Signing for a figure that no record bears out, and taking the signature back."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.documents.errors import AlreadyIssued, NothingToSign
from bihuan.documents.filling import fill_document, note_readiness
from bihuan.documents.models import Document, SignOff
from bihuan.documents.template import AskedFigure
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.permissions import Permission

MOST_DIGITS = Decimal(10) ** 18


@action("document.sign_for_figure")
def sign_for_figure(
    *, actor: Actor, document: Document, key: str, value: Decimal | dt.date, source: str
) -> SignOff:
    """Sign for a pending figure of a draft, stating the value and where it comes from.

    The signer has `sign_figures` over the document's unit and wrote no revision of it: nobody
    bears themselves out. An earlier signature for the same figure is replaced. Raises NotAllowed,
    NothingToSign, AlreadyIssued, or Invalid where no source is named.
    """
    actor.require(Permission.SIGN_FIGURES, document.unit)
    document = locked(document)
    if document.is_issued:
        raise AlreadyIssued(_("公文已经签发，不能再签认。"))
    if actor.id and document.revisions.filter(made_by=actor.id).exists():
        raise NotAllowed(_("起草人不能为自己的公文签认数据，请由其他负责人签认。"))
    said = source.strip()
    if len(said) < 2:
        raise Invalid(_("请写明这个数据的来源，如文件、会议或统计表的名称。"))
    figure, label = _pending_figure(document, key, actor)
    signed = SignOff(
        home=document.home,
        document=document,
        key=key,
        code=figure.code,
        label=label,
        source=said[:200],
        signed_by=actor.id,
        signed_by_name=name_of(actor),
        signed_at=clock.now(),
        **_value_of(figure, value),
    )
    _revoke_standing(document, key, actor, _("改签"))
    signed.save(force_insert=True)
    note_readiness(document, fill_document(document, actor=actor))
    _record(actor, "document.sign_for_figure", signed)
    return signed


@action("document.revoke_sign_off")
def revoke_sign_off(*, actor: Actor, sign_off: SignOff, reason: str) -> None:
    """Take a signature back; the figure is pending again. Raises NotAllowed or AlreadyIssued."""
    document = locked(sign_off.document)
    actor.require(Permission.SIGN_FIGURES, document.unit)
    if document.is_issued:
        raise AlreadyIssued(_("公文已经签发，签认不能撤回。"))
    if not reason.strip():
        raise Invalid(_("请写明撤回的理由。"))
    _revoke_standing(document, sign_off.key, actor, reason.strip()[:200])
    note_readiness(document, fill_document(document, actor=actor))
    _record(actor, "document.revoke_sign_off", sign_off)


def _pending_figure(document: Document, key: str, actor: Actor) -> tuple[AskedFigure, str]:
    filled = fill_document(document, actor=actor)
    for figure, asked in zip(filled.figures, filled.asked, strict=True):
        if asked.key == key:
            if figure.status == "traced":
                said = _("“%(label)s”有记录可查，不用签认。")
                raise NothingToSign(said % {"label": figure.label})
            return asked, figure.label
    raise NothingToSign(_("这份公文里没有这个待核的数据，可能刚改过，请刷新页面。"))


def _value_of(figure: AskedFigure, value: Decimal | dt.date) -> dict[str, Decimal | dt.date]:
    if figure.kind == "date":
        if not isinstance(value, dt.date):
            raise Invalid(_("这个数据是日期，请填写日期。"))
        return {"day": value}
    if not isinstance(value, Decimal) or not value.is_finite() or abs(value) >= MOST_DIGITS:
        raise Invalid(_("请填写数字，不带单位和“余”“约”等字。"))
    return {"number": round(value, 6)}


def _revoke_standing(document: Document, key: str, actor: Actor, reason: str) -> None:
    SignOff.objects.filter(document=document, key=key, revoked_at__isnull=True).update(
        revoked_at=clock.now(), revoked_by_name=name_of(actor), revoked_because=reason
    )


def _record(actor: Actor, name: str, sign_off: SignOff) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("document", sign_off.document_id),
        unit_path=sign_off.document.unit.path,
        values={"key": sign_off.key, "value": str(sign_off.value), "source": sign_off.source},
        note=f"{sign_off.label}：{sign_off.source}",
    )
