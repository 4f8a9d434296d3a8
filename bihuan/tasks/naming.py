"""Reading units and people that are written one after another, as lists on paper are."""

import re
from collections.abc import Iterable
from typing import TypeVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.orgs.models import Person, Unit

T = TypeVar("T")
_BETWEEN = re.compile(r"[、，,;；\s]+")


def names_in(text: str) -> list[str]:
    """Return the names of a list, each once, in their order."""
    return list(dict.fromkeys(name for name in _BETWEEN.split(text) if name))


def units_named(text: str, units: QuerySet[Unit]) -> list[Unit]:
    """Return the units of those names, short names or codes; raises ValidationError for others."""
    names = names_in(text)
    known = units.filter(Q(name__in=names) | Q(short_name__in=names) | Q(code__in=names))
    found = list(known) if names else []
    return [_one(name, _fitting(name, found), _("单位")) for name in names]


def people_named(text: str, home: Unit, unit: Unit) -> list[Person]:
    """Return the people of those names: of the unit first, then of the home.

    Raises ValidationError where there is none, or several of the name.
    """
    names = names_in(text)
    people = Person.objects.filter(
        unit__path__gte=home.path, unit__path__lt=home.path + "~", name__in=names
    )
    found = list(people.select_related("unit")) if names else []
    chosen = []
    for name in names:
        fitting = [one for one in found if one.name == name]
        near = [one for one in fitting if unit.holds(one.unit.path)]
        chosen.append(_one(name, near or fitting, _("人员")))
    return chosen


def _fitting(name: str, units: Iterable[Unit]) -> list[Unit]:
    return [unit for unit in units if name in (unit.name, unit.short_name, unit.code)]


def _one(name: str, found: list[T], what: str) -> T:
    if len(found) != 1:
        raise forms.ValidationError(
            _("找不到唯一的%(what)s“%(name)s”，请核对名称。"),
            params={"what": what, "name": name},
        )
    return found[0]
