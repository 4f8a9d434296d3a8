"""Opening a problem: by itself, or from groups of opinions chosen before."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.opinions.access import groups_visible_to
from bihuan.opinions.models import OpinionGroup
from bihuan.orgs.access import Actor, actor_of, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.rectification.actions import open_problem
from bihuan.rectification.forms import ProblemForm
from bihuan.rectification.models import Level, Origin
from bihuan.rectification.views.steps import free_groups


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_problem(request: HttpRequest) -> HttpResponse:
    """Open a problem; `group` in the address names what it takes up."""
    actor = actor_of(request)
    actor.require(Permission.ASSIGN_TASKS)
    homes = [home for home in homes_of(actor, Permission.ASSIGN_TASKS) if _may(actor, home)]
    if not homes:
        raise NotAllowed(_("您的账号不能立项，请由办公室或领导办理。"))
    home = next((h for h in homes if h.code == request.GET.get("home")), homes[0])
    groups = _groups(actor, request)
    if groups:
        home = next((h for h in homes if groups[0].path.startswith(h.path)), home)
    is_sent = request.method == "POST"
    form = ProblemForm(request.POST if is_sent else None, home=home, initial=_initial(groups))
    if is_sent and form.is_valid():
        try:
            made = open_problem(actor=actor, home=home, spec=form.spec(), groups=groups)
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已立项，编号%(n)s；接着定方案。") % {"n": made.label})
            return HttpResponseRedirect(reverse("rectification:problem", args=[made.pk]))
    context = {
        "form": form,
        "groups": groups,
        "free": [] if groups or is_sent else free_groups(actor, home.path)[:20],
        "home": home,
        "homes": homes,
    }
    status = 422 if form.errors else 200
    return render(request, "rectification/new.html", context, status=status)


def _may(actor: Actor, home: Unit) -> bool:
    return actor.may(Permission.ASSIGN_TASKS, home)


def _groups(actor: Actor, request: HttpRequest) -> list[OpinionGroup]:
    ids = []
    for text in request.GET.getlist("group")[:50]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(groups_visible_to(actor).filter(pk__in=ids).order_by("first_on")) if ids else []


def _initial(groups: list[OpinionGroup]) -> dict[str, object]:
    """Return what the form begins with: what the groups say already is not asked again."""
    if not groups:
        return {"found_on": clock.today(), "origin": Origin.OWN, "level": Level.TOWNSHIP}
    return {
        "title": groups[0].wording[:120],
        "category": groups[0].category_id,
        "found_on": min(group.first_on for group in groups),
        "origin": Origin.RAISED,
        "level": Level.TOWNSHIP,
        "detail": "\n".join(group.wording for group in groups[1:]),
    }
