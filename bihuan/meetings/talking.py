"""What the pages of heart talks show: those missing by leader, the people to choose, the sheets."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value
from bihuan.meetings.pairs import Pair, Pairs
from bihuan.orgs.models import Person, PostKind, PostTerm, Unit


@dataclass(frozen=True)
class Missing:
    """With whom somebody has not talked yet; each pair stands once, at the first of the two."""

    person: Person
    pairs: tuple[Pair, ...]
    url: str


def missing_by_leader(pairs: Pairs) -> list[Missing]:
    """Return those who have not talked, in the official order: a plain list, nothing added up."""
    found: dict[UUID, list[Pair]] = {}
    for pair in pairs.missing:
        found.setdefault(pair.first.pk, []).append(pair)
    return [
        Missing(some[0].first, tuple(some), _record_url(pairs.home, some))
        for some in found.values()
    ]


def _record_url(home: Unit, pairs: list[Pair]) -> str:
    query = [("home", home.code), ("person", str(pairs[0].first.pk))]
    if len(pairs) == 1:
        query.append(("with", str(pairs[0].second.pk)))
    return f"{reverse('meetings:new_talk')}?{urlencode(query)}"


def people_by_group(home: Unit, day: dt.date) -> list[tuple[str, list[Person]]]:
    """Return the people of a home who hold posts, by kind of post, each once."""
    terms = (
        PostTerm.objects.on(day)
        .filter(post__home=home)
        .select_related("post", "person__unit")
        .order_by("post__sort_order", "post__code")
    )
    seen: set[UUID] = set()
    groups: dict[str, list[Person]] = {kind.value: [] for kind in PostKind}
    for term in terms:
        if term.person_id not in seen:
            seen.add(term.person_id)
            groups[term.post.kind].append(term.person)
    return [(str(PostKind(kind).label), some) for kind, some in groups.items() if some]


def pair_sheets(pairs: Pairs) -> list[SheetOut]:
    """Return the workbook of the pairs: the square table, every pair, and those still missing."""
    names = [leader.title for leader in pairs.leaders[:-1]]
    heads = [ColumnOut(_("姓名（职务）")), *(ColumnOut(name) for name in names)]
    listed = (_("类别"), _("一方"), _("另一方"), _("分管（联系）单位"), _("日期"))
    return [
        SheetOut(_("班子成员之间"), heads, _grid_rows(pairs)),
        SheetOut(_("应谈的"), [ColumnOut(head) for head in listed], _rows(pairs.pairs)),
        SheetOut(_("还没有谈的"), [ColumnOut(head) for head in listed[:4]], _rows(pairs.missing)),
    ]


def _grid_rows(pairs: Pairs) -> Iterator[list[Value]]:
    for leader, days, _rest in pairs.grid:
        yield [leader.title, *(day or _("还没有谈") for day in days)]


def _rows(pairs: tuple[Pair, ...]) -> Iterator[list[Value]]:
    for pair in pairs:
        row: list[Value] = [pair.kind_label, str(pair.first), str(pair.second), pair.about]
        yield [*row, pair.on] if pair.on else row
