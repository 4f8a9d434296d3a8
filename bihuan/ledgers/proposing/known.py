"""What the office knows already: its units and people, its registers and the concepts they hold."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bihuan.ledgers.reading.words import squeezed
from bihuan.lib import clock
from bihuan.orgs.models import Person, Unit
from bihuan.registers.models import Column, Register

_COMMITTEE = re.compile(r"(?:村民委员会|村委会|居民委员会|居委会|党支部|支部|党总支|人民政府)$")
_ENDS = ("村", "社区", "居委会", "镇", "站", "所")


@dataclass(frozen=True)
class Held:
    """A column of a register that stands: its label, its concept, where it is."""

    label: str
    concept: str
    register: str
    type: str


@dataclass(frozen=True)
class Standing:
    """A register that stands: its code and home, its label, the labels of its columns by code."""

    id: str
    code: str
    label: str
    labels: Mapping[str, str]


@dataclass
class Known:
    """What a proposal may refer to. `units` are codes by every sure word for a unit."""

    units: Mapping[str, str] = field(default_factory=dict)
    unit_names: Mapping[str, str] = field(default_factory=dict)  # by code
    unit_kinds: Mapping[str, str] = field(default_factory=dict)  # by code
    people: frozenset[str] = frozenset()
    held: tuple[Held, ...] = ()
    standing: tuple[Standing, ...] = ()
    town: str = ""
    _found: dict[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the registers that stand."""
        return frozenset(register.code for register in self.standing)

    def unit(self, word: str) -> str:
        """Return the code of the one unit that a word names, however it is written; else nothing.

        竹林, 竹林村, 竹林村委会 and 某某镇竹林村 are the same; a word that two units answer to
        names neither.
        """
        word = squeezed(word)
        if word not in self._found:
            self._found[word] = self._unit(word)
        return self._found[word]

    def _unit(self, word: str) -> str:
        found = self.units.get(word)
        if found is not None:
            return found
        bare = _COMMITTEE.sub("", word)
        for town in filter(None, (self.town, self.town.rstrip("镇乡"))):
            bare = bare.removeprefix(town) if len(bare) > len(town) + 1 else bare
        tried = [bare, *(bare + end for end in _ENDS if not bare.endswith(_ENDS))]
        codes = {self.units[each] for each in tried if self.units.get(each)}
        return next(iter(codes)) if len(codes) == 1 else ""

    def is_unit(self, word: str) -> bool:
        """Tell whether a word names a unit."""
        return bool(self.unit(word))


def known_to(home: Unit, registers: Iterable[Register]) -> Known:
    """Read what is known under a home; `registers` are those that the actor may see."""
    units = [
        unit
        for unit in Unit.objects.under(home.path)
        if unit.closed_on is None or unit.closed_on > clock.today()
    ]
    words: dict[str, str] = {}
    for unit in units:
        for word in {squeezed(unit.name), squeezed(unit.short_name), squeezed(unit.code)} - {""}:
            # A word of two units names neither.
            words[word] = unit.code if words.get(word, unit.code) == unit.code else ""
    path = home.path
    people = Person.objects.filter(home__path__gte=path, home__path__lt=path + "~")
    names = list(people.values_list("name", flat=True))
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    columns = Column.objects.filter(is_retired=False).exclude(concept="")
    columns = columns.filter(home__path__in=above) | columns.filter(
        home__path__gte=path, home__path__lt=path + "~"
    )
    return Known(
        units=words,
        unit_names={unit.code: unit.name for unit in units},
        unit_kinds={unit.code: unit.kind for unit in units},
        people=frozenset(name for name in names if names.count(name) == 1),
        held=tuple(
            Held(column.label, column.concept, column.register.label, column.type)
            for column in columns.select_related("register")
        ),
        standing=tuple(
            Standing(
                str(register.pk),
                register.code,
                register.label,
                {column.code: column.label for column in register.columns_in_order},
            )
            for register in registers
        ),
        town=home.name,
    )
