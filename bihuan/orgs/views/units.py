"""The tree of units and the page of one."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bihuan.lib import clock
from bihuan.orgs import tree
from bihuan.orgs.access import Actor, actor_of, units_visible_to
from bihuan.orgs.models import ContactPoint, Liaison, Person, Post, PostTerm, Team, Unit
from bihuan.orgs.permissions import Permission

MOST_FOUND = 100


@login_required
def units(request: HttpRequest) -> HttpResponse:
    """Show what the actor sees of the tree, or what a search finds in it."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    visible = units_visible_to(actor)
    asked = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"q": asked, "tab": "units"}
    if asked:
        named = Q(name__contains=asked) | Q(short_name__contains=asked)
        coded = Q(code__startswith=asked) | Q(division_code__startswith=asked)
        found = visible.filter(named | coded).select_related("parent")
        context["found"] = list(found[: MOST_FOUND + 1])
        context["most"] = MOST_FOUND
    else:
        paths = actor.paths(Permission.SEE_PEOPLE)
        context["roots"] = [
            (root, tree.below(root, visible, clock.today())) for root in tree.roots(visible, paths)
        ]
    return render(request, "orgs/units.html", context)


@login_required
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one unit: what lies below it, its posts, people, teams and who links with it."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    found = get_object_or_404(units_visible_to(actor).select_related("successor"), pk=pk)
    return render(request, "orgs/unit.html", _page(actor, found))


def _page(actor: Actor, unit: Unit) -> dict[str, Any]:
    today = clock.today()
    held = PostTerm.objects.on(today).select_related("person").order_by("person__sort_order")
    posts = Post.objects.filter(unit=unit).prefetch_related(Prefetch("terms", held, "held"))
    members = Count(
        "members", filter=Q(members__from_on__lte=today) & ~Q(members__to_on__lte=today)
    )
    contacts = ContactPoint.objects.on(today).filter(unit=unit).select_related("person")
    liaisons = Liaison.objects.on(today).filter(branch=unit).select_related("person")
    visible = units_visible_to(actor)
    return {
        "unit": unit,
        "is_kept": actor.may(Permission.MANAGE_PEOPLE, unit),
        "ancestors": [
            (above, actor.may(Permission.SEE_PEOPLE, above)) for above in tree.ancestors(unit)
        ],
        "kinds": tree.below(unit, visible, today),
        "posts": list(posts),
        "contacts": list(contacts),
        "liaisons": list(liaisons),
        "teams": list(Team.objects.on(today).filter(unit=unit).annotate(size=members)),
        "people": list(Person.objects.filter(unit=unit)[: MOST_FOUND + 1]),
        "most": MOST_FOUND,
        "tab": "units",
    }
