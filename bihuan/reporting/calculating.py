"""Formulas worked out (重算): the sums, shares and comparisons that forms are made of.

Enough of Excel's language for totals and cross-checks: + - * / ^ & %, comparisons, and the
functions of `FUNCTIONS`. Anything else is said to be beyond it (`Beyond`), never guessed. Numbers
are decimals, so that sums of money are exact.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, Overflow

from bihuan.reporting.formulas import COMPARISONS, MOST_DEPTH, At, Call, Node
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import Value

MOST_PLACES = 20_000


class Beyond(Exception):
    """A formula uses what is not worked out here, or gives one of Excel's errors."""


class Values:
    """The values of the cells by sheet and place, and what the formulas among them come to."""

    def __init__(
        self,
        cells: Mapping[tuple[str, Place], Value],
        formulas: Mapping[tuple[str, Place], Node | None] | None = None,
    ) -> None:
        self._cells, self._formulas = cells, formulas or {}
        self._done: dict[tuple[str, Place], Value | Beyond] = {}
        self._open: set[tuple[str, Place]] = set()

    def at(self, sheet: str, place: Place) -> Value:
        """Return the value of a cell, its formula worked out; raises Beyond."""
        key = (sheet, place)
        if key not in self._formulas:
            return self._cells.get(key)
        if key not in self._done:
            self._done[key] = self._worked_out(key)
        found = self._done[key]
        if isinstance(found, Beyond):
            raise found
        return found

    def _worked_out(self, key: tuple[str, Place]) -> Value | Beyond:
        node = self._formulas[key]
        if node is None or key in self._open or len(self._open) > MOST_DEPTH * 5:
            return Beyond(str(key[1]))
        self._open.add(key)
        try:
            return self.of(node, key[0])
        except Beyond as error:
            return error
        finally:
            self._open.discard(key)

    def of(self, node: Node, sheet: str) -> Value:
        """Return what a formula of a sheet comes to; raises Beyond."""
        if isinstance(node, At):
            if node.area.first != node.area.last:
                raise Beyond(str(node.area))
            return self.at(node.sheet or sheet, node.area.first)
        if not isinstance(node, Call):
            return node
        if node.name == "IF":
            return self._if(node, sheet)
        if node.name == "IFERROR" and len(node.parts) == 2:
            try:
                return self.of(node.parts[0], sheet)
            except Beyond:
                return self.of(node.parts[1], sheet)
        if node.name in FUNCTIONS:
            return FUNCTIONS[node.name](list(self._arguments(node.parts, sheet)))
        return self._operator(node, sheet)

    def _if(self, node: Call, sheet: str) -> Value:
        if not 2 <= len(node.parts) <= 3:
            raise Beyond(node.name)
        chosen = 1 if _truth(self.of(node.parts[0], sheet)) else 2
        return self.of(node.parts[chosen], sheet) if chosen < len(node.parts) else False

    def _arguments(self, parts: tuple[Node, ...], sheet: str) -> Iterator[tuple[Value, bool]]:
        """Yield the values given to a function, and whether each came from cells."""
        for part in parts:
            if isinstance(part, At):
                if part.area.height * part.area.width > MOST_PLACES:
                    raise Beyond(str(part.area))
                for place in part.area.places():
                    yield self.at(part.sheet or sheet, place), True
            else:
                yield self.of(part, sheet), False

    def _operator(self, node: Call, sheet: str) -> Value:
        values = [self.of(part, sheet) for part in node.parts]
        if node.name in COMPARISONS:
            return compared(node.name, values[0], values[1])
        if node.name == "&":
            return "".join(_said(value) for value in values)
        numbers = [_number(value) for value in values]
        operator = _OPERATORS.get(node.name)
        if operator is None:
            raise Beyond(node.name)
        try:
            return operator(*numbers)
        except (DivisionByZero, InvalidOperation, Overflow) as error:
            raise Beyond("#DIV/0!") from error


def compared(sign: str, left: Value, right: Value) -> bool:
    """Tell whether a comparison holds; an empty cell is nought beside a number."""
    if isinstance(left, str) or isinstance(right, str):
        one, other = _said(left), _said(right)
        return {"=": one == other, "<>": one != other}.get(sign, False)
    a, b = _number(left), _number(right)
    return {
        "=": a == b, "<>": a != b, "<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b,
    }[sign]  # fmt: skip


def _number(value: Value) -> Decimal:
    if isinstance(value, bool):
        return Decimal(int(value))
    if value is None:
        return Decimal(0)
    if isinstance(value, str):
        try:
            number = Decimal(value.strip())
        except InvalidOperation as error:
            raise Beyond("#VALUE!") from error
        if not number.is_finite():
            raise Beyond("#VALUE!")
        return number
    return value


def _truth(value: Value) -> bool:
    return bool(_number(value))


def _said(value: Value) -> str:
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "" if value is None else str(value)


def _power(base: Decimal, by: Decimal) -> Decimal:
    if abs(by) > 100:
        raise Beyond("^")
    return base**by


_OPERATORS: dict[str, Callable[..., Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": _power,
    "negative": lambda a: -a,
    "percent": lambda a: a / 100,
}
Given = list[tuple[Value, bool]]


def _numbers(given: Given) -> list[Decimal]:
    """Return the numbers given; text and truth in cells are passed over, as Excel does."""
    return [
        _number(value)
        for value, is_cell in given
        if not is_cell or (isinstance(value, Decimal) and not isinstance(value, bool))
    ]


def _average(given: Given) -> Decimal:
    numbers = _numbers(given)
    if not numbers:
        raise Beyond("#DIV/0!")
    return sum(numbers, Decimal(0)) / len(numbers)


def _round(given: Given) -> Decimal:
    if len(given) != 2:
        raise Beyond("ROUND")
    number, digits = (_number(value) for value, _is_cell in given)
    if abs(digits) > 15:
        raise Beyond("ROUND")
    return number.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP) + 0


def _absolute(given: Given) -> Decimal:
    if len(given) != 1:
        raise Beyond("ABS")
    return abs(_number(given[0][0]))


FUNCTIONS: dict[str, Callable[[Given], Value]] = {
    "SUM": lambda given: sum(_numbers(given), Decimal(0)),
    "AVERAGE": _average,
    "MIN": lambda given: min(_numbers(given), default=Decimal(0)),
    "MAX": lambda given: max(_numbers(given), default=Decimal(0)),
    "COUNT": lambda given: Decimal(len(_numbers(given))),
    "COUNTA": lambda given: Decimal(sum(value is not None for value, _is_cell in given)),
    "ROUND": _round,
    "ABS": _absolute,
    "AND": lambda given: all(_truth(value) for value, _is_cell in given),
    "OR": lambda given: any(_truth(value) for value, _is_cell in given),
}
