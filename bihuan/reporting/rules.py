"""What a cell says of its answer, and how a number is written into it: pure values and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib.errors import Invalid
from bihuan.reporting.periods import VARIANTS

SCALES = {
    "": (gettext_lazy("原单位"), 0),
    "百": (gettext_lazy("以百计"), 2),
    "千": (gettext_lazy("以千计"), 3),
    "万": (gettext_lazy("以万计（元→万元）"), 4),
    "亿": (gettext_lazy("以亿计"), 8),
}
"""What a value is divided by: its name and the power of ten."""

TEXTS = {
    "unit": gettext_lazy("填报单位名称"),
    "period": gettext_lazy("报表时期（2010年1月）"),
    "filled_on": gettext_lazy("填报日期"),
    "filler": gettext_lazy("填表人的岗位"),
    "fixed": gettext_lazy("固定文字"),
}
NAMED_IN_ROW, NAMED_IN_COLUMN = "@row", "@column"
"""In the place of a unit or a period: the one that the labels of each cell name."""
MOST_ROWS = 500
MOST_DECIMALS = 6
MOST_DIGITS = 10  # of a division that does not come out even


@dataclass(frozen=True)
class FigureSaid:
    """A figure in a cell: which, over what days and unit, divided by what, to how many decimals.

    `unit` is the code of a unit below the one that the form is filled for; empty is that one.
    `decimals` None leaves the value as exact as it is.
    """

    figure: str
    period: str = "this"
    unit: str = ""
    scale: str = ""
    decimals: int | None = None

    def __post_init__(self) -> None:
        if self.period not in VARIANTS:
            raise Invalid(_("没有“%(variant)s”这种时期。") % {"variant": self.period})
        if self.scale not in SCALES:
            raise Invalid(_("没有“%(scale)s”这种单位。") % {"scale": self.scale})
        if self.decimals is not None and not 0 <= self.decimals <= MOST_DECIMALS:
            raise Invalid(_("小数位数应在 0 到 6 之间。"))


@dataclass(frozen=True)
class ListSaid:
    """A source's rows in an area: a field for each of its columns (empty: left as it is).

    `#` numbers the rows. `where` are conditions as a figure has them; `order` a field, `-` before
    it for descending; without one the earliest day comes first.
    """

    source: str
    fields: Sequence[str]
    where: Sequence[Mapping[str, Any]] = ()
    order: str = ""
    period: str = "this"


@dataclass(frozen=True)
class TextSaid:
    """Words in a cell: what they are (TEXTS), or the words themselves."""

    what: str
    text: str = ""

    def __post_init__(self) -> None:
        if self.what not in TEXTS:
            raise Invalid(_("没有“%(what)s”这种文字。") % {"what": self.what})
        if self.what == "fixed" and not self.text.strip():
            raise Invalid(_("请填写要写进这一格的文字。"))


Said = FigureSaid | ListSaid | TextSaid


def said_of(kind: str, said: Mapping[str, Any]) -> Said | None:
    """Read what a cell says back from JSON; None for a cell left blank. Raises Invalid."""
    shapes: dict[str, type[Said]] = {
        "figure": FigureSaid,
        "compared": FigureSaid,
        "list": ListSaid,
        "text": TextSaid,
    }
    shape = shapes.get(kind)
    if shape is None:
        return None
    try:
        return shape(**said)
    except TypeError as error:
        raise Invalid(_("这一格的填法写得不对，请重新设置。")) from error


def as_json(said: Said) -> dict[str, Any]:
    """Write what a cell says as JSON, without what is as usual."""
    return {key: value for key, value in asdict(said).items() if value not in ("", None, (), [])}


def scaled(value: Decimal, said: FigureSaid) -> Decimal:
    """Return a value as the cell takes it: divided, and rounded halves up."""
    number = value.scaleb(-SCALES[said.scale][1])
    if said.decimals is None:
        exponent = number.as_tuple().exponent
        is_endless = isinstance(exponent, int) and exponent < -MOST_DIGITS
        return round(number, MOST_DIGITS) if is_endless else number
    return number.quantize(Decimal(1).scaleb(-said.decimals), ROUND_HALF_UP)


def scaled_text(text: str) -> Decimal | str:
    """Return what somebody typed as a number where it is one, else as words."""
    try:
        number = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        return text
    return number if number.is_finite() and abs(number) < 10**15 else text


@dataclass(frozen=True)
class CheckResult:
    """A check as it came out: the rule, both sides, whether it holds.

    `state` is met, unmet, or open: it reads a gap, or cannot be worked out here.
    """

    sheet: str
    rule: str
    state: str
    left: str = ""
    right: str = ""
    message: str = ""
    places: Sequence[str] = field(default_factory=tuple)
