"""Contact points and liaisons: what is arranged, what is missing, and arranging it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs import actions
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.coverage import coverage as coverage_of
from bihuan.orgs.forms import ContactPointForm, EndForm, LiaisonForm
from bihuan.orgs.models import ContactPoint, Liaison, Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.views.choosing import chosen_unit, units_to_choose


@login_required
def coverage(request: HttpRequest) -> HttpResponse:
    """Show who is in charge of which unit and who links with which branch, gaps first."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    home = chosen_unit(request, actor).home
    actor.require(Permission.SEE_PEOPLE, home)
    context = {
        "home": home,
        "units": units_to_choose(actor),
        "tab": "coverage",
        "coverage": coverage_of(home, clock.today()),
        "may_arrange": actor.may(Permission.MANAGE_PEOPLE, home),
    }
    return render(request, "orgs/coverage.html", context)


@login_required
def new_contact_point(request: HttpRequest) -> HttpResponse:
    """Put a member of the leadership in charge of a unit."""
    actor, home = _arranging(request)
    form = ContactPointForm(request.POST or None, home=home, initial=_initial(request))
    if form.is_valid():
        try:
            actions.assign_contact_point(actor=actor, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            return _arranged(request, home, _("联系点已安排。"))
    return _form_page(request, home, form, _("安排联系点"))


@login_required
def new_liaison(request: HttpRequest) -> HttpResponse:
    """Link a cadre with a branch."""
    actor, home = _arranging(request)
    form = LiaisonForm(request.POST or None, home=home, initial=_initial(request))
    if form.is_valid():
        try:
            actions.assign_liaison(actor=actor, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            return _arranged(request, home, _("联络干部已安排。"))
    return _form_page(request, home, form, _("安排联络干部"))


@login_required
def contact_point_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a person's charge of a unit."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    visible = ContactPoint.objects.filter(actor.within(Permission.SEE_PEOPLE, "person__unit__path"))
    found = get_object_or_404(visible.select_related("person__unit", "unit", "home"), pk=pk)
    actor.require(Permission.MANAGE_PEOPLE, found.person.unit)
    form = EndForm(request.POST or None, initial={"to_on": clock.today()})
    if form.is_valid():
        try:
            actions.end_contact_point(actor=actor, contact_point=found, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            return _arranged(request, found.home, _("联系点已结束。"))
    title = _("结束联系点：%(person)s → %(unit)s") % {"person": found.person, "unit": found.unit}
    return _form_page(request, found.home, form, title)


@login_required
def liaison_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a cadre's link with a branch."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    visible = Liaison.objects.filter(actor.within(Permission.SEE_PEOPLE, "person__unit__path"))
    found = get_object_or_404(visible.select_related("person__unit", "branch", "home"), pk=pk)
    actor.require(Permission.MANAGE_PEOPLE, found.person.unit)
    form = EndForm(request.POST or None, initial={"to_on": clock.today()})
    if form.is_valid():
        try:
            actions.end_liaison(actor=actor, liaison=found, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            return _arranged(request, found.home, _("联络关系已结束。"))
    title = _("结束联络：%(person)s → %(unit)s") % {"person": found.person, "unit": found.branch}
    return _form_page(request, found.home, form, title)


def _arranging(request: HttpRequest) -> tuple[Actor, Unit]:
    """Return the actor and the administration they arrange; raises NotAllowed."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    home = chosen_unit(request, actor).home
    actor.require(Permission.MANAGE_PEOPLE, home)
    return actor, home


def _initial(request: HttpRequest) -> dict[str, Any]:
    asked = {name: request.GET[name] for name in ("person", "branch") if name in request.GET}
    return {"from_on": clock.today(), **asked}


def _arranged(request: HttpRequest, home: Unit, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(f"{reverse('orgs:coverage')}?unit={home.code}")


def _form_page(request: HttpRequest, home: Unit, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "home": home, "page_title": title, "tab": "coverage"}
    return render(request, "orgs/coverage_form.html", context)
