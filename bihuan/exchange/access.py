"""Who sends, who receives, and what either may see.

What an administration sent is seen by whoever sees its documents. What came in is for the office
that it came to: those who draft or issue for that very administration, not for one below it. So a
county's clerk, whose roles reach down to every town, signs for no town what was sent to it.
"""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.documents.access import seen_by as document_seen_by
from bihuan.documents.models import Document, Issue, Status
from bihuan.exchange.errors import NotOnTheWay
from bihuan.exchange.models import Correspondent, Dispatch, ExchangeStep, Reception
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

SEND = (Permission.ISSUE_DOCUMENTS, Permission.DRAFT_DOCUMENTS)
"""Once issued, a document goes out by the hand of the leader or of the office's clerk."""
RECEIVE = Permission.DRAFT_DOCUMENTS
TRUST = Permission.ISSUE_DOCUMENTS
"""Whose documents one takes as theirs is the leader's to say, not the clerk's who takes them."""


def may_send(actor: Actor, document: Document) -> bool:
    """Tell whether an actor may send an issued document."""
    return any(actor.may(permission, document.unit) for permission in SEND)


def require_send(actor: Actor, document: Document) -> None:
    """Raise NotAllowed unless an actor may send a document."""
    if not may_send(actor, document):
        actor.require(RECEIVE, document.unit)


def may_receive(actor: Actor, home: Unit) -> bool:
    """Tell whether an actor signs for what comes to an administration, which their role names."""
    return bool({"", home.path} & set(actor.paths(RECEIVE)))


def require_receive(actor: Actor, home: Unit) -> None:
    """Raise NotAllowed unless an actor signs for what comes to an administration."""
    if not may_receive(actor, home):
        raise NotAllowed(
            _("来文由%(home)s办公室的文书签收和答复，您的账号没有这项权限。") % {"home": home.name}
        )


def require_trust(actor: Actor, home: Unit) -> None:
    """Raise NotAllowed unless an actor says whose keys an administration trusts."""
    if not {"", home.path} & set(actor.paths(TRUST)):
        raise NotAllowed(
            _("通信单位和本单位的钥匙由%(home)s的负责人登记，您的账号没有这项权限。")
            % {"home": home.name}
        )


def is_of_an_office(actor: Actor) -> bool:
    """Tell whether an actor sees what comes to some administration."""
    return any(actor.may(permission) for permission in SEND)


def offices_of(actor: Actor, *permissions: Permission) -> list[Unit]:
    """Return the administrations whose office the actor is of, by one of some permissions."""
    paths = {path for permission in permissions for path in actor.paths(permission)}
    units = Unit.objects.filter(home_id=F("pk")).order_by("path")
    return list(units if "" in paths else units.filter(path__in=paths))


def received_by(actor: Actor) -> Q:
    """Return the condition that a reception came to an office that the actor is of."""
    paths = {path for permission in SEND for path in actor.paths(permission)}
    return Q() if "" in paths else Q(home__path__in=paths)


def receptions_visible_to(actor: Actor) -> QuerySet[Reception]:
    """Return what came in, as far as the actor may see it."""
    rows = Reception.objects.select_related("home", "dispatch__document__unit", "correspondent")
    return rows.filter(received_by(actor)).defer("text", "figures", "dispatch__document__template")


def dispatches_visible_to(actor: Actor) -> QuerySet[Dispatch]:
    """Return what was sent, as far as the actor may see its documents."""
    rows = Dispatch.objects.select_related(
        "home", "document__unit", "issue", "recipient", "correspondent"
    )
    return rows.filter(document_seen_by(actor)).defer("issue__paper", "document__template")


def steps_visible_to(actor: Actor) -> QuerySet[ExchangeStep]:
    """Return the steps of what the actor sees, from either side."""
    sent = Dispatch.objects.filter(document_seen_by(actor)).values("pk")
    received = Reception.objects.filter(received_by(actor)).values("pk")
    return ExchangeStep.objects.filter(Q(dispatch__in=sent) | Q(reception__in=received))


def correspondents_of(home: Unit) -> QuerySet[Correspondent]:
    """Return whom an administration exchanges packages with, withdrawn ones too."""
    return Correspondent.objects.filter(home=home)


def issued_visible_to(actor: Actor) -> QuerySet[Issue]:
    """Return the issued documents that an actor may send: they see them and draft or issue."""
    condition = Q(pk__in=[])
    for permission in SEND:
        condition |= actor.within(permission, "document__unit__path")
    rows = Issue.objects.select_related("document__unit").defer("paper", "document__template")
    return rows.filter(condition, document_seen_by(actor), document__status=Status.ISSUED)


def receivers_of(document: Document) -> QuerySet[Unit]:
    """Return the administrations of this server that a document can be sent to.

    Within its own it needs no sending: everybody there sees the document already.
    """
    others = Unit.objects.filter(home_id=F("pk"), closed_on__isnull=True)
    return others.exclude(pk=document.home_id).order_by("path")


def covers(actor: Actor, reception: Reception) -> bool:
    """Tell whether the receiver's own permission reaches the records behind a paper's figures."""
    dispatch = reception.dispatch
    return dispatch is not None and actor.may(Permission.SEE_RECORDS, dispatch.document.unit)


def correspondent_named(home: Unit, name: str) -> Correspondent:
    """Return the one standing correspondent of a name; raises NotOnTheWay."""
    found = list(correspondents_of(home).filter(name=name, withdrawn_at__isnull=True)[:2])
    if len(found) == 1:
        return found[0]
    said = (
        _("有几个通信单位都叫“%(name)s”，请先停用不用的钥匙。")
        if found
        else _("没有登记过名为“%(name)s”的通信单位，或它的钥匙已停用。")
    )
    raise NotOnTheWay(said % {"name": name})
