"""The front matter of a template: what stands on the page around the text."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bihuan.documents.kinds import kind_named
from bihuan.documents.paper import DocumentNumber, LayoutName
from bihuan.documents.template.faults import Fault, TemplateFaults
from bihuan.figures.periods import Period, parse_period
from bihuan.lib.errors import Invalid

_FENCE = re.compile(r"^---[ \t]*$")
LONGEST_CODE = 20  # of an agency code, or of the name of a series
MOST_COPIES = 9_999
_CODE = r"^[a-z0-9][a-z0-9_-]*$"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _period_text(value: object) -> object:
    """Accept the number that YAML makes of `2009` and the day of `2009-10-01`; check the rest."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value) if is_number or isinstance(value, dt.date) else value
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
    """The document number (发文字号); year and number may be left to the issue.

    It runs under an agency code, or in a series (活动简报); `form` says how one of a series is
    written (第3期, 〔2010〕3号, 第3号), where its kind has another custom.
    """

    code: str = Field(default="", max_length=LONGEST_CODE)
    series: str = Field(default="", max_length=LONGEST_CODE)
    form: Literal["issue", "year", "order"] | None = None
    year: int | None = Field(default=None, ge=1949, le=2999)
    number: int | None = Field(default=None, ge=1, le=99_999)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.code) == bool(self.series):
            raise ValueError(
                _("文号要么写机关代字 code，要么写刊名或会议名 series，请写其中一个。")
            )
        if self.code and self.form:
            raise ValueError(_("有机关代字的文号写法是固定的，请删去 form。"))
        return self


class FrontMatter(_Strict):
    """The elements of a document around its text, named as GB/T 9704-2012 does (handbook §1.3)."""

    code: str = Field(pattern=_CODE, max_length=60)
    kind: str = Field(min_length=1, max_length=20)
    layout: Literal["document", "letter"] | None = None
    title: str = Field(min_length=1, max_length=200)
    unit: str = Field(default="", max_length=40)  # empty: the unit it is saved for
    issuer_mark: str = Field(default="", max_length=80)
    period: Annotated[str, BeforeValidator(_period_text)] = "all"
    number: NumberWanted | None = None
    signer: str = Field(default="", max_length=40)
    signer_post: str = Field(default="", max_length=40)
    seal: bool = False
    recipients: str = Field(default="", max_length=200)
    signed_by: Names = ()
    signed_on: dt.date | None = None
    note: str = Field(default="", max_length=200)
    cc: Names = ()
    printed_by: str = Field(default="", max_length=80)
    printed_on: dt.date | None = None
    figure_register: bool = True
    present: Names = ()
    absent: Names = ()
    observers: Names = ()
    reported_to: Names = ()
    sent_to: Names = ()
    issued_to: Names = ()
    copies: int | None = Field(default=None, ge=1, le=MOST_COPIES)

    @model_validator(mode="after")
    def _series_has_a_name(self) -> Self:
        needs_one = self.number is None and self.is_numbered_by_series
        if needs_one and len(self._own_series) > LONGEST_CODE:
            raise ValueError(
                _("刊名（issuer_mark）超过%(most)s个字，请用 number: {series: …} 写一个简称。")
                % {"most": LONGEST_CODE}
            )
        return self

    @model_validator(mode="after")
    def _layout_is_open(self) -> Self:
        if self.layout and kind_named(self.kind).layout not in ("document", "letter"):
            raise ValueError(_("%(kind)s的版式是固定的，请删去 layout。") % {"kind": self.kind})
        return self

    @property
    def laid_out(self) -> LayoutName:
        """Return the layout: the kind's own, unless a letter is chosen, or not, in its place."""
        return self.layout or kind_named(self.kind).layout

    @property
    def is_numbered_by_series(self) -> bool:
        """Tell whether papers of this kind run in a series (第3期, 〔2010〕3号)."""
        return kind_named(self.kind).number_form != "code"

    @property
    def _own_series(self) -> str:
        name = "".join(line.strip() for line in self.issuer_mark.splitlines())
        return name or self.kind

    @property
    def numbered(self) -> NumberWanted | None:
        """Return under what the document is numbered.

        A kind that runs in a series has one without naming it: that of its red head.
        """
        if self.number is None and self.is_numbered_by_series:
            return NumberWanted(series=self._own_series)
        return self.number

    def number_of(self, wanted: NumberWanted, year: int, number: int) -> DocumentNumber:
        """Return a number of the document's code or series, in the form of its kind."""
        if wanted.code:
            return DocumentNumber(wanted.code, year, number)
        custom = kind_named(self.kind).number_form
        form = wanted.form or ("issue" if custom == "code" else custom)
        return DocumentNumber(wanted.series, year, number, form)

    def number_shown(self, year: int) -> DocumentNumber | None:
        """Return the number where it is already fixed; `year` stands in for one left out."""
        wanted = self.numbered
        if wanted is None or wanted.number is None:
            return None
        return self.number_of(wanted, wanted.year or year, wanted.number)

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
    "literal_error": gettext_noop("“%(key)s”只能写 %(allowed)s。"),
}


def _said(location: tuple[int | str, ...], found: Any) -> str:
    key = ".".join(str(step) for step in location)
    if found["type"] == "value_error":
        return str(found["ctx"]["error"])
    sentence = _SENTENCES.get(found["type"], "“%(key)s”的写法不对，请对照说明改正。")
    given = found.get("ctx", {})
    allowed = _("、").join(re.findall("'([^']*)'", str(given.get("expected", ""))))
    return _(sentence) % {"key": key, "allowed": allowed, **given}
