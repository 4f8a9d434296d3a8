"""The automatic numbers of paragraphs, which Word draws and no text holds: 一、 （二） 3."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from bihuan.documents.word.package import Package
from bihuan.documents.word.xml import PPR, Element, W

_DIGITS = "零一二三四五六七八九"
_MOST = 10_000


def chinese(number: int) -> str:
    """Write a number from 0 to 9,999 in Chinese, as Word counts: 十二, 一百零三."""
    if not 0 <= number < _MOST:
        return str(number)
    written, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + name
        gap = not digit
    if number < 20:
        written = written.removeprefix("一") if number >= 10 else written
    return written or _DIGITS[0]


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 200 else ""


def _digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: "".join(chr(ord(d) + 0xFEE0) for d in str(number)),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "ideographDigital": _digits,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
}
"""By Word's name; bullets, Roman numbers and what else there is are left out."""


@dataclass(frozen=True)
class Level:
    """A level of a list: how its number is formed and where it starts."""

    form: str
    text: str
    start: int


class Numbering:
    """Counts the paragraphs of a file as Word would; ask once for each, in order."""

    def __init__(self, package: Package) -> None:
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for name in package.named("numbering"):
            self._read_lists(package.xml(name))
        for name in package.named("styles")[:1]:
            for style in package.xml(name).iter(f"{W}style"):
                given = style.find(f"{PPR}/{W}numPr")
                if given is not None:
                    self._styles[style.get(f"{W}styleId", "")] = _given(given)

    def number_of(self, paragraph: Element) -> str:
        """Return the number that stands before a paragraph, "" for none."""
        given = paragraph.find(f"{PPR}/{W}numPr")
        style = paragraph.find(f"{PPR}/{W}pStyle")
        code, depth = "", 0
        if style is not None:
            code, depth = self._styles.get(style.get(f"{W}val", ""), ("", 0))
        if given is not None:
            own, depth = _given(given)
            code = own or code
        if code not in self._lists:
            return ""
        abstract, levels = self._lists[code]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _written(level, levels, counts)

    def _read_lists(self, root: Element) -> None:
        levels: dict[str, dict[int, Level]] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            levels[abstract.get(f"{W}abstractNumId", "")] = {
                _number(each.get(f"{W}ilvl", "")): Level(
                    _value(each, "numFmt"),
                    _value(each, "lvlText"),
                    _number(_value(each, "start"), 1),
                )
                for each in abstract.iter(f"{W}lvl")
            }
        for made in root.iter(f"{W}num"):
            abstract = _value(made, "abstractNumId")
            if abstract in levels:
                self._lists[made.get(f"{W}numId", "")] = (abstract, levels[abstract])


def _written(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if level.form not in _FORMATS:
        return ""
    text = level.text
    for depth in range(9):
        place = f"%{depth + 1}"
        if place in text:
            of = levels.get(depth, level)
            form = _FORMATS.get(of.form, str)
            text = text.replace(place, form(counts.get(depth, of.start)))
    return text


def _given(node: Element) -> tuple[str, int]:
    return _value(node, "numId"), _number(_value(node, "ilvl"))


def _value(node: Element, name: str) -> str:
    found = node.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
