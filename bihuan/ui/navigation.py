"""The main navigation: each room says in its `navigation.py` what it offers an actor.

What belongs together stands in one menu, so that the row fits a small screen of 1366 pixels.

A room's `navigation.py` holds `entries(actor) -> list[Entry]`; it is found by name, so that this
room imports none of them. An entry whose address does not exist is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Entry:
    """One entry: `icon` names a symbol of the sprite; entries stand by `order`.

    `menu` is a code of MENUS, for one that stands in a menu with others. In use: 0 首页, 3 活动 to
    5 会议, 6 任务, 10 公文, 24 意见 to 28 纠纷信访, 29 整改, 30 台账 to 34 上报表, 40 机构人员,
    70 预设, 80 账号, 90 审计日志.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int = 50
    menu: str = ""


MENUS: dict[str, tuple[str | Promise, str]] = {
    "campaign": (_("活动"), "flag"),
    "listening": (_("听意见"), "users"),
    "records": (_("台账数据"), "table"),
    "keeping": (_("更多"), "menu-2"),
}
"""Menus by code: label and icon."""


@dataclass(frozen=True)
class Link:
    """An entry with its address, and whether the page shown lies in its part of the site."""

    label: str
    url: str
    icon: str
    is_current: bool
    menu: str = ""


@dataclass(frozen=True)
class Menu:
    """Entries that belong together, opened by one word of the row."""

    label: str
    icon: str
    links: tuple[Link, ...]

    @property
    def is_current(self) -> bool:
        """Tell whether the page shown lies in one of its parts."""
        return any(link.is_current for link in self.links)


HOME = Entry(_("首页"), "home", "home", 0)


def links_for(actor: Any, path: str) -> list[Link]:
    """Return the navigation of an actor on the page at `path`; none when nobody is logged in."""
    if not actor:
        return []
    entries = [HOME, *(entry for room in modules("navigation") for entry in room.entries(actor))]
    under = get_script_prefix(), get_urlconf()
    known = [
        (entry, url)
        for entry in sorted(entries, key=lambda entry: entry.order)
        if (url := _address(entry.url_name, *under)) is not None
    ]
    current = _current([url for _entry, url in known], path)
    return [
        Link(str(entry.label), url, entry.icon, url == current, entry.menu) for entry, url in known
    ]


def arranged(links: Sequence[Link]) -> list[Link | Menu]:
    """Return the row: what belongs to a menu stands in it, unless it would stand there alone."""
    row: list[Link | Menu] = []
    done: set[str] = set()
    for link in links:
        together = [each for each in links if each.menu == link.menu]
        if not link.menu or len(together) == 1:
            row.append(link)
        elif link.menu not in done:
            done.add(link.menu)
            label, icon = MENUS[link.menu]
            row.append(Menu(str(label), icon, tuple(together)))
    return row


@lru_cache(maxsize=256)
def _address(url_name: str, _prefix: str, urlconf: str | None) -> str | None:
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return None


def _current(urls: list[str], path: str) -> str:
    """Return the longest address that the path lies under; the root holds only itself."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(above, key=len, default="")
