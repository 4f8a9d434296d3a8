"""The small language of checks across columns: comparisons, arithmetic, and/or/not.

Python's own parser reads it and a list of allowed nodes bounds it: no calls, no attributes, no
powers, no names but the register's columns, and no deep nesting. A difference of two dates is a
number of days; a date and a number of days give a date.
"""

import ast
import datetime as dt
import operator
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from bihuan.registers.errors import BadRule

Values = Mapping[str, Any]
Operand = Callable[[Values], Any]
Kind = Literal["number", "date", "text", "truth"]
MAX_LENGTH = 300
MAX_DEPTH = 12


class _Empty(Exception):
    """A column in the rule is empty, so the rule says nothing about this record."""


def _plus(left: Any, right: Any) -> Any:
    if isinstance(right, dt.date):
        left, right = right, left
    return left + dt.timedelta(days=int(right)) if isinstance(left, dt.date) else left + right


def _minus(left: Any, right: Any) -> Any:
    if not isinstance(left, dt.date):
        return left - right
    if isinstance(right, dt.date):
        return Decimal((left - right).days)
    return left - dt.timedelta(days=int(right))


ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: _plus,
    ast.Sub: _minus,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def names_in(rule: str) -> set[str]:
    """Return the column codes that a rule names; raises BadRule."""
    return {node.id for node in ast.walk(_parse(rule)) if isinstance(node, ast.Name)}


def compile_rule(rule: str, codes: Collection[str]) -> Callable[[Values], bool]:
    """Return the function that tells whether values (typed: Decimal, date, bool, str) keep a rule.

    A rule that meets an empty column holds; one that cannot be worked out (division by zero) is
    broken. Raises BadRule where the rule cannot be understood or names a column not in `codes`.
    """
    tree = _parse(rule)
    unknown = sorted(names_in(rule) - set(codes))
    if unknown:
        raise BadRule(
            _("规则“%(rule)s”用到了没有的列“%(code)s”。") % {"rule": rule, "code": unknown[0]}
        )
    holds = _compile(tree.body, rule, 0)

    def check(values: Values) -> bool:
        try:
            return bool(holds(values))
        except _Empty:
            return True
        except (TypeError, ArithmeticError):
            return False

    return check


def check_kinds(rule: str, kinds: Mapping[str, Kind]) -> None:
    """Raise BadRule where a rule compares or combines what cannot be, or compares nothing.

    Such a rule would refuse every record, so it is refused when the register is defined.
    """
    compile_rule(rule, kinds)
    if _kind(_parse(rule).body, kinds, rule) != "truth":
        raise BadRule(_("规则“%(rule)s”没有比较，不能判断对错。") % {"rule": rule})


