"""What waits for an actor in this room: figures to bear out and to sign for, drafts to bring on.

Read off what each draft noted when it was last filled, and off its next step: no document is
filled for the home page. What one is asked about others' drafts is in `asked.py`.
"""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.access import visible_to
from bihuan.documents.asked import asked_about, with_asked
from bihuan.documents.models import Document, Revision, Status, WaitsFor
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Card, Waiting

CARDS = 2


def waiting(actor: Actor) -> list[Waiting]:
    """Return what a clerk and what a leader has to do with the drafts of their units.

    And what anybody was asked: to countersign a draft, or to comment on one.
    """
    if not actor.may(Permission.SEE_FIGURES):
        return []
    drafts = [document for document in _at_hand(actor) if document.status == Status.DRAFT]
    return [*_at_work(actor, drafts), *asked_about(actor, drafts)]


def _at_work(actor: Actor, drafts: Sequence[Document]) -> list[Waiting]:
    wanted = (Permission.DRAFT_DOCUMENTS, Permission.SIGN_FIGURES, Permission.ISSUE_DOCUMENTS)
    if not any(actor.may(permission) for permission in wanted):
        return []
    return [
        *_to_draft(actor, drafts),
        *_to_sign(actor, drafts),
        *_to_bring_on(actor, drafts),
        *_to_issue(actor, drafts),
    ]


def home_cards(actor: Actor) -> list[Card]:
    """Return the newest documents as quick entries."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    return [
        Card(document.title_on_one_line, _url([document]), _("公文全文，数字可点开"), "file-text")
        for document in _at_hand(actor)[:CARDS]
    ]


def _at_hand(actor: Actor) -> list[Document]:
    """Return the drafts and the newest documents, the newest first, read once for the page."""
    newest = visible_to(actor).order_by("-changed_at", "-pk").values("pk")[:CARDS]
    wanted = Q(status=Status.DRAFT) | Q(pk__in=newest)
    rows = with_asked(actor, visible_to(actor).filter(wanted)).order_by("-changed_at", "-pk")
    return actor.once("documents.at_hand", lambda: list(rows.defer("template")))


def _to_draft(actor: Actor, drafts: Sequence[Document]) -> list[Waiting]:
    mine = [d for d in drafts if actor.may(Permission.DRAFT_DOCUMENTS, d.unit)]
    faulty = [d for d in mine if d.faults]
    pending = [d for d in mine if d.pending]
    return [
        Waiting(
            _("公文模板中的问题"),
            sum(d.faults for d in faulty),
            _url(faulty),
            _names(faulty),
            verb=_("去修改"),
        ),
        Waiting(
            _("公文中待核的数据"),
            sum(d.pending for d in pending),
            _url(pending),
            _("补记录，或请负责人签认：%(names)s") % {"names": _names(pending)},
            verb=_("去核实"),
        ),
    ]


def _to_sign(actor: Actor, drafts: Sequence[Document]) -> list[Waiting]:
    mine = [
        d
        for d in drafts
        if d.pending
        and actor.may(Permission.SIGN_FIGURES, d.unit)
        and not actor.may(Permission.DRAFT_DOCUMENTS, d.unit)
    ]
    count = sum(d.pending for d in mine)
    return [Waiting(_("没有记录、待签认的数据"), count, _url(mine), _names(mine), verb=_("去签认"))]


def _to_bring_on(actor: Actor, drafts: Sequence[Document]) -> list[Waiting]:
    """Return what was returned to those who draft, and what waits for a review."""
    returned = [d for d in drafts if d.waits_for == WaitsFor.REVISE and _drafts(actor, d)]
    review = [
        d
        for d in drafts
        if d.waits_for == WaitsFor.REVIEW and (_drafts(actor, d) or _signs(actor, d))
    ]
    review = _of_others(actor, review)
    return [
        Waiting(
            _("退回修改的公文"),
            len(returned),
            _url(returned),
            _names(returned),
            verb=_("去修改"),
        ),
        Waiting(_("待核稿的公文"), len(review), _url(review), _names(review), verb=_("去核稿")),
    ]


def _to_issue(actor: Actor, drafts: Sequence[Document]) -> list[Waiting]:
    """Return what is ready to be signed, and what is signed and wants its number."""
    ready = [d for d in drafts if not d.pending and not d.faults]
    unsigned = [d for d in ready if d.waits_for in (None, WaitsFor.SIGN) and _signs(actor, d)]
    unsigned = _of_others(actor, unsigned)
    signed = [
        d
        for d in ready
        if d.waits_for == WaitsFor.ISSUE and (_drafts(actor, d) or _signs(actor, d))
    ]
    return [
        Waiting(
            _("待签发的公文"),
            len(unsigned),
            _url(unsigned),
            _names(unsigned),
            verb=_("去签发"),
        ),
        Waiting(
            _("已签发、待编号印发的公文"),
            len(signed),
            _url(signed),
            _names(signed),
            verb=_("去印发"),
        ),
    ]


def _drafts(actor: Actor, document: Document) -> bool:
    return actor.may(Permission.DRAFT_DOCUMENTS, document.unit)


def _signs(actor: Actor, document: Document) -> bool:
    return actor.may(Permission.ISSUE_DOCUMENTS, document.unit)


def _of_others(actor: Actor, documents: list[Document]) -> list[Document]:
    """Leave out what the actor drafted: asked only of who drafts as well."""
    doubtful = [d.pk for d in documents if _drafts(actor, d)]
    if not doubtful or actor.id is None:
        return documents
    own = Revision.objects.filter(document__in=doubtful, made_by=actor.id)
    drafted = set(own.values_list("document", flat=True))
    return [d for d in documents if d.pk not in drafted]


def _url(documents: Sequence[Document]) -> str:
    if len(documents) == 1:
        return reverse("documents:document", args=[documents[0].pk])
    return reverse("documents:list")


def _names(documents: Sequence[Document]) -> str:
    names = [f"《{document}》" for document in documents[:3]]
    return "、".join(names) + (_("等") if len(documents) > len(names) else "")
