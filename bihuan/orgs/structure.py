"""Age and schooling of those who hold posts, by kind of post: counts only, no rows of persons."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from bihuan.orgs.models import Person, PostKind, PostTerm, Schooling, Unit

AGE_BANDS = ((0, 35), (36, 45), (46, 55), (56, 200))


@dataclass(frozen=True)
class Structure:
    """The people of one kind of post: how many, and by band of age and degree of schooling.

    `average_age` is None where no year of birth is known.
    """

    label: str
    people: int
    average_age: Decimal | None
    ages: tuple[int, ...]  # by AGE_BANDS
    age_unknown: int
    schooling: tuple[int, ...]  # by Schooling
    schooling_unknown: int


def structure(unit: Unit, day: dt.date) -> list[Structure]:
    """Return the structure by kind of post under a unit on a day; one person counts once a kind.

    Ages are whole years by the year of birth, all that is kept (handbook §6).
    """
    terms = PostTerm.objects.on(day).filter(
        post__unit__path__gte=unit.path, post__unit__path__lt=unit.path + "~"
    )
    by_kind: dict[str, dict[UUID, Person]] = defaultdict(dict)
    for term in terms.select_related("post", "person"):
        by_kind[term.post.kind][term.person_id] = term.person
    return [
        _structure(str(kind.label), by_kind[kind.value].values(), day.year)
        for kind in PostKind
        if kind.value in by_kind
    ]


def _structure(label: str, people: Iterable[Person], year: int) -> Structure:
    everybody = list(people)
    ages = [year - person.birth_year for person in everybody if person.birth_year]
    average = Decimal(sum(ages)) / len(ages) if ages else None
    return Structure(
        label=label,
        people=len(everybody),
        average_age=average and average.quantize(Decimal("0.1"), ROUND_HALF_UP),
        ages=tuple(sum(low <= age <= high for age in ages) for low, high in AGE_BANDS),
        age_unknown=len(everybody) - len(ages),
        schooling=tuple(
            sum(person.schooling == degree.value for person in everybody) for degree in Schooling
        ),
        schooling_unknown=sum(person.schooling is None for person in everybody),
    )
