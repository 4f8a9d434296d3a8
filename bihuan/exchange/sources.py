"""What the room offers to be counted: documents sent, and documents that came in.

Only what never changes is offered as a field, so that both keep their history; where a document
stands now is on its page.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.access import seen_by
from bihuan.exchange.access import received_by
from bihuan.exchange.models import Dispatch, Reception
from bihuan.lib.dates import write_date
from bihuan.lib.sources import Field, Source
from bihuan.orgs.models import Unit


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _sent(_home: Unit) -> Source:
    return Source(
        code="exchange.sent",
        label=_("送出的公文"),
        rows=_rows_sent,
        fields=_fields(
            Field("kind", _("文种"), "text", "document__kind"),
            Field("title", _("标题"), "text", "document__title"),
            Field("to_unit", _("收文单位"), "text", "recipient__name"),
            Field("to_correspondent", _("通信单位"), "text", "correspondent__name"),
            Field("sent_on", _("送出日期"), "date", "sent_on"),
            Field("unit_id", _("单位"), "unit", "document__unit_id"),
        ),
        visible_to=seen_by,
        describe=lambda row: {
            _("标题"): str(row.document),
            _("送给"): row.receiver,
            _("送出日期"): write_date(row.sent_on),
        },
        url=lambda row: reverse("exchange:dispatch", args=[row.pk]),
        path="document__unit__path",
        unit="document__unit_id",
        unit_of=lambda row: row.document.unit,
        day="sent_on",
        keeps_history=True,
        order=("sent_at", "pk"),
        related=("document__unit", "recipient", "correspondent"),
        page=lambda: reverse("exchange:outbox"),
    )


def _received(_home: Unit) -> Source:
    return Source(
        code="exchange.received",
        label=_("收到的公文"),
        rows=_rows_received,
        fields=_fields(
            Field("kind", _("文种"), "text", "kind"),
            Field("title", _("标题"), "text", "title"),
            Field("sender", _("来文单位"), "text", "sender_name"),
            Field("arrived_on", _("收到日期"), "date", "arrived_on"),
            Field("unit_id", _("单位"), "unit", "home_id"),
        ),
        visible_to=received_by,
        describe=lambda row: {
            _("标题"): row.title,
            _("来文单位"): row.sender_name,
            _("文号"): row.number,
            _("收到日期"): write_date(row.arrived_on),
        },
        url=lambda row: reverse("exchange:reception", args=[row.pk]),
        path="home__path",
        unit="home_id",
        unit_of=lambda row: row.home,
        day="arrived_on",
        keeps_history=True,
        order=("arrived_at", "pk"),
        related=("home",),
        unread=("text", "figures"),
        page=lambda: reverse("exchange:inbox"),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "exchange.sent": _sent,
    "exchange.received": _received,
}


def _rows_sent(as_of: dt.datetime | None) -> QuerySet[Dispatch]:
    rows = Dispatch.objects.annotate(sent_on=TruncDate("sent_at"))
    return rows if as_of is None else rows.filter(sent_at__lte=as_of)


def _rows_received(as_of: dt.datetime | None) -> QuerySet[Reception]:
    rows = Reception.objects.annotate(arrived_on=TruncDate("arrived_at"))
    return rows if as_of is None else rows.filter(arrived_at__lte=as_of)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}
