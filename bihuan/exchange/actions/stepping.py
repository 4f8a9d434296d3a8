"""The receiver's steps (sign for, return, answer) and the sender's (take note of the outcome).

On one server a step moves both sides in one transaction. For an office on another server the step
makes a signed reply, which is carried back and handed in there (`receiving`).
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.documents.models import Issue
from bihuan.exchange import keys
from bihuan.exchange.access import may_send, require_receive, require_send
from bihuan.exchange.carrying import facts_of, files_of, number_of, title_of
from bihuan.exchange.errors import NotOnTheWay, WrongStep
from bihuan.exchange.fingerprints import fingerprint_of
from bihuan.exchange.models import (
    Correspondent,
    Dispatch,
    ExchangeStep,
    Reception,
    Standing,
    StepKind,
)
from bihuan.exchange.package.manifest import Kind, Manifest, Party, moment
from bihuan.exchange.package.writing import hashes, write_package
from bihuan.exchange.rules import AFTER, ENDED, LONGEST_TEXT, Way, may_follow
from bihuan.files.actions import keep
from bihuan.files.models import StoredFile
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked

ZIP = "application/zip"
_KINDS: dict[Way, Kind] = {
    Way.RECEIPT: "receipt",
    Way.RETURN: "return",
    Way.ANSWER: "answer",
}


@dataclass(frozen=True)
class Said:
    """What a step says: words, or a document with its files, or both."""

    text: str = ""
    title: str = ""
    number: str = ""
    docx: StoredFile | None = None
    pdf: StoredFile | None = None


@action("exchange.receipt")
def sign_receipt(*, actor: Actor, reception: Reception) -> ExchangeStep:
    """Sign for a document that came in. Raises NotAllowed or WrongStep."""
    return _step(actor, reception, Way.RECEIPT, Said())


@action("exchange.return")
def return_document(*, actor: Actor, reception: Reception, reason: str) -> ExchangeStep:
    """Return a document for correction with a reason. Raises NotAllowed, Invalid or WrongStep."""
    said = checked_words(reason)
    if not said:
        raise Invalid(_("请写明退回的理由，来文单位照着修改。"))
    return _step(actor, reception, Way.RETURN, Said(text=said))


@action("exchange.answer")
def answer_document(
    *, actor: Actor, reception: Reception, text: str = "", issue: Issue | None = None
) -> ExchangeStep:
    """Answer a document with words, or with an issued document of one's own (批复, 复函).

    Raises NotAllowed, Invalid without either, NotOnTheWay for another's document, or WrongStep.
    """
    require_receive(actor, reception.home)
    words = checked_words(text)
    if issue is None and not words:
        raise Invalid(_("请写答复的内容，或选一份已签发的公文作为答复。"))
    if issue is None:
        return _step(actor, reception, Way.ANSWER, Said(text=words))
    if issue.home_id != reception.home_id or not may_send(actor, issue.document):
        raise NotOnTheWay(_("没有这份公文，或它不是本单位签发的，不能作为答复。"))
    said = Said(words, title_of(issue), number_of(issue), issue.docx, issue.pdf)
    return _step(actor, reception, Way.ANSWER, said, issue)


@action("exchange.note")
def note_outcome(*, actor: Actor, dispatch: Dispatch) -> ExchangeStep:
    """Take note of a return or an answer, so that it waits no longer.

    Raises NotAllowed, or WrongStep where nothing came back or it was noted already.
    """
    require_send(actor, dispatch.document)
    dispatch = locked(dispatch)
    if dispatch.state not in ENDED or dispatch.is_noted:
        raise WrongStep(_("没有要知悉的退回或答复，可能别人刚办过，请刷新页面。"))
    dispatch.is_noted = True
    dispatch.save(update_fields=["is_noted"])
    step = written_step(actor, Way.NOTE, Said(), dispatch=dispatch)
    _record(actor, Way.NOTE, step, dispatch.home.path, str(dispatch.document))
    return step


def checked_words(text: str) -> str:
    """Return words without blanks around them; raises Invalid where they are too long."""
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_TEXT:
        raise Invalid(
            _("内容有%(n)d字，超过%(most)d字；请缩短，或写成公文作为答复。")
            % {"n": len(words), "most": LONGEST_TEXT}
        )
    if any((ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160 for sign in words):
        raise Invalid(_("内容里有不可见的字符，请删除后重试。"))
    return words


def _step(
    actor: Actor, reception: Reception, way: Way, said: Said, issue: Issue | None = None
) -> ExchangeStep:
    require_receive(actor, reception.home)
    dispatch = locked(reception.dispatch) if reception.dispatch else None  # always before it
    reception = locked(reception)
    refuse_out_of_turn(reception.state, way)
    package_id = package_file = None
    if reception.correspondent is not None:
        package_id = uuid4()
        made = _reply(reception, reception.correspondent, way, said, package_id, issue)
        package_file = keep(made, ZIP)
    step = written_step(
        actor,
        way,
        said,
        dispatch=dispatch,
        reception=reception,
        package_id=package_id,
        package_file=package_file,
    )
    sides: list[Dispatch | Reception] = [reception, *([dispatch] if dispatch else [])]
    for side in sides:
        side.state = Standing(AFTER[way].value)
        side.save(update_fields=["state"])
    _record(actor, way, step, reception.home.path, reception.title)
    return step


def refuse_out_of_turn(standing: str, way: Way) -> None:
    """Raise WrongStep where a step does not follow where a document stands."""
    if not may_follow(standing, way):
        raise WrongStep(
            _("这份公文%(now)s，不能再%(step)s；可能别人刚办过，请刷新页面。")
            % {"now": STANDS[standing], "step": StepKind(way.value).label}
        )


STANDS = {"sent": "待签收", "received": "已经签收", "returned": "已经退回", "answered": "已经答复"}


def written_step(
    actor: Actor,
    way: Way,
    said: Said,
    *,
    dispatch: Dispatch | None = None,
    reception: Reception | None = None,
    package_id: UUID | None = None,
    package_file: StoredFile | None = None,
) -> ExchangeStep:
    """Write a step down on one side, or on both."""
    side = reception or dispatch
    assert side is not None
    return ExchangeStep.objects.create(
        home=side.home,
        dispatch=dispatch,
        reception=reception,
        kind=StepKind(way.value),
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
        package_id=package_id,
        package_file=package_file,
        **vars(said),
    )


def _reply(
    reception: Reception,
    to: Correspondent,
    way: Way,
    said: Said,
    package_id: UUID,
    issue: Issue | None,
) -> bytes:
    """Return the signed reply for an office on another server."""
    key = keys.key_of(reception.home)
    files = files_of(issue) if issue else {}
    manifest = Manifest(
        format="bihuan-exchange/1",
        kind=_KINDS[way],
        package_id=package_id,
        sent_at=moment(clock.now()),
        sender=Party(name=reception.home.name, fingerprint=fingerprint_of(key.public_key())),
        recipient=Party(name=to.name, fingerprint=to.fingerprint),
        document=facts_of(issue) if issue else None,
        about=reception.package_id,
        text=said.text,
        files=hashes(files),
    )
    return write_package(manifest, files, key)


def _record(actor: Actor, way: Way, step: ExchangeStep, path: str, title: str) -> None:
    audit.append(
        actor=actor,
        action=f"exchange.{way.value}",
        target=("exchange_step", step.pk),
        unit_path=path,
        values={
            "text": step.text,
            "files": [step.docx_id, step.pdf_id, step.package_id and str(step.package_id)],
        },
        note=title,
    )
