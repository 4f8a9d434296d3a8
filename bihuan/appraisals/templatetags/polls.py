"""Filters of the office's pages."""

from collections.abc import Mapping

from django import template

from bihuan.appraisals.forms.preparing import RowGiven

register = template.Library()


@register.filter
def names_on(row: RowGiven, rolls: Mapping[str, int]) -> int:
    """Return how many names stand on the roll of a row's group; 0 for a new group."""
    return rolls.get(str(row.of("was")), 0)


@register.filter
def is_on(row: RowGiven, number: int) -> bool:
    """Tell whether a candidate is ticked in a row of groups."""
    return str(number) in row.of("on")
