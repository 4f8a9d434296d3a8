"""The public page: what was raised and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from bihuan.orgs.models import Unit
from bihuan.public.errors import NoSuchPage
from bihuan.public.published import least_of, published_in, sections_of
from bihuan.public.views.shell import for_residents, kept_page


@conditional_page
@for_residents("GET")
def published(request: HttpRequest, home: Unit, year: int | None = None) -> HttpResponse:  # noqa: ARG001
    """Show what was published in a year, the newest year where none is named."""
    items = published_in(home)
    years = sorted({item.public_on.year for item in items}, reverse=True)
    if year is not None and year not in years:
        raise NoSuchPage(_("这一年没有公开的内容。"))
    chosen = year or (years[0] if years else None)
    sections, total = sections_of([i for i in items if i.public_on.year == chosen], home)
    context = {
        "sections": sections,
        "total": total,
        "count": sum(len(section.lines) for section in sections),
        "years": years,
        "year": chosen,
        "least": least_of(home),
    }
    return kept_page("public/published.html", context, home=home)
