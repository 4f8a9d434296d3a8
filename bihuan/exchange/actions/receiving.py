"""Receiving a package: checked in order, then kept whole or not at all.

What takes time (unpacking, the signature, looking into the files) is done before the transaction;
in it the sender's row is locked, so that two who hand in one package, or one who withdraws the key
meanwhile, come one after the other.
"""

from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.package import Package
from bihuan.exchange import keys
from bihuan.exchange.access import RECEIVE, offices_of, require_receive
from bihuan.exchange.actions.stepping import Said, refuse_out_of_turn, written_step
from bihuan.exchange.errors import AlreadyReceived, PackageRefused
from bihuan.exchange.fingerprints import fingerprint_of, key_of
from bihuan.exchange.indexing import index_reception
from bihuan.exchange.models import Correspondent, Dispatch, ExchangeStep, Reception, Standing
from bihuan.exchange.package.manifest import DOCX, FIGURES, PDF, Carried, Figures, read_figures
from bihuan.exchange.package.reading import Opened, open_package
from bihuan.exchange.rules import AFTER, SHOWN_TEXT, Way
from bihuan.files.actions import keep
from bihuan.files.checking import Examined, examine
from bihuan.files.errors import FileRefused
from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.models import Unit


@dataclass(frozen=True)
class Brought:
    """What a package brings, each part looked into: files, figures, and the document's words."""

    docx: Examined
    pdf: Examined
    figures: Figures
    text: str


def receive_package(*, actor: Actor, content: bytes) -> Reception | Dispatch:
    """Take a package in; return the document received, or the dispatch that a reply speaks of.

    Raises NotAllowed, PackageRefused (one sentence for the first check that failed), WrongStep for
    a reply out of turn, and AlreadyReceived for what was seen before.
    """
    offices = offices_of(actor, RECEIVE)
    if not offices:
        raise NotAllowed(_("公文包由办公室的文书接收，您的账号没有这项权限。"))
    opened = open_package(content)
    home = _addressed(offices, opened)
    sender = _known_sender(home, opened)
    opened.require_signed_by(key_of(sender.public_key))
    _require_for(home, opened)
    opened.require_files()
    _refuse_replay(home, sender, opened)
    brought = _looked_into(opened) if opened.manifest.document else None
    if opened.manifest.kind == "document":
        return _receive(actor=actor, home=home, sender=sender, opened=opened, brought=brought)
    return _take_reply(actor=actor, home=home, sender=sender, opened=opened, brought=brought)


def _addressed(offices: list[Unit], opened: Opened) -> Unit:
    """Return the actor's office that a package is meant for; any, where it is meant for none."""
    own = keys.read()
    meant = opened.manifest.recipient.fingerprint
    for home in offices:
        key = own.get(home.code)
        if key is not None and fingerprint_of(key.public_key()) == meant:
            return home
    return offices[0]


def _known_sender(home: Unit, opened: Opened) -> Correspondent:
    said = opened.manifest.sender
    sender = Correspondent.objects.filter(home=home, fingerprint=said.fingerprint).first()
    if sender is None:
        raise PackageRefused(
            _(
                "不认识发来公文包的单位（自称“%(name)s”），没有收；"
                "确是对方发来的，请负责人先在“收发文—通信单位”登记对方的钥匙。"
            )
            % {"name": said.name},
            code="package_unknown_sender",
        )
    _require_standing(sender)
    return sender


def _require_standing(sender: Correspondent) -> None:
    if not sender.is_standing:
        raise PackageRefused(
            _("“%(name)s”的这把钥匙已于%(day)s停用，没有收；请对方用新钥匙重新发来。")
            % {"name": sender.name, "day": f"{localtime(sender.withdrawn_at):%Y-%m-%d}"},
            code="package_withdrawn_key",
        )


def _require_for(home: Unit, opened: Opened) -> None:
    meant = opened.manifest.recipient
    own = keys.find(home)
    if own is None or fingerprint_of(own.public_key()) != meant.fingerprint:
        raise PackageRefused(
            _("这个公文包是发给“%(name)s”的，收件人的钥匙不是本单位的，没有收；请退给对方核对。")
            % {"name": meant.name},
            code="package_other_recipient",
        )


def _refuse_replay(home: Unit, sender: Correspondent, opened: Opened) -> None:
    """Raise AlreadyReceived for a package, or a document of the sender, that was seen before."""
    manifest = opened.manifest
    seen = Reception.objects.filter(home=home, package_id=manifest.package_id)
    if manifest.document is not None and manifest.kind == "document":
        seen |= Reception.objects.filter(
            home=home, correspondent=sender, document_ref=manifest.document.id
        )
    standing = seen.first()
    if standing is not None:
        raise AlreadyReceived(
            _("《%(title)s》已于%(day)s收过，不用再收；请看原来的那一份。")
            % {"title": standing.title, "day": f"{localtime(standing.arrived_at):%Y-%m-%d}"},
            standing,
        )
    step = (
        ExchangeStep.objects.filter(home=home, package_id=manifest.package_id)
        .exclude(dispatch=None)
        .select_related("dispatch__document")
        .first()
    )
    if step is not None and step.dispatch is not None:
        raise AlreadyReceived(
            _("《%(title)s》的这份%(kind)s已于%(day)s收过，不用再收。")
            % {
                "title": step.dispatch.document,
                "kind": step.get_kind_display(),
                "day": f"{localtime(step.at):%Y-%m-%d}",
            },
            step.dispatch,
        )


