"""A definition's conditions as a database condition."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from bihuan.figures.errors import BadCondition
from bihuan.lib.sources import Field, Source

Lookup = Callable[[Field, str, Any], Q]


def _single(lookup: str) -> Lookup:
    return lambda field, name, value: Q(**{f"{name}{lookup}": field.raw(value)})


def _contains(_field: Field, name: str, value: Any) -> Q:
    return Q(**{f"{name}__contains": str(value)})


def _empty(_field: Field, name: str, value: Any) -> Q:
    return Q(**{f"{name}__isnull": bool(value)})


def _in(field: Field, name: str, value: Any) -> Q:
    return Q(**{f"{name}__in": [field.raw(each) for each in value]})


def _is_not(field: Field, name: str, value: Any) -> Q:
    # Said outright: of an expression Django would leave the empty ones out.
    return ~Q(**{name: field.raw(value)}) | Q(**{f"{name}__isnull": True})


OPERATORS: dict[str, Lookup] = {
    "is": _single(""),
    "is_not": _is_not,
    "in": _in,
    "at_least": _single("__gte"),
    "at_most": _single("__lte"),
    "more_than": _single("__gt"),
    "less_than": _single("__lt"),
    "contains": _contains,
    "empty": _empty,
}


def annotation(code: str) -> str:
    """Return the name under which a field that is an expression is annotated."""
    return f"field_{code}"


def name_of(field: Field) -> str:
    """Return the name by which a field is filtered and aggregated."""
    return field.expression if isinstance(field.expression, str) else annotation(field.code)


def annotations(source: Source, codes: Sequence[str]) -> dict[str, Any]:
    """Return the annotations that the named fields need: those that are no plain column."""
    fields = (source.field(code) for code in codes)
    return {
        annotation(field.code): field.expression
        for field in fields
        if not isinstance(field.expression, str)
    }


def condition(source: Source, where: Sequence[Mapping[str, Any]]) -> Q:
    """Return the condition that all of `where` hold; raises BadCondition or Invalid."""
    result = Q()
    for part in where:
        operators = [key for key in part if key != "field"]
        if "field" not in part or len(operators) != 1 or operators[0] not in OPERATORS:
            raise BadCondition(
                f"条件应写作 {{field: 字段, is: 值}}，可用 {'、'.join(OPERATORS)}；"
                f"现在是 {dict(part)}。"
            )
        field = source.field(str(part["field"]))
        operator = operators[0]
        result &= OPERATORS[operator](field, name_of(field), part[operator])
    return result


def fields_named(where: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the codes of the fields that the conditions name."""
    return [str(part["field"]) for part in where if "field" in part]
