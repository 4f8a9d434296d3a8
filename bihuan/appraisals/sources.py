"""What the room offers to be counted: polls and their turn-out, items and votes.

Only published polls count. Votes are offered of what speaks of no person; how a person was graded
is no figure, so that nothing can rank people by it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals.access import polls_seen
from bihuan.appraisals.models import (
    OF_PERSONS,
    ItemResult,
    Poll,
    PollKind,
    PollState,
    VoteCount,
    VoterGroup,
)
from bihuan.lib.dates import write_date
from bihuan.lib.sources import Expression, Field, FieldType, Source
from bihuan.orgs.models import Unit

PUBLISHED, COUNTED = PollState.PUBLISHED, PollState.COUNTED


def sources(_home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources: all, or those asked for."""
    return [make() for code, make in OFFERED.items() if codes is None or code in codes]


def _of_groups(name: str) -> Expression:
    """Return a poll's sum over its groups."""
    groups = VoterGroup.objects.filter(poll=OuterRef("pk")).order_by().values("poll")
    return Coalesce(Subquery(groups.annotate(n=Sum(name)).values("n")), 0)


def _polls() -> Source:
    return Source(
        code="appraisals.polls",
        label=_("测评"),
        rows=lambda _as_of: Poll.objects.filter(state=PUBLISHED),
        waiting=lambda _as_of: Poll.objects.filter(state=COUNTED),
        fields=_fields(
            _field("unit", _("单位代码"), "text", "unit__code"),
            _field("unit_id", _("单位"), "unit", "unit_id"),
            _field("name", _("测评名称"), "text", "title"),
            _field("poll", _("测评代码"), "text", "slug"),
            _field("kind", _("类别"), "choice", "kind", PollKind),
            _field("held_on", _("日期"), "date", "on"),
            Field("should", _("应到"), "number", _of_groups("should"), unit_of_measure=_("人")),
            Field("present", _("实到"), "number", _of_groups("present"), unit_of_measure=_("人")),
            Field(
                "handed_out",
                _("发出票"),
                "number",
                _of_groups("handed_out"),
                unit_of_measure=_("张"),
            ),
            Field("came", _("收回票"), "number", "box__came", unit_of_measure=_("张")),
        ),
        visible_to=polls_seen,
        describe=_poll_said,
        url=lambda row: reverse("appraisals:poll", args=[row.pk]),
        path="path",
        day="on",
        order=("-on", "-id"),
        related=("unit", "box"),
        unread=("about", "questions", "paper"),
        page=lambda: reverse("appraisals:list"),
    )


def _items() -> Source:
    return Source(
        code="appraisals.items",
        label=_("测评项目结果"),
        rows=lambda _as_of: ItemResult.objects.filter(poll__state=PUBLISHED),
        waiting=lambda _as_of: ItemResult.objects.filter(poll__state=COUNTED),
        fields=_fields(
            *_of_poll(),
            _field("subject", _("测评对象"), "text", "subject"),
            _field("question", _("测评内容"), "text", "question"),
            Field("ballots", _("有效票"), "number", "ballots", unit_of_measure=_("张")),
            Field("invalid", _("无效票"), "number", "invalid", unit_of_measure=_("张")),
            Field("good", _("前两个等次的票"), "number", "good", unit_of_measure=_("票")),
            Field(
                "good_rate",
                _("前两个等次的比例"),
                "number",
                "good_rate",
                decimals=2,
                unit_of_measure="%",
            ),
            Field("score", _("加权得分"), "number", "score", decimals=2, unit_of_measure=_("分")),
        ),
        describe=_item_said,
        **_beneath(("item",)),
    )


def _votes() -> Source:
    return Source(
        code="appraisals.votes",
        label=_("测评得票"),
        rows=lambda _as_of: VoteCount.objects.filter(poll__state=PUBLISHED),
        waiting=lambda _as_of: VoteCount.objects.filter(poll__state=COUNTED),
        fields=_fields(
            *_of_poll(),
            _field("question", _("测评内容"), "text", "question"),
            Field("grade", _("等次序号"), "number", "grade"),
            _field("answer", _("等次"), "text", "answer"),
            Field("votes", _("票数"), "number", "votes", unit_of_measure=_("票")),
        ),
        describe=_vote_said,
        **_beneath(("item", "grade")),
    )


def _of_poll() -> list[Field]:
    return [
        _field("unit", _("单位代码"), "text", "poll__unit__code"),
        _field("unit_id", _("单位"), "unit", "poll__unit_id"),
        _field("name", _("测评名称"), "text", "poll__title"),
        _field("poll", _("测评代码"), "text", "poll__slug"),
        _field("kind", _("类别"), "choice", "poll__kind", PollKind),
        _field("held_on", _("日期"), "date", "poll__on"),
        Field("item", _("项目序号"), "number", "item"),
    ]


def _beneath(order: tuple[str, ...]) -> dict[str, Any]:
    """Return what sources of a poll's rows share."""
    return {
        "visible_to": lambda actor: Q(
            poll__in=Poll.objects.filter(polls_seen(actor)).exclude(kind__in=OF_PERSONS)
        ),
        "url": lambda row: reverse("appraisals:result", args=[row.poll_id]),
        "path": "poll__path",
        "unit": "poll__unit_id",
        "unit_of": lambda row: row.poll.unit,
        "day": "poll__on",
        "order": ("-poll__on", "-poll_id", *order),
        "related": ("poll__unit",),
        "page": lambda: reverse("appraisals:list"),
    }


OFFERED: Mapping[str, Callable[[], Source]] = {
    "appraisals.polls": _polls,
    "appraisals.items": _items,
    "appraisals.votes": _votes,
}


def _poll_said(row: Any) -> dict[str, str]:
    return {
        _("测评"): row.title,
        _("类别"): row.get_kind_display(),
        _("单位"): row.unit.name,
        _("日期"): write_date(row.on),
        _("收回票"): _("%(n)d张") % {"n": row.box.came},
    }


def _item_said(row: Any) -> dict[str, str]:
    return {
        _("测评"): row.poll.title,
        _("测评对象"): row.subject,
        _("测评内容"): row.question,
        _("日期"): write_date(row.poll.on),
        _("有效票"): _("%(n)d张") % {"n": row.ballots},
        _("前两个等次"): _("%(n)d票") % {"n": row.good},
    }


def _vote_said(row: Any) -> dict[str, str]:
    return {
        _("测评"): row.poll.title,
        _("测评内容"): row.question,
        _("日期"): write_date(row.poll.on),
        _("等次"): row.answer,
        _("票数"): _("%(n)d票") % {"n": row.votes},
    }


def _field(
    code: str, label: str, type: FieldType, expression: Expression, choices: Any = None
) -> Field:
    labels = {str(each.value): str(each.label) for each in choices or ()}
    return Field(code, label, type, expression, choices=labels)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}
