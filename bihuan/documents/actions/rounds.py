"""Sending a draft round for comment, commenting, reminding, and saying what became of a comment."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.approving import opened
from bihuan.documents.actions.naming import name_of
from bihuan.documents.asking import checked_parties
from bihuan.documents.errors import OutOfTurn
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Addressee, Comment, CommentRound, Document, Outcome
from bihuan.documents.paper_json import from_json, to_json
from bihuan.documents.paragraphs import digest_of, texts_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked
from bihuan.orgs.models import Account, Unit
from bihuan.orgs.permissions import Permission

MOST_MESSAGE, MOST_COMMENT, MOST_REASON = 300, 2_000, 300


@dataclass(frozen=True)
class RoundSpec:
    """Whom a draft is sent to for comment, until when, with what word."""

    due_on: dt.date
    units: Iterable[Unit] = ()
    accounts: Iterable[Account] = ()
    message: str = ""


@action("document.send_for_comment")
def send_for_comment(*, actor: Actor, document: Document, spec: RoundSpec) -> CommentRound:
    """Send the newest draft for comment, as the records fill it now.

    Raises NotAllowed without `draft_documents`, AlreadyIssued, Invalid for nobody, somebody from
    outside or a day that is past.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, document.unit)
    document, approval = opened(document)
    if approval.revision is None:
        raise OutOfTurn(_("这份公文还没有存过稿，请先保存。"))
    if spec.due_on < clock.today():
        raise Invalid(_("反馈日期已经过去，请改到今天或以后。"))
    parties = checked_parties(document, spec.units, spec.accounts)
    made = CommentRound.objects.create(
        home=document.home,
        document=document,
        number=document.rounds.count() + 1,
        revision=approval.revision,
        paper=to_json(fill_document(document, actor=actor).paper),
        due_on=spec.due_on,
        message=checked_text(_("附言"), spec.message, MOST_MESSAGE, required=False),
        asked_at=clock.now(),
        asked_by=actor.id,
        asked_by_name=name_of(actor),
    )
    Addressee.objects.bulk_create(
        Addressee(home=document.home, round=made, unit=p.unit, account=p.account, name=p.name)
        for p in parties
    )
    names = "、".join(party.name for party in parties)
    _record(actor, "document.send_for_comment", made, names, {"revision": made.revision.number})
    return made


@action("document.comment")
def give_comment(*, actor: Actor, addressee: Addressee, text: str, place: int | None) -> Comment:
    """Comment on a paragraph of the round's draft, or on the draft as a whole (no place).

    Raises NotAllowed unless the actor, or a unit they act for, was asked; AlreadyIssued; Invalid.
    """
    made_in = _answered(actor, addressee)
    paragraphs = texts_of(from_json(made_in.paper))
    if place is not None and not 0 <= place < len(paragraphs):
        raise Invalid(_("稿中没有这一段，请刷新页面再提。"))
    quote = "" if place is None else paragraphs[place]
    comment = Comment.objects.create(
        home=made_in.home,
        addressee=addressee,
        place=place,
        quote=quote,
        quote_digest=digest_of(quote) if quote else "",
        text=_checked_comment(text),
        given_at=clock.now(),
        given_by=actor.id,
        given_by_name=name_of(actor),
    )
    _note_answer(actor, addressee, is_without_remarks=False)
    _record(actor, "document.comment", made_in, comment.text[:200], {"place": place})
    return comment


@action("document.answer_without_remarks")
def answer_without_remarks(*, actor: Actor, addressee: Addressee) -> None:
    """Answer that there is nothing to remark; raises NotAllowed, AlreadyIssued, Conflict."""
    made_in = _answered(actor, addressee)
    addressee = locked(addressee)
    if addressee.answered_at is not None:
        raise Conflict(_("“%(name)s”已经答复过，不用再答复。") % {"name": addressee.name})
    _note_answer(actor, addressee, is_without_remarks=True)
    _record(actor, "document.answer_without_remarks", made_in, addressee.name, {})


