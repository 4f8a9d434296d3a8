"""People of units by the posts they hold: for candidates and for the roll."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from bihuan.orgs.models import Person, PostKind, PostTerm, Unit

MOST_PEOPLE = 500


@dataclass
class Held:
    """A person with the posts they hold in one unit, in the order of the posts."""

    person: Person
    unit: Unit
    titles: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Return the name with the posts: 王某（书记、主任）."""
        return f"{self.person}（{'、'.join(self.titles)}）"


def holders_of(home: Unit, path: str, kinds: Collection[str], day: dt.date) -> list[Held]:
    """Return who holds posts of some kinds at a unit or below it on a day, each once.

    In the order of the units, then of the posts; with several posts under the first one's unit.
    """
    terms = (
        PostTerm.objects.on(day)
        .filter(
            home=home,
            post__kind__in=kinds,
            post__unit__path__gte=path,
            post__unit__path__lt=path + "~",
        )
        .select_related("person__home", "post__unit__home")
        .order_by("post__unit__path", "post__sort_order", "post__code", "person__sort_order")
    )
    found: dict[object, Held] = {}
    for term in terms[: 2 * MOST_PEOPLE]:
        held = found.setdefault(term.person_id, Held(term.person, term.post.unit))
        if held.unit == term.post.unit:
            held.titles.append(term.post.title)
    return list(found.values())[:MOST_PEOPLE]


def kinds_of_posts() -> list[tuple[str, str]]:
    """Return the kinds of posts to choose from."""
    return [(kind.value, str(kind.label)) for kind in PostKind]
