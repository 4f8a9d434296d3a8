"""Who votes, with what weight, on whom."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.appraisals.actions import GroupSpec, set_groups
from bihuan.appraisals.forms.preparing import RowGiven, rows_given, whole, with_more
from bihuan.appraisals.kinds import GRADE, KINDS
from bihuan.appraisals.models import Candidate, Poll, RollLine, VoterGroup
from bihuan.appraisals.views.office.entering import GET_OR_POST
from bihuan.appraisals.views.office.questions import draft_for
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of

FIELDS = ("label", "weight", "should", "was")


@login_required
@GET_OR_POST
def groups(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the groups: weight, how many should come, on whom they vote."""
    actor = actor_of(request)
    found = draft_for(actor, pk)
    kept = list(VoterGroup.objects.filter(poll=found))
    candidates = list(Candidate.objects.filter(poll=found))
    error = ""
    if request.method == "POST":
        rows = rows_given(request.POST, FIELDS, ("on",))
        try:
            set_groups(actor=actor, poll=found, groups=_read(kept, rows))
        except (Invalid, Conflict) as refused:
            error = refused.message
        else:
            messages.success(request, _("投票人组已保存。"))
            page = "groups" if request.POST.get("more") else "poll"
            return HttpResponseRedirect(reverse(f"appraisals:{page}", args=[pk]))
    else:
        rows = with_more([_row(group) for group in kept])
    context = {
        "poll": found,
        "rows": rows,
        "candidates": candidates if KINDS[found.kind].form == GRADE and len(candidates) > 1 else [],
        "by_part": len({each.part for each in candidates if each.part}) > 1,
        "rolls": _rolls(found),
        "error": error,
    }
    return render(request, "appraisals/office/groups.html", context, status=422 if error else 200)


@login_required
@require_POST
def groups_by_part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a group of each office that votes on its own, as a mutual assessment wants it."""
    actor = actor_of(request)
    found = draft_for(actor, pk)
    by_part: dict[str, list[int]] = {}
    for each in Candidate.objects.filter(poll=found):
        by_part.setdefault(each.part or _("其他"), []).append(each.number)
    specs = [GroupSpec(part, should=len(own), votes_on=own) for part, own in by_part.items()]
    set_groups(actor=actor, poll=found, groups=specs)
    messages.success(request, _("已按部分各设一组，各评各的；应到人数请核对。"))
    return HttpResponseRedirect(reverse("appraisals:groups", args=[pk]))


def _row(group: VoterGroup) -> dict[str, Any]:
    return {
        "label": group.label,
        "weight": f"{group.weight.normalize():f}",
        "should": group.should or "",
        "was": str(group.pk),
        "on": [str(number) for number in group.votes_on],
    }


def _rolls(found: Poll) -> dict[str, int]:
    """Return how many names the roll of each group has, by the group's id."""
    rolls: dict[str, int] = {}
    for group_id in RollLine.objects.filter(group__poll=found).values_list("group_id", flat=True):
        rolls[str(group_id)] = rolls.get(str(group_id), 0) + 1
    return rolls


def _read(kept: Sequence[VoterGroup], rows: Sequence[RowGiven]) -> list[GroupSpec]:
    numbers: Mapping[str, int] = {str(group.pk): group.number for group in kept}
    specs = []
    for row in rows:
        if row.is_empty:
            continue
        if row.of("was") and row.of("was") not in numbers:
            raise Conflict(_("投票人组刚被别人改过，没有保存，请刷新页面再改。"))
        what = _("“%(group)s”的应到人数") % {"group": row.of("label")}
        specs.append(
            GroupSpec(
                label=row.of("label"),
                weight=_weight(row),
                should=whole(row.of("should"), what),
                votes_on=[int(number) for number in row.of("on") if number.isdecimal()],
                was=numbers.get(row.of("was"), 0),
            )
        )
    return specs


def _weight(row: RowGiven) -> Decimal:
    try:
        return Decimal(str(row.of("weight")).strip().rstrip("%") or "100")
    except InvalidOperation as error:
        raise Invalid(
            _("“%(group)s”的权重不是数，请改正。") % {"group": row.of("label")}
        ) from error
