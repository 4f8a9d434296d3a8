"""The mapping held against a form that was filled by hand."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bihuan.lib import clock
from bihuan.lib.errors import DomainError, NotAllowed
from bihuan.reporting.actions.filling import asked_of
from bihuan.reporting.blanks import accepted, opened
from bihuan.reporting.comparing import agreed, compare
from bihuan.reporting.filling import fill
from bihuan.reporting.forms import ComparisonForm
from bihuan.reporting.periods import current_period, read_period
from bihuan.reporting.views.finding import actor_of, mapped_version


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show theirs, ours and the difference, cell by cell; nothing of the upload is kept."""
    version = mapped_version(request, pk)
    report = version.form
    form = ComparisonForm(initial={"period": current_period(report, clock.today()).code})
    context: dict[str, Any] = {"report": report}
    if request.method == "POST":
        form = ComparisonForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                period = read_period(report.period_kind, form.cleaned_data["period"])
                theirs = opened(accepted(upload.read(), upload.name))
                asked = asked_of(
                    actor=actor_of(request), version=version, unit=report.home, period=period
                )
                lines = compare(theirs, fill(asked))
            except NotAllowed:
                raise
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                context |= {"lines": lines, "agreed": agreed(lines), "period": period}
    context["form"] = form
    status = 422 if form.errors else 200
    return render(request, "reporting/comparison.html", context, status=status)