def _looked_into(opened: Opened) -> Brought:
    """Look into the files of a package; raises PackageRefused."""
    named = ((DOCX, "docx"), (PDF, "pdf"))
    found: dict[str, Examined] = {}
    for name, code in named:
        try:
            found[name] = examine(opened.files[name], name)
        except FileRefused as error:
            raise _bad_file(name, str(error)) from error
        if found[name].kind.code != code:
            raise _bad_file(name, _("内容和名称不符。"))
    figures = read_figures(opened.files[FIGURES])
    try:
        if Package(opened.files[DOCX]).links_outside():
            raise _bad_file(DOCX, _("打开时会去读别处的文件。"))
        text = docx_plain_text(opened.files[DOCX])
    except BadFile as error:
        raise _bad_file(DOCX, str(error)) from error
    return Brought(found[DOCX], found[PDF], figures, text[:SHOWN_TEXT].replace("\0", ""))


def _bad_file(name: str, why: str) -> PackageRefused:
    said = _("公文包里的%(name)s不能收：%(why)s") % {"name": name, "why": why}
    return PackageRefused(said, code="package_file")


@action("exchange.receive")
def _receive(
    *, actor: Actor, home: Unit, sender: Correspondent, opened: Opened, brought: Brought | None
) -> Reception:
    require_receive(actor, home)
    sender = locked(sender)
    _require_standing(sender)
    _refuse_replay(home, sender, opened)
    manifest = opened.manifest
    assert brought is not None
    assert manifest.document is not None
    document: Carried = manifest.document
    reception = Reception.objects.create(
        home=home,
        correspondent=sender,
        package_id=manifest.package_id,
        document_ref=document.id,
        sender_name=sender.name,
        kind=document.kind,
        title=document.title,
        number=document.number,
        issued_at=document.issued_at,
        sent_at=manifest.sent_at,
        arrived_at=clock.now(),
        arrived_by_name=name_of(actor),
        docx=keep(brought.docx.content, brought.docx.kind.media_type),
        pdf=keep(brought.pdf.content, brought.pdf.kind.media_type),
        figures=brought.figures.model_dump(mode="json")["figures"],
        text=brought.text,
    )
    index_reception(reception)
    _record(actor, "exchange.receive", ("reception", reception.pk), home, opened)
    return reception


@action("exchange.take_reply")
def _take_reply(
    *, actor: Actor, home: Unit, sender: Correspondent, opened: Opened, brought: Brought | None
) -> Dispatch:
    require_receive(actor, home)
    sender = locked(sender)
    _require_standing(sender)
    _refuse_replay(home, sender, opened)
    manifest = opened.manifest
    dispatch = (
        Dispatch.objects.select_for_update(of=("self",))
        .filter(home=home, correspondent=sender, package_id=manifest.about)
        .first()
    )
    if dispatch is None:
        raise PackageRefused(
            _("这份回执所说的公文不是从本单位送给“%(name)s”的，没有收；请退给对方核对。")
            % {"name": sender.name},
            code="package_about_nothing",
        )
    way = Way(manifest.kind)
    refuse_out_of_turn(dispatch.state, way)
    dispatch.state = Standing(AFTER[way].value)
    dispatch.save(update_fields=["state"])
    said = _said(opened, brought)
    step = written_step(actor, way, said, dispatch=dispatch, package_id=manifest.package_id)
    _record(actor, "exchange.take_reply", ("exchange_step", step.pk), home, opened)
    return dispatch


def _said(opened: Opened, brought: Brought | None) -> Said:
    document = opened.manifest.document
    if document is None or brought is None:
        return Said(text=opened.manifest.text)
    return Said(
        opened.manifest.text,
        document.title,
        document.number,
        keep(brought.docx.content, brought.docx.kind.media_type),
        keep(brought.pdf.content, brought.pdf.kind.media_type),
    )


def _record(
    actor: Actor, name: str, target: tuple[str, object], home: Unit, opened: Opened
) -> None:
    manifest, document = opened.manifest, opened.manifest.document
    audit.append(
        actor=actor,
        action=name,
        target=target,
        unit_path=home.path,
        values={"manifest": opened.said.decode(), "signature": opened.signature.hex()},
        note=" ".join([manifest.sender.name, *([document.title] if document else [])]),
    )
