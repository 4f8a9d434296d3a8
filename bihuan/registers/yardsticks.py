"""What today's rules forbid as a yardstick (handbook §5), recognised by a figure's source."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Definition
from bihuan.lib.sources import Source
from bihuan.orgs.models import Unit
from bihuan.presets.asking import paths_above
from bihuan.registers.editions import with_columns
from bihuan.registers.models import Register

FILE = Path(__file__).with_name("yardsticks.toml")


@dataclass(frozen=True)
class Yardstick:
    """Something that must measure nobody: what it is, the rule, and how it is recognised."""

    name: str
    rule: str
    sources: tuple[str, ...]
    concepts: tuple[str, ...]
    words: tuple[str, ...]

    def is_in(self, source: str, concept: str, labels: Iterable[str]) -> bool:
        """Tell whether a figure measures it: by its source, its field's concept, or its words."""
        if concept in self.concepts or any(fnmatchcase(source, each) for each in self.sources):
            return True
        return any(word in label for word in self.words for label in labels)


@lru_cache
def yardsticks() -> tuple[Yardstick, ...]:
    """Return the yardsticks of the data file."""
    told = tomllib.loads(FILE.read_text("utf-8"))["yardsticks"]
    return tuple(
        Yardstick(
            name=one["name"],
            rule=one["rule"],
            sources=tuple(one["sources"]),
            concepts=tuple(one["concepts"]),
            words=tuple(one["words"]),
        )
        for one in told
    )


def counted(definition: Definition, home: Unit) -> list[Definition]:
    """Return what a figure counts: itself, or the two terms of a ratio."""
    if not definition.is_ratio:
        return [definition]
    return list(definitions_in(home, [definition.numerator, definition.denominator]).values())


def forbidden(definition: Definition, home: Unit) -> str:
    """Return the sentence that says why a figure may measure nobody; empty where it may."""
    why = why_forbidden(definition, home)
    return why and _("%(why)s只能勾选“仅作史料”，只显示、不评价任何人。") % {"why": why}


def why_forbidden(definition: Definition, home: Unit) -> str:
    """Return why a figure may measure nobody, half a sentence; empty where it may."""
    terms = counted(definition, home)
    offered = sources(home, frozenset(term.source for term in terms))
    registers = registers_of(terms, home)
    for term in terms:
        said = _forbidden(definition, term, offered[term.source], registers.get(term.source))
        if said:
            return said
    return ""


def registers_of(definitions: Iterable[Definition], home: Unit) -> Mapping[str, Register]:
    """Return the registers that figures count, by code: the nearest administration's."""
    codes = {each.source for each in definitions if "." not in each.source}
    above = paths_above(home.path)
    rows = Register.objects.filter(home__path__in=above, code__in=codes).order_by("home__path")
    return {register.code: register for register in with_columns(rows)}


def _forbidden(
    asked: Definition, term: Definition, source: Source, register: Register | None
) -> str:
    if register is not None and register.is_historical:
        return _("“%(figure)s”取自仅供历史查阅的台账“%(register)s”，不能作为今天的要求；") % {
            "figure": asked.label,
            "register": register.label,
        }
    column = register.column(term.field) if register is not None else None
    labels = [asked.label, term.label]
    if term.field:
        labels.append(source.field(term.field).label)
    for each in yardsticks():
        if each.is_in(term.source, column.concept if column else "", labels):
            return _("“%(figure)s”量的是%(what)s，%(rule)s不许以此作考核依据；") % {
                "figure": asked.label,
                "what": each.name,
                "rule": each.rule,
            }
    return ""
