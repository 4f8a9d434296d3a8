"""One task: its page, a step of it, its slip."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.files.receiving import receive
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor, actor_of
from bihuan.tasks.access import task_for
from bihuan.tasks.actions import add_task_evidence
from bihuan.tasks.actions.stepping import require_capacity
from bihuan.tasks.deeds import BY_SLUG, Deed
from bihuan.tasks.forms import StepForm
from bihuan.tasks.models import Part, PartRole, StepKind, Task
from bihuan.tasks.page import WITH_FILES, context_of, form_of
from bihuan.tasks.slips import slip_text


@login_required
@require_safe
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a task as what is to be done now and what has happened."""
    actor = actor_of(request)
    return render(request, "tasks/task.html", context_of(actor, task_for(actor, pk)))


@login_required
@require_POST
def step(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Take a step of a task; a form that is refused comes back with the page."""
    actor = actor_of(request)
    found = task_for(actor, pk)
    deed = BY_SLUG.get(slug)
    if deed is None:
        raise Http404(slug)
    require_capacity(actor, found, deed.kinds[0])
    form = form_of(deed, found, {StepKind.VOID} if request.POST.get("close") else (), request.POST)
    if form.is_valid():
        try:
            deed.act(actor, found, form)
        except Invalid as error:
            form.add_error(None, str(error))
        except Conflict as error:
            messages.warning(request, str(error))
            return _back(found)
        else:
            messages.success(request, str(deed.said))
            if slug in WITH_FILES:
                add_sent(request, actor, found)
            return _back(found)
    return _refused(request, actor, found, deed, form)


@login_required
@require_safe
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the supervision slip of a task, to be printed or passed on."""
    actor = actor_of(request)
    found = task_for(actor, pk)
    parts = Part.objects.filter(task=found, ended_at=None).select_related("unit", "person")
    context = {
        "task": found,
        "assisting": [part.unit for part in parts if part.role == PartRole.ASSISTS],
        "responsible": [part.person for part in parts if part.role == PartRole.RESPONSIBLE],
        "slip_text": slip_text(found),
    }
    return render(request, "tasks/slip.html", context)


def add_sent(request: HttpRequest, actor: Actor, found: Task) -> None:
    """Add the files that a form sent along, and say what became of each."""
    sent: list[UploadedFile] = request.FILES.getlist("evidence")
    if not sent:
        return
    received = receive(sent)
    added, refused = add_task_evidence(actor=actor, task=found, examined=received.examined)
    if added:
        messages.success(request, _("已添加%(n)d份佐证材料。") % {"n": len(added)})
    for sentence in [*received.refused, *refused]:
        messages.warning(request, sentence)


def _refused(
    request: HttpRequest, actor: Actor, found: Task, deed: Deed, form: StepForm
) -> HttpResponse:
    context = context_of(actor, found, (deed, form))
    return render(request, "tasks/task.html", context, status=422)


def _back(found: Task) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("tasks:task", kwargs={"pk": found.pk}))
