"""A page of results: what all rooms declare in their `searched.py`, asked together.

One statement for all names, one for all texts, and one or two more for each kind of texts that has
hits: their number does not grow with the rooms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from bihuan.lib.bigrams import words_of
from bihuan.lib.unions import Part, first_rows
from bihuan.search.asking import Found, Place, Wanted, find, find_each
from bihuan.search.declaring import Named, Sought
from bihuan.ui.rooms import modules
from bihuan.ui.searching import Hit, Page

MOST_OF_A_KIND = 6
"""Hits of one kind that are asked for; one fewer is shown."""
A_PAGE = 30


@dataclass
class Group:
    """The hits of one kind; `more_url` where there are further ones."""

    kind: str
    hits: list[Hit] = field(default_factory=list)
    room: str = ""
    more_url: str = ""
    is_cut: bool = False


def groups_for(actor: Any, words: str) -> list[Group]:
    """Return what every room has of some words; exact finds first, then kind by kind."""
    exact, groups = Group(""), dict[str, Group]()
    for room in _asked(modules("searched"), actor, words, MOST_OF_A_KIND):
        for hit in room.hits:
            if hit.is_exact:
                exact.hits.append(hit)
                continue
            group = groups.setdefault(hit.kind, Group(hit.kind))
            if room.sought and hit.kind == str(room.sought.label):
                group.room = _name(room.module)
            group.hits.append(hit)
    for group in groups.values():
        group.is_cut = len(group.hits) >= MOST_OF_A_KIND
        del group.hits[MOST_OF_A_KIND - 1 :]
    return ([exact] if exact.hits else []) + list(groups.values())


def page_of(actor: Any, room: str, words: str, after: str) -> tuple[str, Page] | None:
    """Return the name and a page of a room's numerous kind; None where a room has none."""
    for module in modules("searched"):
        if _name(module) == room and hasattr(module, "sought"):
            return str(module.sought(actor).label), page_in(module, actor, words, after, A_PAGE)
    return None


def found_in(room: ModuleType, actor: Any, words: str, limit: int) -> list[Hit]:
    """Return what one room has of some words: at most `limit` hits of each of its kinds."""
    return [hit for asked in _asked([room], actor, words, limit) for hit in asked.hits]


def page_in(room: ModuleType, actor: Any, words: str, after: str, limit: int) -> Page:
    """Return a page of a room's texts: hits in titles first, then the others, the newest first."""
    return _page(room.sought(actor), words, Place.read(after), limit)


def _name(room: ModuleType) -> str:
    return room.__name__.split(".")[1]


@dataclass(eq=False)
class _Room:
    """What one room declares, and the hits that come of it."""

    module: ModuleType
    named: Sequence[Named[Any]] = ()
    sought: Sought[Any] | None = None
    hits: list[Hit] = field(default_factory=list)


def _asked(rooms: Iterable[ModuleType], actor: Any, words: str, limit: int) -> list[_Room]:
    """Ask for all rooms together; of each, texts come before names."""
    if not words_of(words):
        return []
    asked = [_Room(each) for each in rooms]
    for room in asked:
        if hasattr(room.module, "named"):
            room.named = room.module.named(actor, words)
        if hasattr(room.module, "sought"):
            room.sought = room.module.sought(actor)
    numbered = _add_named(asked, limit)
    _add_texts([room for room in asked if room not in numbered], words, limit)
    return asked


def _add_named(rooms: list[_Room], limit: int) -> list[_Room]:
    """Add what is found by name; return the rooms whose number was asked for."""
    parts = [(room, named) for room in rooms for named in room.named]
    rows = first_rows([Part(n.rows, limit * n.looked_at, n.only) for _room, n in parts])
    numbered = []
    for (room, named), some in zip(parts, rows, strict=True):
        if room in numbered or not some:
            continue
        hits = list(named.hits(some))[:limit]
        if named.is_alone and hits:
            numbered.append(room)
            room.hits.clear()
        room.hits += hits
    return numbered


def _add_texts(rooms: list[_Room], words: str, limit: int) -> None:
    """Put what the index has before what was found by name."""
    seeking = [(room, room.sought) for room in rooms if room.sought]
    wanted = [Wanted(s.kind, s.paths, _most(s, limit)) for _room, s in seeking]
    for (room, sought), texts in zip(seeking, find_each(words, wanted), strict=True):
        room.hits[:0] = _page(sought, words, Place(), limit, texts).hits


def _most(sought: Sought[Any], limit: int) -> int:
    return max(limit + 1, *sought.rounds[:1], 0)


def _page(
    sought: Sought[Any],
    words: str,
    place: Place,
    limit: int,
    first: Sequence[Found] | None = None,
) -> Page:
    """Return a page of a kind from a place on; `first` are the texts of the first round."""
    shown: list[tuple[Hit, Place]] = []
    for least in sought.rounds or (0,):
        most = max(limit + 1, least)
        texts, first = first, None
        if texts is None:
            texts = find(words, kind=sought.kind, paths=sought.paths, limit=most, after=place)
        seen = sought.seen([each.text.object_id for each in texts]) if texts else {}
        for each in texts:
            if each.text.object_id not in seen:
                continue
            if len(shown) == limit:
                return Page([hit for hit, _place in shown], str(shown[-1][1]))
            shown.append((sought.hit(seen[each.text.object_id], each, words), each.place))
        if len(texts) < most:
            return Page([hit for hit, _place in shown])
        place = texts[-1].place
    return Page([hit for hit, _place in shown], "" if sought.rounds else str(place))
