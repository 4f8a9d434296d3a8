"""Heart talks: who has not talked with whom yet, recording them, the list. Never what was said."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.lib import clock
from bihuan.lib.dates import write_period
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.workbooks.answering import workbook_of
from bihuan.meetings.access import homes_of_talks, talk_for, talks_visible_to
from bihuan.meetings.actions import record_talks, void_talk
from bihuan.meetings.forms.filtering import PeriodForm, TalkFilterForm
from bihuan.meetings.forms.talks import TalkForm
from bihuan.meetings.listing import first_year, page_of, talk_sheet_of, talks_narrowed
from bihuan.meetings.pairs import pairs_of
from bihuan.meetings.talking import missing_by_leader, pair_sheets, people_by_group
from bihuan.meetings.views.lists import paging
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """Show who has not talked with whom yet, and the whole table of pairs."""
    actor = actor_of(request)
    home, homes = _home(request, actor)
    form = _period(request)
    pairs = pairs_of(home, *form.days())
    context = {
        "home": home,
        "homes": homes,
        "form": form,
        "pairs": pairs,
        "said": write_period(pairs.first, pairs.last),
        "missing": missing_by_leader(pairs),
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/talks.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def talks_workbook(request: HttpRequest) -> FileResponse:
    """Download the table of pairs."""
    actor = actor_of(request)
    home, _homes = _home(request, actor)
    pairs = pairs_of(home, *_period(request).days())
    return workbook_of(pair_sheets(pairs), _("%(home)s谈心谈话") % {"home": home})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_talk(request: HttpRequest) -> HttpResponse:
    """Record that people talked."""
    actor = actor_of(request)
    home, homes = _home(request, actor)
    data = request.POST if request.method == "POST" else None
    units = Unit.objects.under(home.path).open_on(clock.today()).filter(home=home)
    form = TalkForm(
        data,
        people_by_group(home, clock.today()),
        units.order_by("path"),
        may_assign=actor.may(Permission.ASSIGN_TASKS, home),
        person=request.GET.get("person", ""),
        others=request.GET.getlist("with"),
    )
    if data is not None and form.is_valid():
        try:
            made = record_talks(actor=actor, home=home, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记%(n)d人次。") % {"n": len(made)})
            return HttpResponseRedirect(f"{reverse('meetings:talks')}?home={home.code}")
    context = {
        "form": form,
        "home": home,
        "homes": homes,
        "units": list(units.select_related("parent")[:500]),
    }
    return render(request, "meetings/talk_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def talk_list(request: HttpRequest) -> HttpResponse:
    """List the talks, newest first."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_TALKS)
    rows = talks_visible_to(actor)
    form = TalkFilterForm(request.GET, first_year(rows))
    asked = form.asked()
    found = page_of(talks_narrowed(rows, asked), request.GET.get("after", ""))
    context = {"form": form, "talks": found.rows, **paging(request, found.next_key, asked)}
    return render(request, "meetings/talk_list.html", context)


@login_required
@require_safe
def talk_workbook(request: HttpRequest) -> FileResponse:
    """Download the list: who with whom and when."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_TALKS)
    rows = talks_visible_to(actor)
    asked = TalkFilterForm(request.GET, first_year(rows)).asked()
    shown = talks_narrowed(rows, asked).filter(void_on=None)
    return workbook_of([talk_sheet_of(shown)], _("谈心谈话登记"))


@login_required
@require_POST
def talk_voiding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a talk void."""
    actor = actor_of(request)
    talk = talk_for(actor, pk)
    void_talk(actor=actor, talk=talk, reason=request.POST.get("reason", ""))
    messages.success(request, _("已作废。"))
    return HttpResponseRedirect(reverse("meetings:talk_list"))


def _home(request: HttpRequest, actor: Actor) -> tuple[Unit, list[Unit]]:
    """Return the administration that is asked for, else the first whose talks the actor keeps."""
    actor.require(Permission.KEEP_TALKS)
    homes = homes_of_talks(actor)
    asked = request.GET.get("home", "")
    found = next((home for home in homes if not asked or home.code == asked), None)
    if found is None and asked:
        within = Unit.objects.filter(actor.within(Permission.KEEP_TALKS, "path"), code=asked)
        found = next((unit for unit in within if unit.is_administration), None)
    if found is None:
        raise Http404
    return found, homes


def _period(request: HttpRequest) -> PeriodForm:
    today = clock.today()
    usual = (_a_year_before(today), today)
    data: Any = request.GET if {"first", "last"} & request.GET.keys() else None
    return PeriodForm(data, usual)


def _a_year_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=365)
