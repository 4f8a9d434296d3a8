"""Drafting a briefing: whose and which days, then what is new in them, then the draft to edit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.documents.access import may_draft_for
from bihuan.documents.actions import draft_briefing
from bihuan.documents.briefing import BriefingSpec
from bihuan.documents.forms import BriefingForm, PeriodForm
from bihuan.documents.models import Document
from bihuan.documents.news import News, changed_figures, news_of
from bihuan.documents.starting import (
    BriefingBefore,
    briefing_before,
    free_code,
    proposed_period,
    usual_periods,
)
from bihuan.documents.template import TemplateFaults
from bihuan.documents.views.finding import actor_of
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.rules import Nature
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_briefing(request: HttpRequest) -> HttpResponse:
    """Draft a briefing of a period's records."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    units = may_draft_for(actor)
    unit = next((u for u in units if u.code == request.GET.get("unit")), units[0])
    before = briefing_before(actor, unit.home)
    period_form = PeriodForm(_asked(request, unit, before), units)
    context: dict[str, Any] = {"period_form": period_form, "unit": unit}
    context |= {"periods": usual_periods(clock.today())}
    if not period_form.is_valid():
        return render(request, "documents/briefing.html", context, status=422)
    scope = Scope(unit, (period_form.cleaned_data["first"], period_form.cleaned_data["last"]))
    news = news_of(scope)
    told = changed_figures(scope, news, actor=actor)
    form = _form(request, unit, before, news, told)
    if request.method == "POST" and form.is_valid():
        document = _drafted(actor, scope, before, form)
        if document is not None:
            messages.success(request, _("已起草，请补上导语和做法，看过再签发。"))
            return redirect("documents:template", pk=document.pk)
    context |= {"form": form, "before": before, "news": news}
    status = 422 if form.errors else 200
    return render(request, "documents/briefing.html", context, status=status)


def _asked(request: HttpRequest, unit: Unit, before: BriefingBefore | None) -> dict[str, Any]:
    """Return whose briefing and which days are asked for, the proposed ones where none are."""
    period = proposed_period(unit, before)
    first, last = period or (clock.today(), clock.today())
    proposed = {"unit": unit.code, "first": first.isoformat(), "last": last.isoformat()}
    return {key: request.GET.get(key) or value for key, value in proposed.items()}


def _form(
    request: HttpRequest,
    unit: Unit,
    before: BriefingBefore | None,
    news: list[News],
    told: list[Answer],
) -> BriefingForm:
    figures = [(answer.definition.code, _figure_said(answer)) for answer in told]
    sources = [(each.source.code, _source_said(each)) for each in news]
    results = [a.definition.code for a in told if a.definition.nature != Nature.RATIO]
    name = before.front.issuer_mark if before else _("%(unit)s工作简报") % {"unit": unit.name}
    number = before.next_number if before else None
    initial = {"name": "".join(name.split()), "number": number, "figures": results}
    data = request.POST if request.method == "POST" else None
    return BriefingForm(data, initial, figures, sources)


def _figure_said(answer: Answer) -> str:
    return _("%(label)s %(text)s（%(records)s条记录）") % {
        "label": answer.definition.label,
        "text": answer.text,
        "records": answer.records,
    }


def _source_said(news: News) -> str:
    return _("%(label)s（%(rows)s条）") % {"label": news.source.label, "rows": news.rows}


def _drafted(
    actor: Actor, scope: Scope, before: BriefingBefore | None, form: BriefingForm
) -> Document | None:
    """Draft the briefing; None where the form now says why not."""
    try:
        return draft_briefing(actor=actor, unit=scope.unit, spec=_spec(scope, before, form))
    except TemplateFaults as error:
        for fault in error.faults:
            form.add_error(None, fault.message)
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
    return None


def _spec(scope: Scope, before: BriefingBefore | None, form: BriefingForm) -> BriefingSpec:
    """Return what was asked for; head and 版记 are those of the briefing before."""
    given = form.cleaned_data
    first, last = scope.period or (clock.today(), clock.today())
    spec = BriefingSpec(
        code=free_code(scope.unit.home, f"briefing-{last:%Y%m%d}"),
        title=given["title"],
        name=given["name"],
        first=first,
        last=last,
        figures=given.get("figures", ()),
        sources=given.get("sources", ()),
        number=given["number"],
    )
    return before.carried_on(spec) if before else spec
