"""What a poll asks, row by row."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals import policy
from bihuan.appraisals.access import RUN, poll_for
from bihuan.appraisals.actions import set_questions
from bihuan.appraisals.actions.stepping import require_state
from bihuan.appraisals.forms.preparing import RowGiven, rows_given, scale_of, with_more
from bihuan.appraisals.kinds import GRADE, KINDS, NAMES
from bihuan.appraisals.models import Candidate, Poll, PollState
from bihuan.appraisals.reading import scale_words
from bihuan.appraisals.views.office.entering import GET_OR_POST
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor, actor_of
from bihuan.presets.asking import value_at

FIELDS = ("label", "scale", "weight", "cap", "most", "write_ins", "seats")


def draft_for(actor: Actor, pk: UUID) -> Poll:
    """Return a draft that an actor prepares; raises NoSuchPoll, NotAllowed, NotNow."""
    found = poll_for(actor, pk)
    actor.require(RUN, found.path)
    require_state(found, PollState.DRAFT)
    return found


@login_required
@GET_OR_POST
def questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set what is asked: grades with their points, weights, caps; how many may be named."""
    actor = actor_of(request)
    found = draft_for(actor, pk)
    form = KINDS[found.kind].form
    error = ""
    if request.method == "POST":
        common = request.POST.get("scale", "")
        rows = rows_given(request.POST, FIELDS)
        try:
            asked = _read(form, common, rows)
            if request.POST.get("caps"):
                asked = [{**each, "cap": usual_cap(found)} for each in asked]
            set_questions(actor=actor, poll=found, questions=asked)
        except Invalid as refused:
            error = refused.message
        else:
            messages.success(request, _("测评内容已保存。"))
            stays = request.POST.get("more") or request.POST.get("caps")
            page = "questions" if stays else "poll"
            return HttpResponseRedirect(reverse(f"appraisals:{page}", args=[pk]))
    else:
        common, rows = _shown(form, found)
    context = {
        "poll": found,
        "rows": rows,
        "scale": common,
        "form": form,
        "is_grade": form == GRADE,
        "is_names": form == NAMES,
        "usual_cap": usual_cap(found),
        "error": error,
    }
    page = "appraisals/office/questions.html"
    return render(request, page, context, status=422 if error else 200)


def usual_cap(found: Poll) -> int:
    """Return how many first grades the preset allows one ballot, rounded down; 0 for no limit."""
    if not KINDS[found.kind].is_capped:
        return 0
    share = Decimal(value_at(policy.BEST_SHARE, found.path, found.on))
    return int(Candidate.objects.filter(poll=found).count() * share / 100)


def _shown(form: str, found: Poll) -> tuple[str, list[RowGiven]]:
    """Return the scale that most questions share, and the rows; other scales stand in theirs."""
    kept: list[dict[str, Any]] = found.questions
    if form != GRADE:
        return "", with_more(kept)
    written = [scale_words(each["scale"]) for each in kept]
    common = max(written, key=written.count) if written else ""
    rows = [
        {**each, "scale": "" if own == common else own, "cap": each.get("cap") or ""}
        for each, own in zip(kept, written, strict=True)
    ]
    return common, with_more(rows)


def _read(form: str, common: str, rows: list[RowGiven]) -> list[dict[str, Any]]:
    asked = []
    for row in rows:
        if row.is_empty:
            continue
        given = dict(row.values)
        if form == GRADE:
            what = _("“%(label)s”的等次") % {"label": row.of("label")}
            given["scale"] = scale_of(row.of("scale") or common, what)
            given["weight"] = row.of("weight") or "1"
        elif form == NAMES:
            given["write_ins"] = bool(row.of("write_ins"))
        asked.append(given)
    return asked
