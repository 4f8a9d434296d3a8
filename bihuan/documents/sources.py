"""What the room offers to be counted: documents issued, by kind, series and day."""

import datetime as dt

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.access import seen_by
from bihuan.documents.models import Issue
from bihuan.lib.dates import write_date
from bihuan.lib.sources import Field, Source
from bihuan.orgs.models import Unit

ISSUED = "documents.issued"


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the issued documents as a source, where it is asked for."""
    return [_issued(home)] if codes is None or ISSUED in codes else []


def _issued(_home: Unit) -> Source:
    return Source(
        code=ISSUED,
        label=_("已签发的公文"),
        rows=_rows,
        fields={field.code: field for field in _fields()},
        visible_to=seen_by,
        describe=_described,
        url=lambda issue: reverse("documents:document", args=[issue.document_id]),
        path="document__unit__path",
        unit="document__unit_id",
        unit_of=lambda issue: issue.document.unit,
        day="issued_on",
        keeps_history=True,
        order=("issued_at", "pk"),
        related=("document__unit",),
        unread=("paper",),
        page=lambda: reverse("documents:list"),
    )


def _rows(as_of: dt.datetime | None) -> QuerySet[Issue]:
    """Return the issues; nothing of one ever changes, so at a moment there were those before."""
    rows = Issue.objects.annotate(issued_on=TruncDate("issued_at"))
    return rows if as_of is None else rows.filter(issued_at__lte=as_of)


def _fields() -> list[Field]:
    return [
        Field("kind", _("文种"), "text", "document__kind"),
        Field("series", _("机关代字或刊名"), "text", "code"),
        Field("number", _("序号"), "number", "number"),
        Field("title", _("标题"), "text", "document__title"),
        Field("issued_on", _("签发日期"), "date", "issued_on"),
        Field("unit_id", _("单位"), "unit", "document__unit_id"),
    ]


def _described(issue: Issue) -> dict[str, str]:
    number = issue.document_number
    return {
        _("标题"): issue.document.title_on_one_line,
        _("文种"): issue.document.kind,
        _("文号"): number.with_series if number else "",
        _("签发日期"): write_date(issue.issued_on),  # type: ignore[attr-defined]
    }
