"""Figures picked for a template: found by name or code, each with its value."""

from dataclasses import dataclass

from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Scope
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Definition
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

SHOWN = 12


@dataclass(frozen=True)
class Picked:
    """A figure to pick: its name, its value over all time, and how a template names it."""

    definition: Definition
    value: str
    why_not: str

    @property
    def placeholder(self) -> str:
        """Return the placeholder."""
        return placeholder_of(self.definition)


def placeholder_of(definition: Definition) -> str:
    """Return how a template names a figure: by its code, or its name where that is no word."""
    code = definition.code
    return f"{{{{ {code} }}}}" if code.isidentifier() else f'{{{{ figure("{code}") }}}}'


def picked(actor: Actor, unit: Unit, sought: str) -> tuple[list[Picked], int]:
    """Return the first figures whose name or code holds some words, and how many there are.

    Raises NotAllowed as `compute` does.
    """
    words = sought.lower().split()
    found = [
        each
        for each in definitions_in(unit.home).values()
        if all(word in each.label.lower() or word in each.code for word in words)
    ]
    shown = found[:SHOWN]
    answers, faults = answer_each(shown, Scope(unit, None, None), actor=actor)
    return (
        [
            Picked(
                each,
                answers[each.code].text if each.code in answers else "",
                faults.get(each.code, ""),
            )
            for each in shown
        ],
        len(found),
    )
