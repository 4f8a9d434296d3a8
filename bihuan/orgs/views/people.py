"""The page of a person, and the structure of posts."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import actor_of, people_visible_to
from bihuan.orgs.models import ContactPoint, Liaison, PostTerm, Schooling, TeamMember
from bihuan.orgs.permissions import Permission
from bihuan.orgs.structure import AGE_BANDS, Structure
from bihuan.orgs.structure import structure as structure_of
from bihuan.orgs.views.choosing import chosen_unit, units_to_choose
from bihuan.ui.tables import Cell, Head, Row


@login_required
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the posts, teams and contacts of one person; age and schooling to their keeper only."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    found = get_object_or_404(people_visible_to(actor).select_related("unit"), pk=pk)
    terms = PostTerm.objects.ever_held().filter(person=found).select_related("post__unit")
    roles = TeamMember.objects.ever_held().filter(person=found).select_related("team__unit")
    points = ContactPoint.objects.ever_held().filter(person=found).select_related("unit")
    liaisons = Liaison.objects.ever_held().filter(person=found).select_related("branch")
    context = {
        "person": found,
        "tab": "units",
        "today": clock.today(),
        "is_kept": actor.may(Permission.MANAGE_PEOPLE, found.unit),
        "age": clock.today().year - found.birth_year if found.birth_year else None,
        "terms": terms.order_by("-from_on"),
        "roles": roles.order_by("-from_on"),
        "contact_points": points.order_by("-from_on"),
        "liaisons": liaisons.order_by("-from_on"),
    }
    return render(request, "orgs/person.html", context)


@login_required
def structure(request: HttpRequest) -> HttpResponse:
    """Show age and schooling of those who hold posts, by kind of post."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    unit = chosen_unit(request, actor)
    rows = structure_of(unit, clock.today())
    context = {
        "unit": unit,
        "units": units_to_choose(actor),
        "tab": "structure",
        "heads": _heads(),
        "rows": [Row(_cells(row)) for row in rows],
    }
    return render(request, "orgs/structure.html", context)


def _heads() -> list[Head]:
    people, years = _("人"), _("岁")
    low, high = AGE_BANDS[0][1], AGE_BANDS[-1][0]
    ages = [_("%(age)d岁及以下") % {"age": low}]
    ages += [_("%(from)d-%(to)d岁") % {"from": a, "to": b} for a, b in AGE_BANDS[1:-1]]
    ages += [_("%(age)d岁及以上") % {"age": high}, _("年龄未登记")]
    degrees = [str(each.label) for each in Schooling] + [_("学历未登记")]
    return [
        Head(_("职务类别")),
        Head(_("人数"), people, is_number=True),
        Head(_("平均年龄"), years, is_number=True),
        *(Head(label, is_number=True) for label in (*ages, *degrees)),
    ]


def _cells(row: Structure) -> list[Cell]:
    average = "—" if row.average_age is None else str(row.average_age)
    counts = (*row.ages, row.age_unknown, *row.schooling, row.schooling_unknown)
    return [
        Cell(row.label),
        Cell(str(row.people), is_number=True),
        Cell(average, is_number=True),
        *(Cell(str(count) if count else "—", is_number=True) for count in counts),
    ]
