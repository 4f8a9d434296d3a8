"""Raising something, and the slip with number and phrase."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import DomainError
from bihuan.opinions.actions.residents import receive_from_resident
from bihuan.opinions.actions.specs import OpinionSpec
from bihuan.opinions.models import Channel, Giver
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.public import limits
from bihuan.public.access import places_of, takes_opinions
from bihuan.public.errors import NoSuchPage, TooMany
from bihuan.public.forms import RaiseForm
from bihuan.public.views.pages import kept_days
from bihuan.public.views.shell import address_of, for_residents, page


@for_residents("GET", "POST")
def raise_something(request: HttpRequest, home: Unit) -> HttpResponse:
    """Take what somebody raises; the slip is the answer itself: no address tells the phrase.

    Sent twice it is one opinion, and the second answer shows the same slip.
    """
    if not takes_opinions(home):
        raise NoSuchPage(_("这里暂时不接收意见。有事请到村委会或镇上的办公室当面说。"))
    form = RaiseForm(request.POST if request.method == "POST" else None, places_of(home))
    if form.is_bound and form.is_valid():
        try:
            limits.count_raised(request, home)
            return _received(request, form, home)
        except DomainError as error:
            form.add_error(None, error.message)
            status = 429 if isinstance(error, TooMany) else 422
            return _form_page(form, home, status)
    return _form_page(form, home, 422 if form.is_bound else 200)


def _form_page(form: RaiseForm, home: Unit, status: int) -> HttpResponse:
    context = {"form": form, **kept_days(home)}
    return page("public/raise.html", context, home=home, status=status)


def _received(request: HttpRequest, form: RaiseForm, home: Unit) -> HttpResponse:
    given = form.cleaned_data
    received = receive_from_resident(
        actor=Actor.resident(home),
        home=home,
        spec=OpinionSpec(
            text=given["text"].replace("\r\n", "\n"),
            channel=Channel.WEB,
            raised_on=clock.today(),
            unit=form.place_chosen(),
            giver=given["giver"] or Giver.UNKNOWN,
            place=given["place"],
        ),
        contact=given["contact"],
        token=given["token"],
    )
    context = {
        "label": received.opinion.label,
        "phrase": received.phrase,
        "raised_on": received.opinion.raised_on,
        "url": address_of(request, home),
        "has_contact": bool(given["contact"].strip()),
        **kept_days(home),
    }
    return page("public/slip.html", context, home=home)
