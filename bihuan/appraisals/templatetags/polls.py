"""Filters of the office's pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands under a key; nothing where there is none."""
    return found.get(key)


@register.filter
def as_text(value: Any) -> str:
    """Return a value as a form posts it."""
    return str(value)
