"""Rules across columns as the office writes them: columns and choices by their labels.

Stored, a rule names codes (`started_on <= finished_on`); shown, it names labels
(`开工日期 <= 完工日期`), with 且, 或, 非, and the signs of a Chinese keyboard.
"""

import re
from collections.abc import Mapping, Sequence

from bihuan.registers.actions.specs import ColumnSpec

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"(?<!\w)[a-z][a-z0-9_]*(?!\w)")
_COMPARED = re.compile(r"(?<!\w)([a-z][a-z0-9_]*)(\s*(?:==|!=)\s*)([\"'])([^\"']*)\3")
_SIGNS = str.maketrans("（）＋－×÷＜＞“”‘’０１２３４５６７８９．　", "()+-*/<>\"\"''0123456789. ")
_WORDS = (
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("＝", "="),
    ("！", "!"),
    ("不等于", "!="),
    ("不早于", ">="),
    ("不晚于", "<="),
    ("不小于", ">="),
    ("不大于", "<="),
    ("等于", "=="),
    ("早于", "<"),
    ("晚于", ">"),
    ("小于", "<"),
    ("大于", ">"),
    ("并且", " and "),
    ("或者", " or "),
    ("且", " and "),
    ("或", " or "),
    ("非", " not "),
)
_BLANKS = re.compile(r" {2,}(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)")  # outside quotes
_ONE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")


def in_codes(rule: str, columns: Sequence[ColumnSpec], formerly: Sequence[ColumnSpec] = ()) -> str:
    """Return a rule that the office wrote as it is stored; codes in it are left as they are.

    `formerly` are the columns by the labels that they had, where a rule still names those.
    """
    known = [column for column in (*formerly, *columns) if column.label and column.code]
    labels = {column.label: column.code for column in known}
    rule = rule.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")
    pieces, end = [], 0
    for quoted in _QUOTED.finditer(rule):
        pieces += [_plain(rule[end : quoted.start()], labels), quoted.group()]
        end = quoted.end()
    written = "".join([*pieces, _plain(rule[end:], labels)])
    written = _BLANKS.sub(" ", written).strip()
    choices: dict[str, dict[str, str]] = {}
    for column in known:
        named = {choice["label"]: choice["code"] for choice in column.choices}
        choices[column.code] = choices.get(column.code, {}) | named
    return _compared(written, choices)


def in_labels(rule: str, columns: Sequence[ColumnSpec]) -> str:
    """Return a stored rule as the office reads it."""
    rule = _compared(rule, {c.code: {v["code"]: v["label"] for v in c.choices} for c in columns})
    labels = {column.code: column.label for column in columns}
    words = {"and": "且", "or": "或", "not": "非"}
    pieces, end = [], 0
    for quoted in _QUOTED.finditer(rule):
        pieces += [_named(rule[end : quoted.start()], {**words, **labels}), quoted.group()]
        end = quoted.end()
    return "".join([*pieces, _named(rule[end:], {**words, **labels})])


def _plain(text: str, labels: Mapping[str, str]) -> str:
    """Put codes in the place of labels, longest first, and signs in the place of words."""
    if not labels:
        return _signs(text)
    longest_first = sorted(labels, key=len, reverse=True)
    written, end = "", 0
    for match in re.finditer("|".join(map(re.escape, longest_first)), text):
        written = _joined(written, _signs(text[end : match.start()]))
        written, end = _joined(written, labels[match.group()]), match.end()
    return _joined(written, _signs(text[end:]))


def _joined(before: str, after: str) -> str:
    """Set two pieces side by side, apart where they would become one word."""
    apart = before[-1:].isalnum() and (after[:1].isalnum() or after[:1] == "_")
    return f"{before} {after}" if apart else before + after


def _signs(text: str) -> str:
    text = text.translate(_SIGNS)
    for word, sign in _WORDS:
        text = text.replace(word, sign)
    return _ONE_EQUALS.sub("==", text)


def _named(text: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: words.get(match.group(), match.group()), text)


def _compared(rule: str, choices: Mapping[str, Mapping[str, str]]) -> str:
    """Write the choices that columns are compared with by their other name."""

    def other(match: re.Match[str]) -> str:
        code, sign, quote, value = match.groups()
        return f"{code}{sign}{quote}{choices.get(code, {}).get(value, value)}{quote}"

    return _COMPARED.sub(other, rule)
