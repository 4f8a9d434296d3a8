"""One case: its page, and its steps by POST; the assignment sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.duty.access import dispute_for, keeps, petition_for, sheet_for
from bihuan.duty.actions.handing import KIND
from bihuan.duty.actions.stepping import identity_row, kind_of
from bihuan.duty.models import Case, Dispute, Petition, StepKind
from bihuan.duty.papers import papers_context
from bihuan.duty.presenting import clock_words, events_of, line_of, near_days
from bihuan.duty.step_forms import StepForm
from bihuan.duty.stepping_page import doings_of, form_for, forms_of, may_do, take
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import Problem
from bihuan.tasks.access import tasks_visible_to
from bihuan.tasks.asking import tasks_about


@login_required
@require_safe
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one dispute."""
    actor = actor_of(request)
    return case_page(request, actor, dispute_for(actor, pk))


@login_required
@require_safe
def petition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one petition, without who brought it."""
    actor = actor_of(request)
    return case_page(request, actor, petition_for(actor, pk))


@login_required
@require_POST
def dispute_step(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Take a step of a dispute."""
    actor = actor_of(request)
    return _step(request, actor, dispute_for(actor, pk), kind)


@login_required
@require_POST
def petition_step(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Take a step of a petition."""
    actor = actor_of(request)
    return _step(request, actor, petition_for(actor, pk), kind)


@login_required
@require_safe
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the assignment sheet (交办单), to be printed: number, approved summary, until when."""
    found = sheet_for(actor_of(request), pk)
    assigned = found.steps.filter(kind=StepKind.ASSIGN).order_by("-at").first()
    return render(request, "duty/sheet.html", {"case": found, "assigned": assigned})


def case_page(
    request: HttpRequest, actor: Actor, case: Any, given: StepForm | None = None, status: int = 200
) -> HttpResponse:
    """Render a case's page; `given` is a form that came back with errors."""
    is_dispute = isinstance(case, Dispute)
    row = identity_row(case)
    is_keeper = keeps(actor, case)
    forms = {given.kind: given} if given is not None else {}
    context = {
        "case": case,
        "is_dispute": is_dispute,
        "line": line_of(case, clock.today(), near_days(case.home.path)),
        "clock": "" if is_dispute else clock_words(case),
        "events": events_of(case),
        "doings": doings_of(actor, case, forms),
        "problem": _problem(actor, case),
        "tasks": list(tasks_visible_to(actor).filter(pk__in=_tasks_of(case))),
        "is_keeper": is_keeper,
        "kind": kind_of(case),
        "has_identity": row is not None and row.erased_on is None,
        "erased_on": row.erased_on if row is not None else None,
        **papers_context(case, is_keeper=is_keeper),
    }
    page = "duty/dispute.html" if is_dispute else "duty/petition.html"
    return render(request, page, context, status=status)


def case_asked(actor: Actor, kind: str, pk: UUID) -> Case:
    """Return the case that an address names; raises NoSuchCase, Http404 for another kind."""
    if kind not in ("dispute", "petition"):
        raise Http404
    return dispute_for(actor, pk) if kind == "dispute" else petition_for(actor, pk)


def url_of(case: Case) -> str:
    """Return a case's page."""
    return reverse(f"duty:{kind_of(case)}", args=[case.pk])


def _problem(actor: Actor, case: Case) -> Problem | None:
    """Return the problem that a petition became, where the actor may see it."""
    problem = case.problem if isinstance(case, Petition) else None
    seen = problem is not None and actor.may(Permission.SEE_TASKS, problem.path)
    return problem if seen else None


def _tasks_of(case: Case) -> list[UUID]:
    return list(tasks_about(KIND, [case.pk]).values_list("pk", flat=True))


def _step(request: HttpRequest, actor: Actor, case: Any, word: str) -> HttpResponse:
    kind = next((each for each in forms_of(case) if each == word), None)
    if kind is None:
        raise Http404
    if not may_do(actor, case, kind):
        raise NotAllowed(_("您的账号不能办理这一步，请交办公室文书或领导办理。"))
    form = form_for(case, kind, request.POST)
    if not form.is_valid():
        return case_page(request, actor, case, form, status=422)
    try:
        take(actor, case, form, kind)
    except (Invalid, Conflict) as error:
        form.add_error(None, str(error))
        return case_page(request, actor, case, form, status=422)
    messages.success(request, _("已登记“%(what)s”。") % {"what": kind.label})
    return HttpResponseRedirect(url_of(case))
