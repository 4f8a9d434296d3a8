"""The main navigation: each room says in its `navigation.py` what it offers an actor.

A room's `navigation.py` holds `entries(actor) -> list[Entry]`; it is found by name, so that this
room imports none of them. An entry whose address does not exist is left out.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Entry:
    """One entry: `icon` names a symbol of the sprite; entries stand by `order`.

    In use: 0 首页, 10 公文, 20 数据, 30 台账, 40 机构人员, 80 账号, 90 审计日志.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int = 50


@dataclass(frozen=True)
class Link:
    """An entry with its address, and whether the page shown lies in its part of the site."""

    label: str
    url: str
    icon: str
    is_current: bool


HOME = Entry(_("首页"), "home", "home", 0)


def links_for(actor: Any, path: str) -> list[Link]:
    """Return the navigation of an actor on the page at `path`; none when nobody is logged in."""
    if not actor:
        return []
    entries = [HOME, *(entry for room in modules("navigation") for entry in room.entries(actor))]
    known = [
        (entry, url)
        for entry in sorted(entries, key=lambda entry: entry.order)
        if (url := _address(entry.url_name)) is not None
    ]
    current = _current([url for _entry, url in known], path)
    return [Link(str(entry.label), url, entry.icon, url == current) for entry, url in known]


def _address(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _current(urls: list[str], path: str) -> str:
    """Return the longest address that the path lies under; the root holds only itself."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(above, key=len, default="")
