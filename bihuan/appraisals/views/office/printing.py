"""What is printed: the paper as voters see it, the roll to sign, the record of the sealed box."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.appraisals import papers
from bihuan.appraisals.access import RUN, poll_for
from bihuan.appraisals.errors import NotNow, PaperIncomplete
from bihuan.appraisals.kinds import GRADE, KINDS, NAMES
from bihuan.appraisals.models import Candidate, Poll, PollState, PollStepKind, RollLine, VoterGroup
from bihuan.appraisals.standalone.recount import paper_digest
from bihuan.appraisals.standing import standing_of
from bihuan.appraisals.views.office.files import WITH_BOX
from bihuan.orgs.access import actor_of

Json = dict[str, Any]
SPARE_LINES = 20


@dataclass
class Table:
    """Subjects of a part that are asked the same questions: one table of the paper."""

    part: str
    questions: list[Json]
    subjects: list[str]


@login_required
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the paper of a group, as it will be or as it was frozen."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(RUN, found.path)
    said, missing = _said(found)
    groups = said["groups"]
    asked = request.GET.get("group", "")
    group = next((each for each in groups if str(each["number"]) == asked), None)
    group = group or next(iter(groups), None)
    items = [item for item in said["items"] if group and group["number"] in item["groups"]]
    context = {
        "poll": found,
        "missing": missing,
        "groups": groups,
        "group": group,
        "items": items,
        "is_names": KINDS[found.kind].form == NAMES,
        "tables": tables_of(items, said["scales"]) if KINDS[found.kind].form == GRADE else [],
        "digest": _in_fours(paper_digest(found.paper)) if found.paper else "",
    }
    return render(request, "appraisals/office/paper.html", context)


def _said(found: Poll) -> tuple[Json, str]:
    """Return what a paper says, of a draft as it would be, and what it lacks."""
    if found.paper:
        return json.loads(found.paper), ""
    groups = list(VoterGroup.objects.filter(poll=found))
    candidates = list(Candidate.objects.filter(poll=found))
    try:
        return dict(papers.built(found, groups, candidates).said), ""
    except PaperIncomplete as error:
        return {"groups": [], "scales": [], "items": []}, error.message


def tables_of(items: Sequence[Json], scales: Sequence[Any]) -> list[Table]:
    """Return grade items as tables: a row a subject, a column a question with its grades."""
    by_subject: dict[str, list[Json]] = {}
    for item in items:
        by_subject.setdefault(item["subject"], []).append(item)
    tables: list[Table] = []
    for subject, own in by_subject.items():
        asked = [
            {
                "label": item["question"],
                "grades": [grade["label"] for grade in scales[item["scale"]]],
                "cap": item["cap"],
            }
            for item in own
        ]
        part = own[0]["part"]
        if not tables or tables[-1].part != part or tables[-1].questions != asked:
            tables.append(Table(part, asked, []))
        tables[-1].subjects.append(subject)
    return tables


@login_required
@require_safe
def roll_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the roll to be signed at the door (签到册), a table a group."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(RUN, found.path)
    lines: dict[Any, list[str]] = {}
    named = RollLine.objects.filter(group__poll=found).order_by("group__number", "number")
    for group_id, label in named.values_list("group_id", "label"):
        lines.setdefault(group_id, []).append(label)
    groups = VoterGroup.objects.filter(poll=found)
    rolls = [
        (group, lines.get(group.pk) or [""] * (group.should or SPARE_LINES)) for group in groups
    ]
    context = {"poll": found, "rolls": rolls}
    return render(request, "appraisals/office/roll_sheet.html", context)


@login_required
@require_safe
def closing_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the record of the sealed box (封箱记录), for the tellers to sign."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    actor.require(RUN, found.path)
    if found.state not in WITH_BOX:
        raise NotNow(_("票箱还没有封，封箱以后才有封箱记录。"))
    sealed = found.steps.filter(kind=PollStepKind.SEAL).last()
    context = {
        "poll": found,
        "standing": standing_of(found),
        "sealed": sealed,
        "tellers": list(found.tellers.all()),
        "paper_digest": _in_fours(paper_digest(found.paper)),
        "box_digest": _in_fours(found.box_digest),
        "receipts_digest": _in_fours(sealed.facts["receipts_digest"]) if sealed else [],
        "public_key": _in_fours(found.public_key),
        "is_opened": found.state != PollState.SEALED,
    }
    return render(request, "appraisals/office/closing_record.html", context)


def _in_fours(text: str) -> list[str]:
    """Return a digest in groups of four signs, as people read one out to another."""
    return [text[at : at + 4] for at in range(0, len(text), 4)]
