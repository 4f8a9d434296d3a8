"""Which documents an actor may see: those of the administrations whose figures they may see."""

from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bihuan.documents.asking import asked_of
from bihuan.documents.errors import UnknownDocument
from bihuan.documents.models import (
    Addressee,
    ApprovalStep,
    Comment,
    CommentRound,
    CountersignRequest,
    Document,
    WordTemplate,
)
from bihuan.documents.word.errors import UnknownWordTemplate
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Return the documents that an actor may see, with what their pages need of them."""
    rows = Document.objects.select_related("home", "unit__home", "issue")
    return rows.filter(seen_by(actor))


def seen_by(actor: Actor) -> Q:
    """Return the condition that the home of a document, or of its issue, is one of those."""
    homes = actor.homes.get(Permission.SEE_FIGURES, ())
    if "" in homes:
        return Q()
    condition = Q(pk__in=[])
    for path in homes:
        condition |= Q(home__path__gte=path, home__path__lt=path + "~")
    return condition


def word_templates_visible_to(actor: Actor) -> QuerySet[WordTemplate]:
    """Return the Word templates that an actor may see, with what their pages need of them."""
    return WordTemplate.objects.select_related("home", "unit__home").filter(seen_by(actor))


def word_template_of(actor: Actor, pk: UUID) -> WordTemplate:
    """Return a Word template that an actor may see; raises UnknownWordTemplate otherwise."""
    found = word_templates_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise UnknownWordTemplate(_("没有这份 Word 模板，或者您的账号不能查看它。"))
    return found


def works_on(actor: Actor, document: Document) -> bool:
    """Tell whether an actor drafts or signs for a document's unit, and so sees what was said."""
    wanted = (Permission.DRAFT_DOCUMENTS, Permission.ISSUE_DOCUMENTS)
    return any(actor.may(permission, document.unit) for permission in wanted)


def with_counts(actor: Actor, rows: QuerySet[Document]) -> QuerySet[Document]:
    """Annotate documents with how many steps, requests, rounds and comments there are.

    So a page asks for none of what is not there. `asking_round` is the number of the first that the
    actor, or a unit they act for, has not answered; nothing of an issued document asks any more.
    """
    of_it = Q(document=OuterRef("pk"))
    comments = Comment.objects.filter(addressee__round__document=OuterRef("pk")).order_by()
    asking = Addressee.objects.filter(
        asked_of(actor), round__document=OuterRef("pk"), answered_at=None
    ).order_by("round__number")
    return rows.annotate(
        n_steps=_number_of(ApprovalStep.objects.filter(of_it).order_by(), "document"),
        n_requests=_number_of(CountersignRequest.objects.filter(of_it).order_by(), "document"),
        n_rounds=_number_of(CommentRound.objects.filter(of_it).order_by(), "document"),
        n_comments=_number_of(comments, "addressee__round__document"),
        asking_round=Subquery(asking.values("round__number")[:1]),
    )


def _number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def rounds_visible_to(actor: Actor) -> QuerySet[CommentRound]:
    """Return the rounds of the documents that an actor drafts or signs, and those that ask them.

    Both only among the documents that they may see.
    """
    rows = CommentRound.objects.select_related("document__home", "document__unit__home", "revision")
    asked = Addressee.objects.filter(asked_of(actor)).values("round")
    mine = actor.within(Permission.DRAFT_DOCUMENTS, "document__unit__path")
    mine |= actor.within(Permission.ISSUE_DOCUMENTS, "document__unit__path")
    return rows.filter(mine | Q(pk__in=asked), document__in=visible_to(actor).values("pk"))


def comments_visible_to(actor: Actor) -> QuerySet[Comment]:
    """Return the comments on documents that an actor drafts or signs, and their own ones.

    One's own are also those of a unit that one acts for.
    """
    rows = Comment.objects.select_related("addressee__round__document__unit__home")
    drafted = actor.within(Permission.DRAFT_DOCUMENTS, "addressee__round__document__unit__path")
    signed = actor.within(Permission.ISSUE_DOCUMENTS, "addressee__round__document__unit__path")
    return rows.filter(drafted | signed | asked_of(actor, "addressee__"))


def may_draft_for(actor: Actor) -> list[Unit]:
    """Return the units that an actor drafts for, those that their roles name."""
    paths = actor.paths(Permission.DRAFT_DOCUMENTS)
    units = Unit.objects.select_related("home")
    if "" in paths:  # the machine's keeper: every administration
        return list(units.filter(home_id=F("pk")).order_by("path"))
    return list(units.filter(path__in=paths).order_by("path"))


def last_of_kind(actor: Actor, home: Unit, kind: str) -> Document | None:
    """Return the newest document of a kind of an administration, issued or not."""
    return visible_to(actor).filter(home=home, kind=kind).order_by("-made_at").first()


def document_named(actor: Actor, code: str) -> Document:
    """Return the one document of a code that an actor may see.

    Raises UnknownDocument for none, and where several administrations have one of that code.
    """
    found = list(visible_to(actor).filter(code=code)[:2])
    if len(found) == 1:
        return found[0]
    said = (
        _("有几个单位的公文都叫“%(code)s”，请用只看得到其中一个单位的账号。")
        if found
        else _("没有代码为“%(code)s”的公文，或者您的账号看不到它。")
    )
    raise UnknownDocument(said % {"code": code})
