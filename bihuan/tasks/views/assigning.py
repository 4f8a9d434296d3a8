"""A new task."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.actions import assign_task
from bihuan.tasks.models import Task
from bihuan.tasks.new_form import TaskForm


def homes_to_assign_in(actor: Actor) -> list[Unit]:
    """Return the administrations in whose name the actor may assign."""
    homes = homes_of(actor, Permission.ASSIGN_TASKS)
    return [home for home in homes if actor.may(Permission.ASSIGN_TASKS, home)]


def may_assign(actor: Actor) -> bool:
    """Tell whether there is an administration in whose name the actor may assign."""
    homes = actor.homes.get(Permission.ASSIGN_TASKS, ())
    return any(actor.may(Permission.ASSIGN_TASKS, path) for path in homes)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: HttpRequest) -> HttpResponse:
    """Fill in a slip and assign the task."""
    actor = actor_of(request)
    actor.require(Permission.ASSIGN_TASKS)
    homes = homes_to_assign_in(actor)
    if not homes:
        raise NotAllowed(_("您的账号不能以乡镇的名义交办任务。"))
    home = next((one for one in homes if one.code == request.GET.get("home")), homes[0])
    form = TaskForm(request.POST if request.method == "POST" else None, home)
    if request.method == "POST" and form.is_valid():
        made = _assign(actor, home, form)
        if made is not None:
            said = _("已交办，%(number)s。可以打印督办单，也可以复制文字发给承办单位。")
            messages.success(request, said % {"number": made.slip_number})
            return HttpResponseRedirect(reverse("tasks:task", kwargs={"pk": made.pk}))
    unit_field = form.fields["unit"]
    context = {"form": form, "home": home, "units": unit_field.offered()}  # type: ignore[attr-defined]
    return render(request, "tasks/new.html", context, status=422 if form.errors else 200)


def _assign(actor: Actor, home: Unit, form: TaskForm) -> Task | None:
    try:
        return assign_task(actor=actor, home=home, spec=form.spec())
    except Invalid as error:
        form.add_error(None, str(error))
        return None
