"""The years' assessments: the list, one of them, its paper and workbook, and what is decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.appraisals.access_people import (
    DECIDE,
    RUN,
    SEE,
    assessed_visible_to,
    assessment_for,
    assessments_visible_to,
    person_of,
    poll_named,
    polls_of_persons,
    sees_whole,
    units_to_assess,
    whole_for,
)
from bihuan.appraisals.actions import (
    change_assessment,
    decide_grades,
    make_assessment,
    publish_assessment,
    set_persons,
    void_assessment,
)
from bihuan.appraisals.forms.talks import PeopleReasonForm
from bihuan.appraisals.forms.yearly import (
    GradesForm,
    HeldToForm,
    NewAssessmentForm,
    PersonsForm,
)
from bihuan.appraisals.models import AssessmentState, GradeDecision, YearlyAssessment
from bihuan.appraisals.yearly_choosing import cadres_of, day_of
from bihuan.appraisals.yearly_presenting import (
    events_of,
    lines_of,
    share_of,
    sheets_of,
    weights_of,
)
from bihuan.appraisals.yearly_results import targets_of
from bihuan.figures.computing import definitions_in
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.workbooks.answering import workbook_of
from bihuan.orgs.access import Actor, actor_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
TONES = {
    AssessmentState.OPEN: "info",
    AssessmentState.FINAL: "good",
    AssessmentState.VOID: "plain",
}


@login_required
@require_safe
def yearly(request: HttpRequest) -> HttpResponse:
    """List the years, newest first."""
    actor = actor_of(request)
    if person_of(actor) is None:
        actor.require(SEE)
    rows = assessments_visible_to(actor).annotate(
        persons=Count("assessed"), graded=Count("assessed", filter=~Q(assessed__grade=""))
    )
    context = {
        "lines": [(row, TONES[AssessmentState(row.state)], sees_whole(actor, row)) for row in rows],
        "may_make": actor.may(RUN),
    }
    return render(request, "appraisals/people/yearly.html", context)


@login_required
@GET_OR_POST
def yearly_new(request: HttpRequest) -> HttpResponse:
    """Make a year's assessment."""
    actor = actor_of(request)
    actor.require(RUN)
    data = request.POST if request.method == "POST" else None
    units = list(units_to_assess(actor))
    homes = {unit.home_id: unit.home for unit in units}.values()
    figures = {one.code: one for home in homes for one in definitions_in(home).values()}
    polls = [poll for home in homes for poll in polls_of_persons(home)]
    form = NewAssessmentForm(data, units, figures.values(), polls)
    if data is not None and form.is_valid():
        try:
            made = make_assessment(
                actor=actor,
                unit=form.unit_chosen(),
                year=form.cleaned_data["year"],
                spec=form.spec(),
            )
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已建立。人员、目标数据和测评在定等次以前都可以改。"))
            return _to(made.pk)
    status = 422 if form.errors else 200
    return render(request, "appraisals/people/yearly_form.html", {"form": form}, status=status)