@action("document.settle_comment")
def settle_comment(*, actor: Actor, comment: Comment, outcome: str, reason: str = "") -> Comment:
    """Say what became of a comment, once; its giver sees it.

    A comment that is not adopted, or in part, has a reason. What was left open at the issue may
    be answered after it. Raises NotAllowed without `draft_documents`, Conflict where somebody
    settled it first, Invalid.
    """
    made_in = comment.addressee.round
    actor.require(Permission.DRAFT_DOCUMENTS, made_in.document.unit)
    comment = locked(comment)
    if comment.settled_at is not None:
        raise Conflict(_("这条意见已经有人处理过，请刷新页面。"))
    comment.outcome = checked_choice(_("处理"), outcome, Outcome)
    is_reason_due = comment.outcome != Outcome.ADOPTED
    comment.reason = checked_text(_("理由"), reason, MOST_REASON, required=is_reason_due)
    comment.settled_at, comment.settled_by_name = clock.now(), name_of(actor)
    comment.save(update_fields=["outcome", "reason", "settled_at", "settled_by_name"])
    values = {"comment": str(comment.pk), "outcome": comment.outcome, "reason": comment.reason}
    said = f"{comment.get_outcome_display()}：{comment.text[:100]}"
    _record(actor, "document.settle_comment", made_in, said, values)
    return comment


@action("document.remind_addressee")
def remind_addressee(*, actor: Actor, addressee: Addressee) -> None:
    """Remind somebody who has not answered yet, once a day at most; nothing else follows.

    Raises NotAllowed without `draft_documents`, AlreadyIssued, Conflict.
    """
    made_in = addressee.round
    actor.require(Permission.DRAFT_DOCUMENTS, made_in.document.unit)
    opened(made_in.document)
    addressee = locked(addressee)
    if addressee.answered_at is not None:
        raise Conflict(_("“%(name)s”已经答复，不用提醒。") % {"name": addressee.name})
    now = clock.now()
    if addressee.reminded_at and timezone.localdate(addressee.reminded_at) == clock.today():
        raise Conflict(_("今天已经提醒过“%(name)s”，请明天再看。") % {"name": addressee.name})
    addressee.reminded_at = now
    addressee.save(update_fields=["reminded_at"])
    _record(actor, "document.remind_addressee", made_in, addressee.name, {})


def is_addressee(actor: Actor, addressee: Addressee) -> bool:
    """Tell whether an actor is the person asked, or acts for the unit asked."""
    if addressee.account_id is not None:
        return actor.id == addressee.account_id
    return addressee.unit is not None and addressee.unit.path in actor.own_paths


def _answered(actor: Actor, addressee: Addressee) -> CommentRound:
    """Return the round that an actor may answer, its document locked and not yet issued."""
    made_in = addressee.round
    sees = actor.may_in_home_of(Permission.SEE_FIGURES, made_in.document.home)
    if not sees or not is_addressee(actor, addressee):
        raise NotAllowed(_("这一稿没有征求您的意见。"))
    opened(made_in.document)
    return made_in


def _note_answer(actor: Actor, addressee: Addressee, *, is_without_remarks: bool) -> None:
    addressee.answered_at, addressee.answered_by_name = clock.now(), name_of(actor)
    addressee.is_without_remarks = is_without_remarks
    addressee.save(update_fields=["answered_at", "answered_by_name", "is_without_remarks"])


def _checked_comment(text: str) -> str:
    """Return a comment, which may have several lines."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(_("请写出您的意见。"))
    if len(text) > MOST_COMMENT:
        raise Invalid(_("一条意见最多%(most)s个字，请分成几条。") % {"most": MOST_COMMENT})
    return text


def _record(
    actor: Actor, name: str, made_in: CommentRound, note: str, values: Mapping[str, object]
) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("document", made_in.document_id),
        unit_path=made_in.document.unit.path,
        values={"round": made_in.number, "said": note, **values},
        note=note,
    )
