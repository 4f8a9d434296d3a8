"""Formulas read: Excel's language as far as totals and cross-checks need it, as a tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.reporting.package.places import Area

MOST_DEPTH = 60
MAX_LENGTH = 2_000
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<area>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}
      (?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})?(?![\w(]))
  | (?P<name>[A-Za-z][A-Za-z0-9.]*)
  | (?P<sign><=|>=|<>|[-+*/^&=<>(),%])
    )""",
    re.VERBOSE,
)
_SIGNS = str.maketrans("＝＋－×÷（），≤≥＜＞：％", "=+-*/(),≤≥<>:%")
COMPARISONS = ("<=", ">=", "<>", "=", "<", ">")


@dataclass(frozen=True)
class At:
    """An area named in a formula, with its sheet; the formula's own where the name is empty."""

    area: Area
    sheet: str = ""


@dataclass(frozen=True)
class Call:
    """An operator or function over its parts."""

    name: str
    parts: tuple["Node", ...]


Node = Decimal | str | bool | At | Call


def parsed(formula: str) -> Node:
    """Read a formula without its equals sign; raises Invalid where it cannot be read."""
    text = formula.translate(_SIGNS).replace("≤", "<=").replace("≥", ">=")
    if len(text) > MAX_LENGTH:
        raise Invalid(_("公式过长，请分成几条。"))
    return _Parser(text).whole()


def places_of(node: Node, sheet: str) -> Iterator[tuple[str, Area]]:
    """Yield the areas that a formula of a sheet reads."""
    if isinstance(node, At):
        yield node.sheet or sheet, node.area
    elif isinstance(node, Call):
        for part in node.parts:
            yield from places_of(part, sheet)


class _Parser:
    """Reads by precedence, lowest first: comparison, &, + -, * /, ^, sign, %."""

    _LEVELS = (COMPARISONS, ("&",), ("+", "-"), ("*", "/"), ("^",))

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise Invalid(
                    _("公式在“%(rest)s”处读不懂，应像 C10 = SUM(C4:C9) 那样写。")
                    % {"rest": text[at : at + 20]}
                )
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = self.depth = 0

    def whole(self) -> Node:
        node = self._level(0)
        if self.at < len(self.tokens):
            raise Invalid(_("公式里多出了“%(what)s”。") % {"what": self.tokens[self.at][1]})
        return node

    def _peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "sign" else ""

    def _take(self, sign: str) -> None:
        if self._peek() != sign:
            raise Invalid(_("公式里缺少“%(what)s”。") % {"what": sign})
        self.at += 1

    def _level(self, level: int) -> Node:
        if level == len(self._LEVELS):
            return self._signed()
        node = self._level(level + 1)
        while self._peek() in self._LEVELS[level]:
            sign = self._peek()
            self.at += 1
            node = Call(sign, (node, self._level(level + 1)))
        return node

    def _signed(self) -> Node:
        if self._peek() in ("-", "+"):
            sign = self._peek()
            self.at += 1
            part = self._signed()
            return Call("negative", (part,)) if sign == "-" else part
        node = self._single()
        while self._peek() == "%":
            self.at += 1
            node = Call("percent", (node,))
        return node

    def _single(self) -> Node:
        if self.at >= len(self.tokens):
            raise Invalid(_("公式没有写完。"))
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Invalid(_("公式的层数过多，请分成几条。"))
        kind, text = self.tokens[self.at]
        self.at += 1
        node = self._of(kind, text)
        self.depth -= 1
        return node

    def _of(self, kind: str, text: str) -> Node:
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "area":
            sheet, _sign, place = text.rpartition("!")
            name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            return At(Area.of(place), name)
        if kind == "name":
            return self._named(text.upper())
        if text == "(":
            node = self._level(0)
            self._take(")")
            return node
        raise Invalid(_("公式里的“%(what)s”用得不对。") % {"what": text})

    def _named(self, name: str) -> Node:
        if name in ("TRUE", "FALSE") and self._peek() != "(":
            return name == "TRUE"
        self._take("(")
        parts: list[Node] = []
        while self._peek() != ")":
            parts.append(self._level(0))
            if self._peek() == ",":
                self.at += 1
            elif self._peek() != ")":
                raise Invalid(_("公式里缺少“)”。"))
        self._take(")")
        return Call(name, tuple(parts))
