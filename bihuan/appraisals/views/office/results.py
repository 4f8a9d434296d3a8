"""What came of a poll: in the paper's order, by published groups, to be printed and downloaded."""

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.appraisals import policy
from bihuan.appraisals.access import CHAIR, RUN, poll_for, require_result
from bihuan.appraisals.actions import cross_check
from bihuan.appraisals.choosing import choices_shown
from bihuan.appraisals.forms.plain import NoteForm
from bihuan.appraisals.kinds import GRADE, KINDS
from bihuan.appraisals.listing import TONES
from bihuan.appraisals.models import Poll, PollKind, PollStepKind
from bihuan.appraisals.results import cells_of, in_long_tables, merging_of, share_of, subjects_of
from bihuan.appraisals.scoring import caps_exceeded, example_of
from bihuan.appraisals.sheets import choice_sheet, grade_sheets, turn_out_sheet
from bihuan.appraisals.standing import Standing, standing_of
from bihuan.lib.workbooks.answering import workbook_of
from bihuan.orgs.access import Actor, actor_of
from bihuan.presets.asking import value_at

MOST_WITH_GROUPS = 20
"""Items up to which the groups stand on the first page; else a subject opens to them."""


def result_for(actor: Actor, pk: UUID) -> tuple[Poll, dict[str, Any]]:
    """Return a poll whose result an actor may see, and what its paper says."""
    found = poll_for(actor, pk)
    require_result(actor, found)
    return found, json.loads(found.paper)


@login_required
@require_safe
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the result of a poll."""
    actor = actor_of(request)
    found, said = result_for(actor, pk)
    standing, opened = standing_of(found), cells_of(found)
    is_grade = KINDS[found.kind].form == GRADE
    is_short = len(said["items"]) <= MOST_WITH_GROUPS
    shown = opened if is_short and len(said["groups"]) > 1 else {}
    context = {
        "poll": found,
        "tone": TONES[found.state],
        "standing": standing,
        "turn_out": _turn_out(found, standing),
        "merging": merging_of(opened),
        "has_groups": len(said["groups"]) > 1,
        "is_short": is_short,
        "is_grade": is_grade,
        "runs": actor.may(RUN, found.path),
        **(_grades(found, said, opened, shown) if is_grade else _choices(found, said, opened)),
        **_cross_checks(actor, found, said),
    }
    return render(request, "appraisals/office/result.html", context)


@login_required
@require_safe
def subject(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Show the result of one subject by published groups."""
    actor = actor_of(request)
    found, said = result_for(actor, pk)
    shown = subjects_of(found, said, cells_of(found), number)
    if not number or not shown:
        raise Http404
    total = len(found.box.result["subjects"])
    context = {
        "poll": found,
        "subject": shown[0],
        "previous": number - 1,
        "following": number + 1 if number < total else 0,
    }
    return render(request, "appraisals/office/subject.html", context)


@login_required
@require_safe
def result_workbook(request: HttpRequest, pk: UUID) -> FileResponse:
    """Download the result as a workbook."""
    actor = actor_of(request)
    found, said = result_for(actor, pk)
    opened = cells_of(found)
    sheets = [turn_out_sheet(standing_of(found).rows)]
    if KINDS[found.kind].form == GRADE:
        sheets += grade_sheets(subjects_of(found, said, opened))
    else:
        sheets.append(choice_sheet(choices_shown(found, said, opened, _must_exceed(found))))
    return workbook_of(sheets, _("测评结果"))


@login_required
@require_POST
def cross_checks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that a leader looked over an office's mutual assessment."""
    actor = actor_of(request)
    found, _said = result_for(actor, pk)
    actor.require(CHAIR, found.path)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写把关意见，280字以内。"))
    else:
        given = form.cleaned_data
        cross_check(actor=actor, poll=found, part=given["part"], note=given["note"])
        messages.success(request, _("把关意见已登记。"))
    return HttpResponseRedirect(reverse("appraisals:result", args=[pk]) + "#cross-checks")


def _must_exceed(found: Poll) -> Decimal:
    return Decimal(value_at(policy.ELECTED_SHARE, found.path, found.on))


def _turn_out(found: Poll, standing: Standing) -> dict[str, Any]:
    """Return the shares of who should come, and whether the quorum held."""
    totals = standing.totals
    items = found.box.result["items"]
    return {
        "present": share_of(totals["present"], totals["should"]),
        "came": share_of(totals["came"], totals["handed_out"]),
        "holds": not standing.lacks_quorum(found.quorum),
        "invalid": sum(item["invalid"] for item in items),
    }


def _grades(found: Poll, said: Any, opened: Any, shown: Any) -> dict[str, Any]:
    subjects = subjects_of(found, said, shown)
    return {
        "subjects": subjects,
        "tables": in_long_tables(subjects),
        "is_one": len(subjects) == 1,
        "example": example_of(found, said, opened),
        "exceeded": caps_exceeded(found, said),
    }


def _choices(found: Poll, said: Any, opened: Any) -> dict[str, Any]:
    must_exceed = _must_exceed(found)
    return {"choices": choices_shown(found, said, opened, must_exceed), "must_exceed": must_exceed}


def _cross_checks(actor: Actor, found: Poll, said: Any) -> dict[str, Any]:
    """Return what leaders said of each office's mutual assessment, and what the actor may look at.

    Who is of an office does not look over it.
    """
    if found.kind != PollKind.MUTUAL:
        return {}
    parts = list(dict.fromkeys(item["part"] for item in said["items"]))
    own: set[str] = set()
    if actor.may(CHAIR, found.path):
        rows = found.candidates.filter(unit__path__in=actor.own_paths)
        own = set(rows.values_list("part", flat=True))
    steps = list(found.steps.filter(kind=PollStepKind.CROSS_CHECK))
    checks = [
        {
            "part": part,
            "label": part or found.unit.name,
            "steps": [step for step in steps if step.facts.get("part") == part],
            "form": NoteForm(initial={"part": part}, auto_id=f"check_{at}_%s")
            if actor.may(CHAIR, found.path) and part not in own
            else None,
        }
        for at, part in enumerate(parts)
    ]
    return {"checks": checks}
