"""What the room offers to be counted: opinions as they were raised, and the groups they make up.

Names are those of docs/reference/packs.md.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import NullIf
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.sources import Expression, Field, FieldType, Labels, Source
from bihuan.opinions.access import groups_seen_by, seen_by
from bihuan.opinions.models import (
    WAYS,
    Answer,
    Category,
    Channel,
    Giver,
    GroupState,
    Opinion,
    OpinionGroup,
    OpinionState,
    Target,
)
from bihuan.opinions.rules import shortened
from bihuan.orgs.models import Unit


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _opinions(home: Unit) -> Source:
    return Source(
        code="opinions.opinions",
        label=_("意见"),
        rows=lambda _as_of: _standing(),
        fields=_fields(
            Field("class", _("类别"), "choice", "category__code", choices=_classes(home)),
            _field("channel", _("渠道"), "choice", "channel", Channel),
            Field("way", _("发现方式"), "choice", _way(), choices={way: way for way in WAYS}),
            _field("giver", _("意见人类别"), "choice", "giver", Giver),
            _field("target", _("意见对象"), "choice", "target", Target),
            _field("state", _("状态"), "choice", "state", OpinionState),
            _field("answer", _("答复"), "choice", _said("group__answer"), Answer),
            _field("raised_on", _("提出日期"), "date", "raised_on"),
            _field("text", _("意见原话"), "text", "text"),
            _field("place", _("地点"), "text", "place"),
            _field("occasion", _("场合"), "text", "occasion"),
            _field("group", _("归并编号"), "text", "group_id"),
            _field("group_wording", _("归并后的表述"), "text", "group__wording"),
            _field("unit_id", _("单位"), "unit", "unit_id"),
        ),
        visible_to=seen_by,
        describe=lambda row: {
            _("编号"): row.label,
            _("意见原话"): shortened(row.text, 80),
            _("类别"): row.category.label if row.category else _("待归类"),
            _("渠道"): row.get_channel_display(),
            _("提出日期"): row.raised_on.isoformat(),
        },
        url=lambda row: reverse("opinions:opinion", args=[row.pk]),
        path="path",
        day="raised_on",
        order=("-raised_on", "-pk"),
        related=("unit", "category", "group"),
        page=lambda: reverse("opinions:list"),
    )


def _groups(home: Unit) -> Source:
    return Source(
        code="opinions.groups",
        label=_("归并意见"),
        rows=lambda _as_of: _held(),
        fields=_fields(
            Field("class", _("类别"), "choice", "category__code", choices=_classes(home)),
            _field("state", _("状态"), "choice", "state", GroupState),
            _field("answer", _("答复"), "choice", _said("answer"), Answer),
            Field("raw_count", _("原始条数"), "number", "raw_count", unit_of_measure=_("条")),
            _field("first_on", _("最早提出"), "date", "first_on"),
            _field("last_on", _("最近提出"), "date", "last_on"),
            _field("answered_on", _("答复日期"), "date", "answered_on"),
            _field("wording", _("归并后的表述"), "text", "wording"),
            _field("reason", _("答复说明"), "text", "answer_reason"),
            _field("unit_id", _("单位"), "unit", "unit_id"),
        ),
        visible_to=groups_seen_by,
        describe=lambda row: {
            _("编号"): row.label,
            _("归并后的表述"): row.wording,
            _("类别"): row.category.label,
            _("原始条数"): str(row.raw_count),
            _("答复"): row.get_answer_display() or _("待答复"),
        },
        url=lambda row: reverse("opinions:group", args=[row.pk]),
        path="path",
        day="first_on",
        order=("-raw_count", "pk"),
        related=("unit", "category"),
        page=lambda: reverse("opinions:digest"),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "opinions.opinions": _opinions,
    "opinions.groups": _groups,
}


def _standing() -> QuerySet[Opinion]:
    return Opinion.objects.exclude(state=OpinionState.VOID)


def _held() -> QuerySet[OpinionGroup]:
    return OpinionGroup.objects.exclude(state=GroupState.EMPTY)


def _said(name: str) -> NullIf:
    """Return a text column, null where nothing was said, so that `empty` finds it."""
    return NullIf(name, Value(""))


def _way() -> Case:
    """Return which of the four ways of finding a channel is of."""
    whens = [
        When(Q(channel__in=sorted(channels)), then=Value(way)) for way, channels in WAYS.items()
    ]
    return Case(*whens, default=Value(""), output_field=CharField())


def _classes(home: Unit) -> Labels:
    return Labels(
        Category.objects.filter(home__path__startswith=home.path).values_list("code", "label")
    )


def _field(
    code: str, label: str, type: FieldType, expression: Expression, choices: Any = None
) -> Field:
    labels = {str(each.value): str(each.label) for each in choices or ()}
    return Field(code, label, type, expression, choices=labels)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}
