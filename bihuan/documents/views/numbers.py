"""The numbers of a year: what bears each, which are missing, and why."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.documents.actions import explain_numbers
from bihuan.documents.actions.approving import REVIEWERS
from bihuan.documents.gaps import gaps_in
from bihuan.documents.models import Issue, NumberSequence, SkippedNumber
from bihuan.documents.step_forms import SkippedNumbersForm
from bihuan.documents.views.finding import actor_of
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@dataclass(frozen=True)
class NumberLine:
    """One number: the document that bears it, or why none does."""

    number: int
    said: str
    issue: Issue | None = None
    skipped: SkippedNumber | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the numbers of a code or series and a year, and record void ones."""
    actor = actor_of(request)
    actor.require(Permission.SEE_FIGURES)
    homes = homes_of(actor, Permission.SEE_FIGURES)
    home = next((each for each in homes if each.code == request.GET.get("home")), homes[0])
    sequences = list(NumberSequence.objects.filter(home=home).order_by("-year", "code"))
    chosen = _chosen(request, sequences)
    form = SkippedNumbersForm(request.POST or None, label_suffix="")
    is_posted = request.method == "POST" and form.is_valid()
    if is_posted and chosen and _explained(request, actor, home, chosen, form):
        return redirect(f"{reverse('documents:numbers')}?{_query(home, chosen)}")
    context: dict[str, Any] = {"home": home, "homes": homes, "sequences": sequences}
    context |= {"chosen": chosen, "form": form, "may_explain": _may_explain(actor, home)}
    context |= _told(home, chosen) if chosen else {}
    status = 422 if form.errors else 200
    return render(request, "documents/numbers.html", context, status=status)


def _chosen(request: HttpRequest, sequences: list[NumberSequence]) -> NumberSequence | None:
    code, year = request.GET.get("code", ""), request.GET.get("year", "")
    named = (each for each in sequences if each.code == code and str(each.year) == year)
    return next(named, sequences[0] if sequences else None)


def _told(home: Unit, chosen: NumberSequence) -> dict[str, Any]:
    """Return the numbers of a sequence, the last first, and its gaps."""
    named = {"home": home, "code": chosen.code, "year": chosen.year}
    issued = Issue.objects.filter(**named).select_related("document")
    issues = {row.number: row for row in issued.defer("paper", "document__template")}
    skipped = {row.number: row for row in SkippedNumber.objects.filter(**named)}
    known = sorted(number for number in {*issues, *skipped} if number is not None)
    lines = [_line(number, issues.get(number), skipped.get(number)) for number in known[::-1]]
    gaps = gaps_in(known, chosen.last)
    missing = sum(last - first + 1 for first, last in gaps)
    return {"lines": lines, "gaps": gaps, "missing": missing, "first": known[0] if known else None}


def _line(number: int, issue: Issue | None, skipped: SkippedNumber | None) -> NumberLine:
    said = str(issue.document_number) if issue else str(number)
    return NumberLine(number, said, issue, skipped)


def _may_explain(actor: Actor, home: Unit) -> bool:
    return any(actor.may(permission, home) for permission in REVIEWERS)


def _query(home: Unit, chosen: NumberSequence) -> str:
    return urlencode({"home": home.code, "code": chosen.code, "year": str(chosen.year)})


def _explained(
    request: HttpRequest,
    actor: Actor,
    home: Unit,
    chosen: NumberSequence,
    form: SkippedNumbersForm,
) -> bool:
    """Record the numbers; tell whether it was done, else the form now says why not."""
    try:
        made = explain_numbers(
            actor=actor, unit=home, code=chosen.code, year=chosen.year, **form.cleaned_data
        )
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("已登记%(count)s个空号。") % {"count": len(made)})
    return True