def _parse(rule: str) -> ast.Expression:
    if len(rule) > MAX_LENGTH:
        raise BadRule(
            _("规则过长（最多%(limit)d字符）：“%(rule)s…”。")
            % {"limit": MAX_LENGTH, "rule": rule[:40]}
        )
    try:
        return ast.parse(rule.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadRule(_("规则“%(rule)s”写法有误，请参照说明改正。") % {"rule": rule}) from error


def _refuse(rule: str) -> BadRule:
    return BadRule(
        _("规则“%(rule)s”含有不允许的写法，只能用列、数字、日期、比较和加减乘除。") % {"rule": rule}
    )


def _compile(node: ast.expr, rule: str, depth: int) -> Operand:
    if depth > MAX_DEPTH:
        raise BadRule(_("规则“%(rule)s”嵌套过深，请拆成几条。") % {"rule": rule})
    if isinstance(node, ast.BoolOp):
        parts = [_compile(part, rule, depth + 1) for part in node.values]
        join = all if isinstance(node.op, ast.And) else any
        return lambda values: join(part(values) for part in parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        inner = _compile(node.operand, rule, depth + 1)
        negate = isinstance(node.op, ast.USub)
        return lambda values: -inner(values) if negate else not inner(values)
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        left, right = (_compile(side, rule, depth + 1) for side in (node.left, node.right))
        combine = ARITHMETIC[type(node.op)]
        return lambda values: combine(left(values), right(values))
    if isinstance(node, ast.Compare):
        return _comparison(node, rule, depth)
    return _leaf(node, rule)


def _leaf(node: ast.expr, rule: str) -> Operand:
    if isinstance(node, ast.Name):
        return _column(node.id)
    if isinstance(node, ast.Constant):
        constant = _constant(node.value, rule)
        return lambda _values: constant
    raise _refuse(rule)


def _comparison(node: ast.Compare, rule: str, depth: int) -> Operand:
    if any(type(op) not in COMPARISONS for op in node.ops):
        raise _refuse(rule)
    operands = [_compile(part, rule, depth + 1) for part in (node.left, *node.comparators)]
    tests = [COMPARISONS[type(op)] for op in node.ops]

    def compare(values: Values) -> bool:
        found = [operand(values) for operand in operands]
        return all(test(a, b) for test, a, b in zip(tests, found, found[1:], strict=False))

    return compare


def _column(code: str) -> Operand:
    def read(values: Values) -> Any:
        value = values.get(code)
        if value is None or value == "" or value == []:
            raise _Empty
        return value

    return read


def _constant(value: object, rule: str) -> Decimal | dt.date | str:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse(rule)
    number = Decimal(str(value))
    if not number.is_finite():
        raise _refuse(rule)
    return number


def _kind(node: ast.expr, kinds: Mapping[str, Kind], rule: str) -> Kind:
    """Return the kind of what a node gives; raises BadRule where its parts do not fit."""
    if isinstance(node, ast.Name):
        return kinds[node.id]
    if isinstance(node, ast.Constant):
        value = _constant(node.value, rule)
        return "date" if isinstance(value, dt.date) else _kind_of_plain(value)
    if isinstance(node, ast.BoolOp):
        return _all_of([_kind(part, kinds, rule) for part in node.values], "truth", rule)
    if isinstance(node, ast.UnaryOp):
        wanted: Kind = "truth" if isinstance(node.op, ast.Not) else "number"
        return _all_of([_kind(node.operand, kinds, rule)], wanted, rule)
    if isinstance(node, ast.BinOp):
        pair = _kind(node.left, kinds, rule), _kind(node.right, kinds, rule)
        return _kind_of_sum(type(node.op), pair, rule)
    assert isinstance(node, ast.Compare)
    found = [_kind(part, kinds, rule) for part in (node.left, *node.comparators)]
    for op, left, right in zip(node.ops, found, found[1:], strict=False):
        _check_comparison(type(op), {left, right}, rule)
    return "truth"


def _kind_of_plain(value: Decimal | str) -> Kind:
    return "text" if isinstance(value, str) else "number"


def _all_of(found: list[Kind], wanted: Kind, rule: str) -> Kind:
    if any(kind != wanted for kind in found):
        raise _mismatch(rule)
    return wanted


def _kind_of_sum(op: type[ast.operator], pair: tuple[Kind, Kind], rule: str) -> Kind:
    if pair == ("number", "number"):
        return "number"
    if op is ast.Sub and pair == ("date", "date"):
        return "number"
    days = pair == ("date", "number") or (op is ast.Add and pair == ("number", "date"))
    if op in (ast.Add, ast.Sub) and days:
        return "date"
    raise _mismatch(rule)


def _check_comparison(op: type[ast.cmpop], pair: set[Kind], rule: str) -> None:
    equality = op in (ast.Eq, ast.NotEq)
    if pair in ({"number"}, {"date"}) or (equality and pair in ({"text"}, {"number", "truth"})):
        return
    raise _mismatch(rule)


def _mismatch(rule: str) -> BadRule:
    return BadRule(
        _("规则“%(rule)s”把不同的东西放在一起比较或计算，请检查各列的类型。") % {"rule": rule}
    )
