"""Typing in what was said: several opinions of one occasion at one go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.access import RECORD, SORT, units_to_record_for
from bihuan.opinions.actions import record_opinions
from bihuan.opinions.forms import EntryForm
from bihuan.opinions.models import OpinionState
from bihuan.orgs.access import Actor, actor_of, homes_of
from bihuan.orgs.models import Unit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Type opinions in, see how they part, record them."""
    actor = actor_of(request)
    home = home_to_record_in(actor, request.GET.get("home", ""))
    units = units_to_record_for(actor, home)
    everybody = list(Unit.objects.under(home.path).open_on(clock.today()).filter(home=home))
    form = EntryForm(request.POST if request.method == "POST" else None, units, everybody)
    is_checked = False
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "record":
            answer = _record(request, actor, home, form)
            if answer is not None:
                return answer
        else:
            is_checked = True
    context = {
        "form": form,
        "home": home,
        "homes": homes_of(actor, RECORD),
        "found": form.found if is_checked else (),
    }
    return render(request, "opinions/new.html", context, status=422 if form.errors else 200)


def home_to_record_in(actor: Actor, code: str) -> Unit:
    """Return the administration in which an actor records; raises NotAllowed."""
    actor.require(RECORD)
    homes = homes_of(actor, RECORD)
    if not homes:
        raise NotAllowed(_("您的账号不能登记意见，请与单位的系统管理员联系。"))
    return next((home for home in homes if home.code == code), homes[0])


def _record(request: HttpRequest, actor: Actor, home: Unit, form: EntryForm) -> HttpResponse | None:
    try:
        made = record_opinions(
            actor=actor, home=home, specs=form.specs(), note=form.cleaned_data["occasion"]
        )
    except Invalid as error:
        form.add_error(None, str(error))
        return None
    first, last = made[0].label, made[-1].label
    said = ngettext(
        "已登记1条意见（%(first)s）。", "已登记%(n)d条意见（%(first)s至%(last)s）。", len(made)
    )
    messages.success(request, said % {"n": len(made), "first": first, "last": last})
    waits = any(each.state == OpinionState.NEW for each in made)
    name = "opinions:inbox" if waits and actor.may(SORT, home) else "opinions:list"
    return HttpResponseRedirect(reverse(name))
