"""Units of measure as official papers write them (GB/T 15835-2011; handbook §1.4)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import Severity
from bihuan.documents.checking.ruling import Place, Rule

_BEHIND_A_NUMBER = r"(?<=[0-9０-９余多万亿])\s*"
_WRONG = {
    "KM|Km|kM|ＫＭ": gettext_lazy("公里或km"),
    "KM2|Km2|km2|KM²": gettext_lazy("平方公里或km²"),
    r"M2|m2|M²|m\^2": gettext_lazy("平方米或m²"),
    "M3|m3|M³": gettext_lazy("立方米或m³"),
    "KG|Kg|kG": gettext_lazy("千克、公斤或kg"),
    "KW|Kw": gettext_lazy("千瓦或kW"),
    "平方(?![米公千厘分毫英尺里])": gettext_lazy("平方米"),
    "公分": gettext_lazy("厘米"),
}
_FORMS = [
    (re.compile(f"{_BEHIND_A_NUMBER}({form})(?![A-Za-z0-9²³])"), right)
    for form, right in _WRONG.items()
]
_NUMBER = re.compile(r"[0-9０-９.．]+[余多万亿]*\Z")
_SQUARE_SIGN = re.compile(f"{_BEHIND_A_NUMBER}(㎡|㎞|㎏|㎥)")
_FAMILIES = (
    re.compile(f"{_BEHIND_A_NUMBER}(公里|千米|[kK][mM](?![0-9²]))"),
    re.compile(f"{_BEHIND_A_NUMBER}(平方米|㎡|m²)"),
)


def _wrong_forms(passage: Passage) -> Iterator[Place]:
    """Yield each unit that is not written as the standard has it."""
    for form, right in _FORMS:
        for found in form.finditer(passage.text):
            words = {"stated": _stated(passage, found), "right": right}
            message = _("“%(stated)s”的计量单位不规范，应写作%(right)s。")
            yield found.start(1), found.end(1), message % words


def _stated(passage: Passage, found: re.Match[str]) -> str:
    """Return the unit with the number before it."""
    number = _NUMBER.search(passage.text, max(0, found.start() - 12), found.start())
    return f"{number[0] if number else ''}{found[1]}"


def _squeezed(passage: Passage) -> Iterator[Place]:
    """Yield each unit written as one squeezed sign, which many printing fonts lack."""
    for found in _SQUARE_SIGN.finditer(passage.text):
        message = _("“%(sign)s”是合体符号，有的字库没有，打印会缺字；宜写汉字单位。")
        yield found.start(1), found.end(1), message % {"sign": found[1]}


def _mixed(passage: Passage) -> Iterator[Place]:
    """Yield where a text turns from one way of writing a measure to another, once a measure."""
    for family in _FAMILIES:
        first = None
        for found in family.finditer(passage.text):
            first = first or found[1]
            if found[1] != first:
                words = {"one": first, "other": found[1]}
                message = _("前面用“%(one)s”，这里用“%(other)s”，同一种量请用一种单位。")
                yield found.start(1), found.end(1), message % words
                break


RULES = (
    Rule("unit.form", Severity.ERROR, gettext_lazy("计量单位不规范"), _wrong_forms),
    Rule("unit.squeezed", Severity.NOTE, gettext_lazy("单位用了合体符号"), _squeezed),
    Rule("unit.mixed", Severity.NOTE, gettext_lazy("单位前后不统一"), _mixed),
)
