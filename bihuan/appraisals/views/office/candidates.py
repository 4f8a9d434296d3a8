"""What is voted on: people picked by their posts, labels typed line by line, order and parts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.appraisals.actions import CandidateSpec, set_candidates
from bihuan.appraisals.forms.people import PeopleForm
from bihuan.appraisals.forms.preparing import RowGiven, lines_of, rows_given, whole
from bihuan.appraisals.kinds import KINDS, POST
from bihuan.appraisals.models import Candidate, Poll
from bihuan.appraisals.people import Held
from bihuan.appraisals.views.office.entering import GET_OR_POST
from bihuan.appraisals.views.office.questions import draft_for
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of

FIELDS = ("label", "part", "order", "drop", "was")


@login_required
@GET_OR_POST
def candidates(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the order, names and parts of what is voted on, or take some off."""
    actor = actor_of(request)
    found = draft_for(actor, pk)
    kept = _kept(found)
    if request.method != "POST":
        return _page(request, found, kept)
    rows = rows_given(request.POST, FIELDS)
    try:
        set_candidates(actor=actor, poll=found, candidates=_read(kept, rows))
    except (Invalid, Conflict) as refused:
        return _page(request, found, kept, rows=rows, error=refused.message)
    messages.success(request, _("测评对象已保存。"))
    return _back(pk)


@login_required
@require_POST
def candidate_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add labels, one a line, beneath what is there."""
    actor = actor_of(request)
    found = draft_for(actor, pk)
    kept = _kept(found)
    text, part = request.POST.get("lines", ""), request.POST.get("part", "")
    labels = lines_of(text)
    try:
        if not labels:
            raise Invalid(_("一个对象也没有写，请一行写一个。"))
        more = [CandidateSpec(label, part) for label in labels]
        set_candidates(actor=actor, poll=found, candidates=[*map(_spec, kept), *more])
    except Invalid as refused:
        return _page(request, found, kept, lines=text, part=part, error=refused.message)
    messages.success(request, _("已添加%(n)d个对象。") % {"n": len(labels)})
    return _back(pk)


@login_required
@require_POST
def candidate_people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add the people who hold some posts, beneath what is there; those who are there stay."""
    actor = actor_of(request)
    found = draft_for(actor, pk)
    kept = _kept(found)
    form = PeopleForm(request.POST, found)
    if not form.is_valid():
        return _page(request, found, kept, people_form=form, status=422)
    known = {each.person_id for each in kept}
    more = [held for held in form.people() if held.person.pk not in known]
    if not more:
        form.add_error(None, _("没有新的人：这些职务没有人担任，或者都已列上。请换单位或职务。"))
        return _page(request, found, kept, people_form=form, status=422)
    specs = [*map(_spec, kept), *(_of_person(found, held) for held in more)]
    try:
        set_candidates(actor=actor, poll=found, candidates=specs)
    except Invalid as refused:
        return _page(request, found, kept, people_form=form, error=refused.message)
    messages.success(request, _("已添加%(n)d人。") % {"n": len(more)})
    return _back(pk)


def _kept(found: Poll) -> list[Candidate]:
    rows = Candidate.objects.filter(poll=found)
    return list(rows.select_related("person__home", "unit__home"))


def _spec(kept: Candidate) -> CandidateSpec:
    return CandidateSpec(kept.label, kept.part, kept.person, kept.unit, kept.number)


def _of_person(found: Poll, held: Held) -> CandidateSpec:
    part = "" if held.unit.pk == found.unit_id or KINDS[found.kind].form == POST else str(held.unit)
    return CandidateSpec(held.label, part, held.person, held.unit)


def _read(kept: Sequence[Candidate], rows: Sequence[RowGiven]) -> list[CandidateSpec]:
    by_id = {str(each.pk): each for each in kept}
    placed = []
    for at, row in enumerate(rows):
        was = by_id.get(row.of("was"))
        if was is None:
            raise Conflict(_("测评对象刚被别人改过，没有保存，请刷新页面再改。"))
        place = (
            whole(row.of("order"), _("“%(label)s”的次序") % {"label": row.of("label")}) or at + 1
        )
        if not row.of("drop"):
            spec = CandidateSpec(row.of("label"), row.of("part"), was.person, was.unit, was.number)
            # What moves up to a place stands before what is there, what moves down behind it.
            moved = (place > was.number) - (place < was.number)
            placed.append((place, moved, at, spec))
    return [spec for *_place, spec in sorted(placed, key=lambda each: each[:3])]


def _page(
    request: HttpRequest,
    found: Poll,
    kept: Sequence[Candidate],
    *,
    error: str = "",
    status: int = 200,
    **given: Any,
) -> HttpResponse:
    rows = [
        RowGiven(
            at,
            {"label": c.label, "part": c.part, "order": c.number, "was": str(c.pk), "of": c.unit},
        )
        for at, c in enumerate(kept)
    ]
    is_post = KINDS[found.kind].form == POST
    parts = [q["label"] for q in found.questions] if is_post else sorted({c.part for c in kept})
    context = {
        "poll": found,
        "rows": rows,
        "is_post": is_post,
        "parts": [part for part in parts if part],
        "people_form": PeopleForm(None, found),
        "error": error,
        **given,
    }
    page = "appraisals/office/candidates.html"
    return render(request, page, context, status=422 if error else status)


def _back(pk: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("appraisals:candidates", args=[pk]))
