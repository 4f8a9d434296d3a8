"""Asking units and persons to countersign a draft, and taking that back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.approving import opened, require_reviewer
from bihuan.documents.actions.naming import name_of
from bihuan.documents.approval import approval_of, note_waiting
from bihuan.documents.asking import checked_parties
from bihuan.documents.errors import OutOfTurn
from bihuan.documents.models import ApprovalKind, CountersignRequest, Document
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.orgs.models import Account, Unit

MOST_REASON = 200


@action("document.ask_countersign")
def ask_countersign(
    *,
    actor: Actor,
    document: Document,
    units: Iterable[Unit] = (),
    accounts: Iterable[Account] = (),
) -> list[CountersignRequest]:
    """Ask units and persons of the document's administration to countersign it.

    Who was asked already is not asked twice. Raises NotAllowed unless the actor drafts or reviews
    for the unit, Invalid for nobody or somebody outside, OutOfTurn once it is signed.
    """
    require_reviewer(actor, document)
    document, approval = opened(document)
    if approval.step(ApprovalKind.SIGN):
        raise OutOfTurn(_("这一稿已经签发，不能再送会签。"))
    asked = checked_parties(document, units, accounts)
    there = {(each.unit_id, each.account_id) for each in approval.requests}
    made = [
        CountersignRequest(
            home=document.home,
            document=document,
            unit=each.unit,
            account=each.account,
            name=each.name,
            asked_by=actor.id,
            asked_by_name=name_of(actor),
            asked_at=clock.now(),
        )
        for each in asked
        if (each.unit and each.unit.pk, each.account and each.account.pk) not in there
    ]
    if not made:
        raise Invalid(_("选中的都已经送过会签了。"))
    CountersignRequest.objects.bulk_create(made)
    note_waiting(document, approval_of(document))
    names = "、".join(each.name for each in made)
    _record(actor, "document.ask_countersign", document, names)
    return made


@action("document.withdraw_countersign")
def withdraw_countersign(*, actor: Actor, request: CountersignRequest, reason: str) -> None:
    """Take back that somebody was asked to countersign; raises NotAllowed, OutOfTurn, Invalid."""
    require_reviewer(actor, request.document)
    reason = checked_text(_("撤回理由"), reason, MOST_REASON)
    document, approval = opened(request.document)
    if request.pk not in {each.pk for each in approval.requests}:
        raise OutOfTurn(_("这项会签已经撤回，请刷新页面。"))
    if request.pk not in {each.pk for each in approval.open_requests}:
        raise OutOfTurn(_("“%(name)s”已经会签过这一稿。") % {"name": request.name})
    CountersignRequest.objects.filter(pk=request.pk).update(
        withdrawn_at=clock.now(), withdrawn_by_name=name_of(actor), withdrawn_because=reason
    )
    note_waiting(document, approval_of(document))
    _record(actor, "document.withdraw_countersign", document, f"{request.name}：{reason}")


def _record(actor: Actor, name: str, document: Document, note: str) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("document", document.id),
        unit_path=document.unit.path,
        values={"said": note},
        note=note,
    )
