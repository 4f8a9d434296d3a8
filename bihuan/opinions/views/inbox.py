"""The clerk's inbox: one opinion at a time, a class confirmed or chosen by one key.

Every key is a button of a plain form, so that the page works the same without JavaScript.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid
from bihuan.opinions.access import (
    SORT,
    categories_in_use,
    category_for,
    group_for,
    opinion_for,
    opinions_visible_to,
)
from bihuan.opinions.actions import Guess, sort_opinion
from bihuan.opinions.actions.learning import learn_if_due
from bihuan.opinions.alike import groups_alike
from bihuan.opinions.models import Category, Opinion, OpinionState
from bihuan.opinions.policy import SURE_PERCENT
from bihuan.opinions.presenting import marked
from bihuan.opinions.suggesting import Suggested, suggest
from bihuan.orgs.access import Actor, actor_of
from bihuan.presets.asking import value_at

DIGITS = "123456789"


@dataclass(frozen=True)
class Choice:
    """A class to choose, the key that chooses it, and how probable it is (None: nobody said)."""

    category: Category
    key: str
    percent: int | None = None
    is_child: bool = False


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the oldest opinion without a class, and take what is decided about it."""
    actor = actor_of(request)
    actor.require(SORT)
    if request.method == "POST":
        return _decided(request, actor)
    waiting = opinions_visible_to(actor).filter(actor.within(SORT, "path"), state=OpinionState.NEW)
    opinion = _next(waiting, request.GET.get("after", ""))
    if opinion is None:
        return render(request, "opinions/inbox_empty.html", {})
    [suggested] = suggest(opinion.home, [opinion.text])
    sure = int(value_at(SURE_PERCENT, opinion.home.path, clock.today()))
    is_sure = suggested is not None and suggested.percent >= sure
    context = {
        "opinion": opinion,
        "count": waiting.count(),
        "pieces": marked(opinion.text, suggested.words if suggested else ()),
        "suggested": suggested,
        "is_sure": is_sure,
        "sure": sure,
        "choices": choices_of(opinion, suggested),
        "alike": groups_alike(actor, opinion),
        "after": request.GET.get("after", ""),
        "skip_url": "?" + urlencode({"after": str(opinion.pk)}),
    }
    return render(request, "opinions/inbox.html", context)


def choices_of(opinion: Opinion, suggested: Suggested | None) -> list[Choice]:
    """Return the classes in use in the tree's order, the first nine with a digit as their key."""
    percents: dict[UUID, int] = {}
    if suggested is not None:
        percents[suggested.category.pk] = suggested.percent
        others = {each.pk: round(chance * 100) for each, chance in suggested.alternatives}
        percents |= {pk: percent for pk, percent in others.items() if percent}
    categories = in_tree_order(list(categories_in_use(opinion.home)))
    return [
        Choice(each, DIGITS[at] if at < len(DIGITS) else "", percents.get(each.pk), depth > 0)
        for at, (each, depth) in enumerate(categories)
    ]


def in_tree_order(categories: list[Category]) -> list[tuple[Category, int]]:
    """Return classes with their depth, each followed by those below it."""
    known = {each.pk for each in categories}
    below: dict[UUID | None, list[Category]] = {}
    for each in categories:
        below.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)
    found: list[tuple[Category, int]] = []

    def add(parent: UUID | None, depth: int) -> None:
        for each in below.get(parent, []):
            found.append((each, depth))
            add(each.pk, depth + 1)

    add(None, 0)
    return found


def _next(waiting: "object", after: str) -> Opinion | None:
    """Return the oldest opinion behind one that was left for later; then from the beginning."""
    rows = waiting.select_related("suggested", "source_unit").order_by("pk")  # type: ignore[attr-defined]
    try:
        behind = rows.filter(pk__gt=UUID(after)).first() if after else None
    except ValueError:
        behind = None
    found: Opinion | None = behind or rows.first()
    return found


def _decided(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sort the opinion as was decided, say so with the way back, and go on with the next."""
    back = reverse("opinions:inbox")
    if after := request.POST.get("after", ""):
        back += "?" + urlencode({"after": after})
    try:
        opinion = opinion_for(actor, _id(request.POST.get("opinion", "")))
        [suggested] = suggest(opinion.home, [opinion.text])
        guess = None
        if suggested is not None:
            guess = Guess(suggested.category, suggested.probability, suggested.words)
        if into := request.POST.get("into", ""):
            group = group_for(actor, _id(into))
            done = sort_opinion(actor=actor, opinion=opinion, into=group, guess=guess)
        else:
            category = category_for(actor, opinion.home, request.POST.get("category", ""))
            done = sort_opinion(actor=actor, opinion=opinion, category=category, guess=guess)
    except (DomainError, ValueError) as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(back)
    assert done.category is not None
    assert done.group is not None
    said = _("%(label)s 已归入“%(category)s”。")
    if into:
        said = _("%(label)s 已归入“%(category)s”，并入“%(group)s”。")
    words = {"label": done.label, "category": done.category, "group": done.group.wording[:30]}
    messages.success(request, said % words, extra_tags=str(done.pk))
    learn_if_due(actor=actor, home=done.home)
    return HttpResponseRedirect(back)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("页面已过时，请刷新后重试。")) from error