@login_required
@require_safe
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one assessment; who is assessed is led to their own page."""
    actor = actor_of(request)
    found = assessment_for(actor, pk)
    if not sees_whole(actor, found):
        own = assessed_visible_to(actor, found).get()
        return HttpResponseRedirect(reverse("appraisals:assessed", args=[pk, own.pk]))
    return _page(request, actor, found)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: YearlyAssessment,
    *,
    status: int = 200,
    void_form: PeopleReasonForm | None = None,
) -> HttpResponse:
    lines = lines_of(actor, found)
    runs, decides = actor.may(RUN, found.path), actor.may(DECIDE, found.path)
    is_decided = any(line.decision for line in lines)
    until = found.views_until
    is_ready = until is not None and clock.today() > until
    context = {
        **_shown(found, lines),
        "tone": TONES[AssessmentState(found.state)],
        "events": events_of(found),
        "may_change": runs and found.is_open and not is_decided,
        "may_decide": decides and found.state != AssessmentState.VOID,
        "may_publish": decides and found.is_open and is_ready and all(x.decision for x in lines),
        "void_form": void_form or PeopleReasonForm(prefix="void"),
        "may_void": found.is_open and (decides or (runs and not is_decided)),
        "has_moved": any(line.has_moved for line in lines),
    }
    return render(request, "appraisals/people/assessment.html", context, status=status)


def _shown(found: YearlyAssessment, lines: list[Any]) -> dict[str, Any]:
    return {
        "assessment": found,
        "lines": lines,
        "weights": weights_of(found),
        "share": share_of(found),
        "poll": poll_named(found.poll_id),
        "targets": targets_of(found.home, found),
    }


@login_required
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the assessment as a sheet to print and sign."""
    actor = actor_of(request)
    found = whole_for(actor, pk)
    context = _shown(found, lines_of(actor, found))
    return render(request, "appraisals/people/assessment_paper.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest, pk: UUID) -> FileResponse:
    """Download the assessment."""
    actor = actor_of(request)
    found = whole_for(actor, pk)
    name = _("%(unit)s%(year)d年度考核") % {"unit": found.unit, "year": found.year}
    return workbook_of(sheets_of(lines_of(actor, found)), name)


@login_required
@GET_OR_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the figures of the targets and the poll."""
    actor = actor_of(request)
    found = whole_for(actor, pk)
    actor.require(RUN, found.path)
    data = request.POST if request.method == "POST" else None
    figures = definitions_in(found.home).values()
    form = HeldToForm(data, figures, polls_of_persons(found.home), found)
    if data is not None and form.is_valid():
        try:
            change_assessment(actor=actor, assessment=found, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已更改。"))
            return _to(pk)
    context = {"form": form, "assessment": found}
    status = 422 if form.errors else 200
    return render(request, "appraisals/people/yearly_form.html", context, status=status)


@login_required
@GET_OR_POST
def persons(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose who is assessed."""
    actor = actor_of(request)
    found = whole_for(actor, pk)
    actor.require(RUN, found.path)
    data = request.POST if request.method == "POST" else None
    chosen = found.assessed.values_list("person_id", flat=True)
    form = PersonsForm(data, cadres_of(found.unit, day_of(found.year)), chosen)
    if data is not None and form.is_valid():
        try:
            set_persons(actor=actor, assessment=found, persons=form.chosen())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("考核对象已更改。"))
            return _to(pk)
    context = {"form": form, "assessment": found, "is_persons": True}
    status = 422 if form.errors else 200
    return render(request, "appraisals/people/yearly_form.html", context, status=status)


@login_required
@GET_OR_POST
def grades(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the committee's decision of grades."""
    actor = actor_of(request)
    found = whole_for(actor, pk)
    actor.require(DECIDE, found.path)
    data = request.POST if request.method == "POST" else None
    lines = lines_of(actor, found)
    form = GradesForm(data, [line.assessed for line in lines], person_of(actor))
    if data is not None and form.is_valid():
        try:
            made = decide_grades(actor=actor, assessment=found, decided=form.decided())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记%(n)d人的等次。") % {"n": len(made)})
            return _to(pk)
    context = {
        **_shown(found, lines),
        "form": form,
        "rows": [(line, form.field_of(line.assessed)) for line in lines],
        "is_change": GradeDecision.objects.filter(assessed__assessment=found).exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "appraisals/people/grades.html", context, status=status)


@login_required
@require_POST
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the assessment final inside the office."""
    actor = actor_of(request)
    publish_assessment(actor=actor, assessment=whole_for(actor, pk))
    messages.success(request, _("已在内部公布。更改等次要另作决定，写明理由。"))
    return _to(pk)


@login_required
@require_POST
def voiding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the assessment void."""
    actor = actor_of(request)
    found = whole_for(actor, pk)
    form = PeopleReasonForm(request.POST, prefix="void")
    if not actor.may(DECIDE, found.path):
        actor.require(RUN, found.path)
    if form.is_valid():
        void_assessment(actor=actor, assessment=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("已作废。"))
        return _to(pk)
    return _page(request, actor, found, status=422, void_form=form)


def _to(pk: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("appraisals:assessment", args=[pk]))
