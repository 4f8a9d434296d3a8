"""Units and people by the words that people use for them, and back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.models import Person, Unit

T = TypeVar("T", Unit, Person)


@dataclass(frozen=True)
class _Index(Generic[T]):
    """Things by sure words (id, code), and by names, which several may bear."""

    sure: dict[str, T]
    named: dict[str, list[T]]

    def find(self, word: str) -> T | None:
        found = self.sure.get(word)
        if found is not None:
            return found
        bearers = self.named.get(word, [])
        return bearers[0] if len(bearers) == 1 else None


class Names:
    """Units and people under a home, read once for many rows.

    A name borne by several is no answer: a record is never filed with a guessed unit. A closed
    unit gives way to the open one of the same name.
    """

    def __init__(self, home: Unit) -> None:
        self.home = home

    def unit(self, word: str) -> Unit | None:
        """Return the unit whose id, code, or (unique) name or short name a word is."""
        return self._units.find(word)

    def person(self, word: str) -> str | None:
        """Return the id of the person whose id, (unique) code or (unique) name a word is."""
        found = self._people.find(word)
        return str(found.id) if found else None

    def why_no_unit(self, word: str) -> str:
        """Say why a word names no unit."""
        if len(self._units.named.get(word, [])) > 1:
            return _("有几个单位都叫“%(name)s”，请改填单位代码。") % {"name": word[:40]}
        return _("没有名为“%(name)s”的单位。") % {"name": word[:40]}

    def why_no_person(self, word: str) -> str:
        """Say why a word names no person."""
        if len(self._people.named.get(word, [])) > 1:
            return _("有几个人都叫“%(name)s”，请改填人员代码。") % {"name": word[:40]}
        return _("没有名为“%(name)s”的人员。") % {"name": word[:40]}

    def word_for_unit(self, unit: Unit) -> str:
        """Return the shortest word that names just this unit."""
        words = (unit.short_name, unit.name)
        return next((word for word in words if word and self.unit(word) == unit), unit.code)

    def word_for_person(self, person: Person) -> str:
        """Return a person's name; the code where others bear the name."""
        return person.name if self.person(person.name) == str(person.id) else person.code

    def unit_by_id(self, id_: str) -> Unit | None:
        """Return the unit of an id as stored."""
        return self._units.sure.get(id_)

    def person_by_id(self, id_: str) -> Person | None:
        """Return the person of an id as stored."""
        return self._people.sure.get(id_)

    def open_units(self) -> list[Unit]:
        """Return the units that exist today, as a tree."""
        today = clock.today()
        found = {unit.pk: unit for unit in self._units.sure.values()}
        still = [u for u in found.values() if u.closed_on is None or u.closed_on > today]
        return sorted(still, key=lambda unit: unit.path)

    @cached_property
    def _units(self) -> _Index[Unit]:
        units = list(Unit.objects.under(self.home.path).select_related("home"))
        today = clock.today()
        named: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            for word in {unit.name, unit.short_name} - {""}:
                named[word].append(unit)
        for word, bearers in named.items():
            still_open = [u for u in bearers if u.closed_on is None or u.closed_on > today]
            named[word] = still_open or bearers
        sure = {unit.code: unit for unit in units} | {str(unit.id): unit for unit in units}
        return _Index(sure, dict(named))

    @cached_property
    def _people(self) -> _Index[Person]:
        path = self.home.path
        people = list(
            Person.objects.filter(home__path__gte=path, home__path__lt=path + "~").order_by("code")
        )
        codes = _borne(people, "code")
        named = _borne(people, "name")
        sure = {code: bearers[0] for code, bearers in codes.items() if len(bearers) == 1}
        return _Index(sure | {str(person.id): person for person in people}, named)


def _borne(people: Iterable[Person], attribute: str) -> dict[str, list[Person]]:
    borne: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        borne[getattr(person, attribute)].append(person)
    return dict(borne)
