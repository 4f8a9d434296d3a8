"""The results of the one search box."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bihuan.search.finding import Group, groups_for, page_of

LONGEST = 80


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show what has the words asked for, by kind; with `in`, one kind page by page.

    A number that names one thing leads straight to it.
    """
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    room = request.GET.get("in", "")
    context: dict[str, Any] = {"q": asked, "search_words": asked}
    if room and asked:
        return render(request, "search/page.html", context | _one_kind(request, room, asked))
    groups = groups_for(actor, asked) if asked else []
    for group in groups:
        if group.is_cut and group.room:
            group.more_url = _address(q=asked, **{"in": group.room})
    only = _only_hit(groups)
    if only:
        return redirect(only)
    context |= {"groups": groups, "is_asked": bool(asked)}
    return render(request, "search/results.html", context)


def _one_kind(request: HttpRequest, room: str, asked: str) -> dict[str, Any]:
    actor: Any = request.actor  # type: ignore[attr-defined]
    after = request.GET.get("after", "")
    found = page_of(actor, room, asked, after)
    if found is None:
        raise Http404
    kind, page = found
    at = {"q": asked, "in": room}
    return {
        "kind": kind,
        "hits": page.hits,
        "all_url": _address(q=asked),
        "first_url": _address(**at) if after else "",
        "next_url": _address(**at, after=page.next) if page.next else "",
    }


def _address(**query: str) -> str:
    return f"{reverse('search:search')}?{urlencode(query)}"


def _only_hit(groups: list[Group]) -> str:
    """Return the address of the one thing that a number names, where nothing else was found."""
    hits = [hit for group in groups for hit in group.hits]
    return hits[0].url if len(hits) == 1 and hits[0].is_exact else ""
