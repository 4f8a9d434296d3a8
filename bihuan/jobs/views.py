"""One's own jobs: the list, one of them with its progress, its result, and its cancellation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.jobs import progress
from bihuan.jobs.access import job_asked, visible_to
from bihuan.jobs.actions import cancel_job, fetch_result, look_at_job
from bihuan.jobs.models import Job, JobState
from bihuan.jobs.presenting import heads, row
from bihuan.orgs.access import actor_of
from bihuan.ui.middleware import is_fragment
from bihuan.ui.tables import Cell, Head, Row

SHOWN = 50


@login_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """List the actor's newest jobs."""
    jobs = list(visible_to(actor_of(request))[:SHOWN])
    context = {
        "heads": heads(),
        "rows": [row(job) for job in jobs],
        "some_go_on": any(not job.has_ended for job in jobs),
    }
    return render(request, "jobs/list.html", context)


@login_required
@require_safe
def job_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one job: how far it is, or how it ended. A fragment is asked for every two seconds."""
    actor = actor_of(request)
    job = job_asked(actor, pk)
    look_at_job(actor=actor, job=job)
    if is_fragment(request) and job.has_ended:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    template = "jobs/_progress.html" if is_fragment(request) else "jobs/job.html"
    return render(request, template, _context(job))


def _context(job: Job) -> dict[str, object]:
    report = job.report or {}
    return {
        "job": job,
        "progress": progress.read(job.pk) if job.state == JobState.RUNNING else None,
        "is_to_end": not job.has_ended and progress.is_to_cancel(job.pk),
        "heads": [Head(text) for text in report.get("heads", ())],
        "rows": [Row([Cell(text) for text in cells]) for cells in report.get("rows", ())],
    }


@login_required
@require_POST
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a job."""
    actor = actor_of(request)
    job = cancel_job(actor=actor, job=job_asked(actor, pk))
    if job.state == JobState.CANCELLED:
        messages.success(request, _("已取消。"))
    else:
        messages.success(request, _("已告知后台停止，片刻后生效。"))
    return redirect("jobs:job", pk=job.pk)


@login_required
@require_safe
def result(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send the file that a job left."""
    actor = actor_of(request)
    job = job_asked(actor, pk)
    path = fetch_result(actor=actor, job=job)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=job.file_name,
        content_type=job.media_type or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
