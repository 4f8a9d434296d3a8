"""The types that come with the software: one province's monthly form, judicial offices' list.

Handbook §3.5. They are adopted once by an administration, which then changes them as it likes.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class FormTypeRow:
    """One type of a form."""

    form: str
    code: str
    label: str


@dataclass(frozen=True)
class TypeRow:
    """One own type, its coarser one (or none), and what it is counted under in each form."""

    code: str
    label: str
    parent: str
    monthly: str
    judicial: str


def form_types() -> list[FormTypeRow]:
    """Return the types of the forms, in their order."""
    return [FormTypeRow(**row) for row in _rows("form_types.csv")]


def types() -> list[TypeRow]:
    """Return the own types, coarse ones first."""
    return [TypeRow(**row) for row in _rows("types.csv")]


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
