"""Sending an issued document: to an administration of this server, or as a signed package."""

from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.documents.models import Document, Issue
from bihuan.exchange import keys
from bihuan.exchange.access import receivers_of, require_send
from bihuan.exchange.carrying import facts_of, figures_of, files_of, number_of, title_of
from bihuan.exchange.errors import AlreadySent, NotIssuedYet, NotOnTheWay, WrongStep
from bihuan.exchange.fingerprints import fingerprint_of
from bihuan.exchange.indexing import index_reception
from bihuan.exchange.models import Correspondent, Dispatch, ExchangeStep, Reception, StepKind
from bihuan.exchange.package.manifest import Manifest, Party, moment
from bihuan.exchange.package.writing import hashes, write_package
from bihuan.files.actions import keep
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.models import Unit

ZIP = "application/zip"


@action("exchange.send")
def send_document(*, actor: Actor, document: Document, to: Unit) -> Dispatch:
    """Send an issued document to another administration of this server.

    Raises NotAllowed, NotIssuedYet, NotOnTheWay where no document can go there, and AlreadySent
    where the receiver has it.
    """
    require_send(actor, document)
    issue = _issue_of(document)
    if not receivers_of(document).filter(pk=to.pk).exists():
        raise NotOnTheWay(
            _("公文只送给本系统里的其他行政机关；“%(unit)s”看得到本级公文，或已撤销，不用送。")
            % {"unit": to.name}
        )
    _refuse_sent(Dispatch.objects.filter(issue=issue, recipient=to))
    dispatch = _made(actor, issue, recipient=to)
    reception = Reception.objects.create(
        home=to,
        dispatch=dispatch,
        document_ref=issue.pk,
        sender_name=document.unit.name,
        kind=document.kind,
        title=title_of(issue),
        number=number_of(issue),
        issued_at=issue.issued_at,
        sent_at=dispatch.sent_at,
        arrived_at=dispatch.sent_at,
        arrived_by_name="",
        docx=issue.docx,
        pdf=issue.pdf,
        figures=figures_of(issue),
    )
    index_reception(reception)
    _begin(actor, dispatch, reception)
    _record(actor, "exchange.send", dispatch)
    return dispatch


@action("exchange.pack")
def pack_document(*, actor: Actor, document: Document, to: Correspondent) -> Dispatch:
    """Make the signed package of an issued document for an office on another server.

    Raises NotAllowed, NotIssuedYet, NoKeyYet, WrongStep where the correspondent's key is withdrawn,
    and AlreadySent, whose standing dispatch holds the package.
    """
    require_send(actor, document)
    issue = _issue_of(document)
    to = locked(to)
    if to.home_id != document.home_id:
        raise NotOnTheWay(_("没有这个通信单位，或它不是本单位登记的。"))
    if not to.is_standing:
        raise WrongStep(
            _("“%(name)s”的钥匙已停用，不能再送；请登记对方的新钥匙。") % {"name": to.name}
        )
    _refuse_sent(Dispatch.objects.filter(issue=issue, correspondent=to))
    dispatch = _made(actor, issue, correspondent=to)
    _begin(actor, dispatch, None)
    _record(actor, "exchange.pack", dispatch)
    return dispatch


def _issue_of(document: Document) -> Issue:
    """Return the issue of a document, whose row is locked: who sends it next waits."""
    document = locked(document)
    if not document.is_issued:
        raise NotIssuedYet(_("“%(title)s”还没有签发，签发以后才能送出。") % {"title": document})
    return document.issue


def _refuse_sent(before: QuerySet[Dispatch]) -> None:
    standing = before.select_related("recipient", "correspondent", "document").first()
    if standing is not None:
        raise AlreadySent(
            _("“%(title)s”已于%(day)s送给%(receiver)s，不用再送；到这一次的页面看办理情况。")
            % {
                "title": standing.document,
                "day": f"{localtime(standing.sent_at):%Y-%m-%d}",
                "receiver": standing.receiver,
            },
            standing,
        )


def _made(
    actor: Actor,
    issue: Issue,
    recipient: Unit | None = None,
    correspondent: Correspondent | None = None,
) -> Dispatch:
    dispatch = Dispatch(
        home=issue.home,
        issue=issue,
        document=issue.document,
        recipient=recipient,
        correspondent=correspondent,
        sent_at=clock.now(),
        sent_by=actor.id,
        sent_by_name=name_of(actor),
    )
    if correspondent is not None:
        dispatch.package_id = uuid4()
        dispatch.package_file = keep(_package(dispatch, correspondent, dispatch.package_id), ZIP)
    dispatch.save(force_insert=True)
    return dispatch


def _package(dispatch: Dispatch, to: Correspondent, package_id: UUID) -> bytes:
    issue, home = dispatch.issue, dispatch.home
    key, files = keys.key_of(home), files_of(issue)
    manifest = Manifest(
        format="bihuan-exchange/1",
        kind="document",
        package_id=package_id,
        sent_at=moment(dispatch.sent_at),
        sender=Party(name=home.name, fingerprint=fingerprint_of(key.public_key())),
        recipient=Party(name=to.name, fingerprint=to.fingerprint),
        document=facts_of(issue),
        about=None,
        text="",
        files=hashes(files),
    )
    return write_package(manifest, files, key)


def _begin(actor: Actor, dispatch: Dispatch, reception: Reception | None) -> None:
    ExchangeStep.objects.create(
        home=dispatch.home,
        dispatch=dispatch,
        reception=reception,
        kind=StepKind.SEND,
        at=dispatch.sent_at,
        by=actor.id,
        by_name=dispatch.sent_by_name,
    )


def _record(actor: Actor, name: str, dispatch: Dispatch) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("dispatch", dispatch.pk),
        unit_path=dispatch.document.unit.path,
        values={
            "issue": str(dispatch.issue_id),
            "to": str(dispatch.recipient_id or dispatch.correspondent_id),
            "package": str(dispatch.package_id or ""),
            "file": dispatch.package_file_id or "",
        },
        note=f"{dispatch.document} → {dispatch.receiver}",
    )
