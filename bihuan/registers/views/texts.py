"""What a table shows, as text to copy into a message."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.registers import listing, presenting
from bihuan.registers.forms import FilterForm
from bihuan.registers.links import register_url
from bihuan.registers.listing import Criteria
from bihuan.registers.models import Status
from bihuan.registers.texting import MOST_LINES, text_of
from bihuan.registers.views.asking import actor_of, register_asked


@login_required
@require_safe
def table_text(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rows of the current filter, the first two hundred, as plain text."""
    actor, register = actor_of(request), register_asked(request, code)
    criteria = FilterForm(request.GET, actor, register).criteria()
    rows = listing.rows_for(actor, register, criteria)
    found = listing.page(rows, register, criteria.sort, size=MOST_LINES)
    count = rows.count() if found.next_key else len(found.rows)
    context = {
        "register": register,
        "text": text_of(register, found.rows, count=count, told=_told(criteria)),
        "count": count,
        "table_url": f"{register_url(register)}{presenting.with_query(request.GET)}",
    }
    return render(request, "registers/text.html", context)


def _told(criteria: Criteria) -> str:
    parts = []
    if criteria.unit is not None:
        parts.append(str(criteria.unit))
    if criteria.first or criteria.last:
        first = criteria.first.isoformat() if criteria.first else ""
        last = criteria.last.isoformat() if criteria.last else _("今")
        parts.append(_("%(first)s至%(last)s") % {"first": first, "last": last})
    if criteria.status:
        parts.append(str(Status(criteria.status).label))
    if criteria.text:
        parts.append(_("含“%(text)s”") % {"text": criteria.text})
    return "，".join(parts)
