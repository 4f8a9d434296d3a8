"""What a room says in its `searched.py`, so that a page of results asks for all rooms together.

A room declares what it would ask; it asks nothing. Two functions, found by name, one at least:

- `named(actor, words) -> list[Named]`: things found by a plain look at their names or numbers;
- `sought(actor) -> Sought`: the kind of its texts in the index.

Nothing is declared that the actor may not see: the querysets are of what they see, the paths those
over which they see, and what is found and not theirs is left out of the hits.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from bihuan.search.asking import Found
from bihuan.ui.searching import Hit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True)
class Named(Generic[M]):
    """Things found by name: the rows that have the words, in order, and what each is as a hit.

    `rows` is not sliced, and is not asked by the room. `only` names the fields that `hits` reads:
    with them the rows come along in the one statement for all names (`lib.unions.Part`), without
    them in one of their own. Where `hits` leaves some rows out or puts them into another order,
    `looked_at` rows are read for each hit wanted. `is_alone` says that a number of the room's was
    asked for: where it names something, nothing else of the room is shown.
    """

    rows: QuerySet[M]
    hits: Callable[[list[M]], Iterable[Hit]]
    only: Sequence[str] = ()
    looked_at: int = 1
    is_alone: bool = False


@dataclass(frozen=True)
class Sought(Generic[T]):
    """The texts of a room, which it has put into the index under `kind`: what may be very many.

    `seen(ids)` returns the things of some texts, those alone that the actor may see;
    `hit(thing, found, query)` is one of them as a hit, of the kind `label`. The index knows paths
    only: where an actor may not see all that lies on their `paths`, `rounds` says how many texts
    are looked through, round by round, until a page is full; after the last one it gives up, and
    does not tell that there are further ones.
    """

    kind: str
    label: "StrPromise"
    paths: Sequence[str]
    seen: Callable[[list[UUID]], Mapping[UUID, T]]
    hit: Callable[[T, Found, str], Hit]
    rounds: Sequence[int] = ()
