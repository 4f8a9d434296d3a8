"""What an actor was asked about drafts: to countersign, to comment; and comments to settle.

A reminder, never more: no answer is no fault, so none of it is ever late. It is read with the
drafts that the home page reads anyway.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.asking import asked_of
from bihuan.documents.models import (
    Addressee,
    ApprovalKind,
    ApprovalStep,
    Comment,
    CountersignRequest,
    Document,
    WaitsFor,
)
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Waiting

NAMED = 3


def with_asked(actor: Actor, rows: QuerySet[Document]) -> QuerySet[Document]:
    """Annotate documents with what the actor was asked about them and what is to be settled.

    `countersigns_asked` counts those that the actor has not answered, `asking_round` is the first
    round that waits for their answer, `is_reminded` whether that was said again, `comments_open`
    counts comments that nobody has settled.
    """
    asking = Addressee.objects.filter(
        asked_of(actor), round__document=OuterRef("pk"), answered_at=None
    ).order_by("round__number")
    unsettled = Comment.objects.filter(
        addressee__round__document=OuterRef("pk"), settled_at=None
    ).order_by()
    return rows.annotate(
        countersigns_asked=_number_of(_to_countersign(actor), "document"),
        asking_round=Subquery(asking.values("round__number")[:1]),
        is_reminded=Exists(asking.exclude(reminded_at=None)),
        comments_open=_number_of(unsettled, "addressee__round__document"),
    )


def asked_about(actor: Actor, drafts: Sequence[Any]) -> list[Waiting]:
    """Return what waits for an actor of drafts that are annotated so."""
    sign = [d for d in drafts if d.waits_for == WaitsFor.COUNTERSIGN and d.countersigns_asked]
    say = [d for d in drafts if d.asking_round]
    settle = [
        d for d in drafts if d.comments_open and actor.may(Permission.DRAFT_DOCUMENTS, d.unit)
    ]
    said = _names(say)
    if any(d.is_reminded for d in say):
        said = _("起草人提醒：%(names)s") % {"names": said}
    return [
        Waiting(
            _("请您会签的公文"),
            sum(d.countersigns_asked for d in sign),
            _page("documents:steps", [[d.pk] for d in sign]),
            _names(sign),
            verb=_("去会签"),
        ),
        Waiting(
            _("征求您意见的公文稿"),
            len(say),
            _page("documents:round", [[d.pk, d.asking_round] for d in say]),
            said,
            verb=_("去看稿"),
        ),
        Waiting(
            _("待处理的修改意见"),
            sum(d.comments_open for d in settle),
            _page("documents:comments", [[d.pk] for d in settle]),
            _names(settle),
            verb=_("去处理"),
        ),
    ]


def _to_countersign(actor: Actor) -> QuerySet[CountersignRequest]:
    """Return what an actor is asked to countersign of a document and has not.

    An answer counts that is not older than the newest draft and was not followed by a return.
    """
    returned = ApprovalStep.objects.filter(
        document=OuterRef("document"), kind=ApprovalKind.RETURN, id__gt=OuterRef("id")
    )
    answered = ApprovalStep.objects.filter(
        ~Exists(returned),
        request=OuterRef("pk"),
        done_at__gte=OuterRef("document__changed_at"),
    )
    return CountersignRequest.objects.filter(
        asked_of(actor), ~Exists(answered), document=OuterRef("pk"), withdrawn_at=None
    ).order_by()


def _number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), 0)


def _page(name: str, arguments: Sequence[Sequence[Any]]) -> str:
    if len(arguments) == 1:
        return reverse(name, args=arguments[0])
    return reverse("documents:list")


def _names(documents: Sequence[Document]) -> str:
    said = "、".join(f"《{document}》" for document in documents[:NAMED])
    return said + (_("等") if len(documents) > NAMED else "")
