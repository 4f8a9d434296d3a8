"""The front matter of a template: what stands on the page around the text."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bihuan.documents.paper import DocumentNumber
from bihuan.documents.template.faults import Fault, TemplateFaults
from bihuan.figures.periods import Period, parse_period
from bihuan.lib.errors import Invalid

_FENCE = re.compile(r"^---[ \t]*$")
_CODE = r"^[a-z0-9][a-z0-9_-]*$"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _period_text(value: object) -> object:
    """Accept the whole number that YAML makes of `2009`, and check what is written."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        try:
            parse_period(text)
        except Invalid as error:
            raise ValueError(error.message) from error
    return text


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class NumberWanted(_Strict):
    """The document number (发文字号); year and number may be left to the issue."""

    code: str = Field(min_length=1, max_length=20)
    year: int | None = Field(default=None, ge=1949, le=2999)
    number: int | None = Field(default=None, ge=1, le=99_999)

    def shown(self, year: int) -> DocumentNumber | None:
        """Return the number where it is already fixed; `year` stands in for one left out."""
        if self.number is None:
            return None
        return DocumentNumber(self.code, self.year or year, self.number)


class FrontMatter(_Strict):
    """The elements of a document around its text, named as GB/T 9704-2012 does (handbook §1.3)."""

    code: str = Field(pattern=_CODE, max_length=60)
    kind: str = Field(min_length=1, max_length=20)
    title: str = Field(min_length=1, max_length=200)
    unit: str = Field(default="", max_length=40)  # empty: the unit it is saved for
    issuer_mark: str = Field(default="", max_length=80)
    period: Annotated[str, BeforeValidator(_period_text)] = "all"
    number: NumberWanted | None = None
    signer: str = Field(default="", max_length=40)
    recipients: str = Field(default="", max_length=200)
    signed_by: Names = ()
    signed_on: dt.date | None = None
    note: str = Field(default="", max_length=200)
    cc: Names = ()
    printed_by: str = Field(default="", max_length=80)
    printed_on: dt.date | None = None
    figure_register: bool = True

    @property
    def days(self) -> Period:
        """Return the document's period as two days; None for all time."""
        return parse_period(self.period)


def split_template(text: str) -> tuple[str, str]:
    """Return front matter and text; each keeps its place, so that lines count from the file's top.

    Raises TemplateFaults where the front matter is missing or does not end.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not _FENCE.match(lines[0]):
        raise TemplateFaults([Fault(1, _("模板的第一行应是“---”，其后写公文的标题、文号等。"))])
    for at, line in enumerate(lines[1:], start=1):
        if _FENCE.match(line):
            return "\n" + "\n".join(lines[1:at]), "\n" * (at + 1) + "\n".join(lines[at + 1 :])
    raise TemplateFaults([Fault(1, _("公文要素没有以“---”结束，请在正文之前补上。"))])


def read_front_matter(text: str) -> FrontMatter:
    """Read front matter; raises TemplateFaults with every fault and its line."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise TemplateFaults(
            [Fault(line, _("公文要素不是正确的 YAML，请检查缩进和冒号。"))]
        ) from error
    if not isinstance(values, Mapping):
        raise TemplateFaults([Fault(1, _("公文要素应逐行写作“名称: 内容”。"))])
    try:
        return FrontMatter.model_validate(dict(values))
    except ValidationError as error:
        raise TemplateFaults(
            Fault(_line_of(tree, found["loc"]), _said(found["loc"], found))
            for found in error.errors()
        ) from error


def _line_of(tree: Any, location: tuple[int | str, ...]) -> int:
    """Return the line of a key, or of the nearest thing above it that is there."""
    line, node = 2, tree
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


_SENTENCES = {
    "missing": gettext_noop("缺少“%(key)s”，请补上。"),
    "extra_forbidden": gettext_noop("“%(key)s”不是公文要素，请检查写法。"),
    "string_too_short": gettext_noop("“%(key)s”不能为空。"),
    "string_too_long": gettext_noop("“%(key)s”太长，最多%(max_length)s个字。"),
    "string_type": gettext_noop("“%(key)s”应是文字；是数字的，请加引号。"),
    "string_pattern_mismatch": gettext_noop("“%(key)s”只能用小写字母、数字、- 和 _。"),
    "bool_type": gettext_noop("“%(key)s”应写 true 或 false。"),
    "bool_parsing": gettext_noop("“%(key)s”应写 true 或 false。"),
    "date_from_datetime_parsing": gettext_noop("“%(key)s”应写作 2010-02-03。"),
    "date_type": gettext_noop("“%(key)s”应写作 2010-02-03。"),
    "int_type": gettext_noop("“%(key)s”应是整数。"),
    "int_parsing": gettext_noop("“%(key)s”应是整数。"),
}


def _said(location: tuple[int | str, ...], found: Any) -> str:
    key = ".".join(str(step) for step in location)
    if found["type"] == "value_error":
        return str(found["ctx"]["error"])
    sentence = _SENTENCES.get(found["type"], "“%(key)s”的写法不对，请对照说明改正。")
    return _(sentence) % {"key": key, **found.get("ctx", {})}
