"""Keeping units, people and posts in the browser: each page a form over one action."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs import actions, forms_keeping
from bihuan.orgs.access import Actor, actor_of, people_visible_to, units_visible_to
from bihuan.orgs.forms import EndForm
from bihuan.orgs.models import Person, Post, PostTerm, Unit
from bihuan.orgs.naming import proposed
from bihuan.orgs.permissions import Permission


def answer(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    title: str,
    back: str,
    done: str,
    tab: str = "units",
) -> HttpResponse:
    """Show a form; where it is sent and sound, do it and lead back, else say what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"page_title": title, "form": form, "cancel_url": back, "tab": tab}
    status = 422 if form.errors else 200
    return render(request, "orgs/keeping_form.html", context, status=status)


def with_code(given: dict[str, Any], name: str, taken: "set[str]") -> dict[str, Any]:
    """Return what was given with a code: the pinyin of the name where none was written."""
    return {**given, "code": given.get("code") or proposed(name, taken)}


def kept_unit(request: HttpRequest, pk: UUID) -> tuple[Actor, Unit]:
    """Return the actor and a unit they keep; 404 for one unseen, NotAllowed for one not kept."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    unit = get_object_or_404(units_visible_to(actor).select_related("home", "parent"), pk=pk)
    actor.require(Permission.MANAGE_PEOPLE, unit)
    return actor, unit


def kept(request: HttpRequest, model: type[Model], pk: UUID, path: str, *related: str) -> Any:
    """Return a thing whose unit lies where the actor sees people; its action asks for the rest."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    seen = model._default_manager.filter(actor.within(Permission.SEE_PEOPLE, path))
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _page(name: str, pk: UUID) -> str:
    return reverse(f"orgs:{name}", args=[pk])


@login_required
def new_unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a unit below another."""
    actor, parent = kept_unit(request, pk)
    form = forms_keeping.NewUnitForm(request.POST or None, initial={"opened_on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        taken = set(Unit.objects.values_list("code", flat=True))
        prefix = f"{parent.code}-" if parent.code and len(parent.code) < 20 else ""
        name = given["short_name"] or given["name"]
        if not given["code"]:
            given["code"] = prefix + proposed(name, {t.removeprefix(prefix) for t in taken})
        actions.open_unit(actor=actor, parent=parent, **given)

    title = _("在“%(unit)s”下设立单位") % {"unit": parent.name}
    return answer(request, form, do, title=title, back=_page("unit", pk), done=_("单位已设立。"))


@login_required
def unit_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what a unit is called and where it stands among its siblings."""
    actor, unit = kept_unit(request, pk)
    names = ("name", "short_name", "division_code", "sort_order")
    form = forms_keeping.UnitForm(
        request.POST or None, initial={name: getattr(unit, name) for name in names}
    )

    def do(given: dict[str, Any]) -> None:
        actions.update_unit(actor=actor, unit=unit, **given)

    title = _("修改单位：%(unit)s") % {"unit": unit.name}
    return answer(request, form, do, title=title, back=_page("unit", pk), done=_("单位已修改。"))


@login_required
def unit_closure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a unit, with the one that stands in its place."""
    actor, unit = kept_unit(request, pk)
    others = units_visible_to(actor).open_on(clock.today()).exclude(pk=pk)
    form = forms_keeping.CloseUnitForm(
        request.POST or None, units=others, initial={"closed_on": clock.today()}
    )

    def do(given: dict[str, Any]) -> None:
        actions.close_unit(actor=actor, unit=unit, **given)

    title = _("撤销单位：%(unit)s") % {"unit": unit.name}
    return answer(request, form, do, title=title, back=_page("unit", pk), done=_("单位已撤销。"))


@login_required
def new_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a person to a unit."""
    actor, unit = kept_unit(request, pk)
    form = forms_keeping.NewPersonForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        taken = set(Person.objects.filter(home=unit.home).values_list("code", flat=True))
        actions.add_person(actor=actor, unit=unit, **with_code(given, given["name"], taken))

    title = _("登记人员：%(unit)s") % {"unit": unit.name}
    return answer(request, form, do, title=title, back=_page("unit", pk), done=_("人员已登记。"))


@login_required
def person_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a person."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    person = get_object_or_404(people_visible_to(actor).select_related("unit"), pk=pk)
    actor.require(Permission.MANAGE_PEOPLE, person.unit)
    names = ("name", "birth_year", "schooling", "sort_order")
    form = forms_keeping.PersonForm(
        request.POST or None, initial={name: getattr(person, name) for name in names}
    )

    def do(given: dict[str, Any]) -> None:
        actions.update_person(actor=actor, person=person, **given)

    title = _("修改人员：%(person)s") % {"person": person.name}
    return answer(request, form, do, title=title, back=_page("person", pk), done=_("人员已修改。"))


@login_required
def new_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a post to a unit."""
    actor, unit = kept_unit(request, pk)
    form = forms_keeping.NewPostForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        taken = set(Post.objects.filter(home=unit.home).values_list("code", flat=True))
        name = f"{unit}{given['title']}"
        actions.add_post(actor=actor, unit=unit, **with_code(given, name, taken))

    title = _("设置职务：%(unit)s") % {"unit": unit.name}
    return answer(request, form, do, title=title, back=_page("unit", pk), done=_("职务已设置。"))


@login_required
def post_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a post's title, kind or place in order."""
    actor = actor_of(request)
    post: Post = kept(request, Post, pk, "unit__path", "unit")
    actor.require(Permission.MANAGE_PEOPLE, post.unit)
    names = ("title", "kind", "sort_order")
    form = forms_keeping.PostForm(
        request.POST or None, initial={name: getattr(post, name) for name in names}
    )

    def do(given: dict[str, Any]) -> None:
        actions.update_post(actor=actor, post=post, **given)

    title = _("修改职务：%(post)s") % {"post": post.title}
    back = _page("unit", post.unit_id)
    return answer(request, form, do, title=title, back=back, done=_("职务已修改。"))


@login_required
def new_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a person hold a post."""
    actor = actor_of(request)
    post: Post = kept(request, Post, pk, "unit__path", "unit", "home")
    actor.require(Permission.MANAGE_PEOPLE, post.unit)
    initial = {"from_on": clock.today()}
    form = forms_keeping.TermForm(request.POST or None, post=post, initial=initial)

    def do(given: dict[str, Any]) -> None:
        actions.appoint(actor=actor, post=post, **given)

    title = _("任职：%(unit)s %(post)s") % {"unit": post.unit.name, "post": post.title}
    back = _page("unit", post.unit_id)
    return answer(request, form, do, title=title, back=back, done=_("任职已登记。"))


@login_required
def term_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a term; nobody takes over."""
    actor = actor_of(request)
    term: PostTerm = kept(request, PostTerm, pk, "post__unit__path", "post__unit", "person")
    actor.require(Permission.MANAGE_PEOPLE, term.post.unit)
    form = EndForm(request.POST or None, initial={"to_on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        actions.end_term(actor=actor, term=term, **given)

    words = {"person": term.person.name, "post": term.post.title}
    back = _page("unit", term.post.unit_id)
    title = _("离任：%(person)s %(post)s") % words
    return answer(request, form, do, title=title, back=back, done=_("离任已登记。"))
