"""The shapes of a pack's YAML files, checked by pydantic; docs/reference/packs.md explains them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
UnitCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
ColumnKind = Literal[
    "text", "long_text", "integer", "decimal", "money", "date", "choice", "choices",
    "person", "unit", "yes_no", "place",
]  # fmt: skip
OPERATORS = (
    "is", "is_not", "in", "at_least", "at_most", "more_than", "less_than", "contains", "empty",
)  # fmt: skip


class Strict(BaseModel):
    """Refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PackInfo(Strict):
    """`[pack]` of pack.toml."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    title: str
    description: str = ""
    home: UnitCode | None = None
    today: str | None = None


class Choice(Strict):
    code: str
    label: str


def _as_choices(value: Any) -> Any:
    if isinstance(value, list):
        return [{"code": each, "label": each} if isinstance(each, str) else each for each in value]
    return value


class ColumnShape(Strict):
    """One column of a register."""

    code: Code
    label: Annotated[str, Field(min_length=1, max_length=60)]
    type: ColumnKind
    required: bool = False
    unit_of_measure: Annotated[str, Field(max_length=20)] = ""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: Annotated[int, Field(gt=0, le=20000)] | None = None
    choices: Annotated[tuple[Choice, ...], BeforeValidator(_as_choices)] = ()
    default: str | int | float | bool | None = None
    concept: Annotated[str, Field(max_length=80)] = ""
    sensitive: bool = False
    note: Annotated[str, Field(max_length=200)] = ""


class CheckShape(Strict):
    rule: Annotated[str, Field(max_length=300)]
    message: Annotated[str, Field(max_length=200)]


class RegisterShape(Strict):
    """A file of `registers/`."""

    code: Code
    label: Annotated[str, Field(max_length=80)]
    purpose: Annotated[str, Field(min_length=1, max_length=200)]
    legal_basis: Annotated[str, Field(min_length=1, max_length=200)]
    retention_years: Annotated[int, Field(gt=0, le=100)] | None = None
    unit_kinds: tuple[str, ...] = ()
    day: Code
    title: Code
    person: Code | None = None
    historical: bool = False
    columns: Annotated[tuple[ColumnShape, ...], Field(min_length=1)]
    checks: tuple[CheckShape, ...] = ()


class WordingShape(Strict):
    qualifier: str = ""
    magnitude: Literal["", "万", "亿"] = ""
    significant: Annotated[int, Field(ge=1, le=9)] | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    numerals: Literal["arabic", "hanzi"] = "arabic"
    rounded_to: Decimal | None = None
    tolerance: Decimal | None = None


class FigureShape(Strict):
    """One entry of figures.yaml."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    label: Annotated[str, Field(min_length=1, max_length=80)]
    source: str = ""
    aggregate: Literal["count", "sum", "avg", "min", "max", "distinct", "latest", "span", "ratio"]
    field: str = ""
    until: str = ""
    where: tuple[dict[str, Any], ...] = ()
    period: str = "document"
    numerator: str = ""
    denominator: str = ""
    unit: Annotated[str, Field(max_length=20)] = ""
    nature: Literal[
        "exact", "lower_bound", "approximate", "norm", "plan", "ratio", "zero_claim",
        "announced", "date",
    ] = "exact"  # fmt: skip
    wording: WordingShape = WordingShape()
    note: Annotated[str, Field(max_length=300)] = ""
    checked_by: str = ""

    @field_validator("where")
    @classmethod
    def conditions_have_one_operator(
        cls, where: tuple[dict[str, Any], ...]
    ) -> tuple[dict[str, Any], ...]:
        for part in where:
            operators = [key for key in part if key != "field"]
            if "field" not in part or len(operators) != 1 or operators[0] not in OPERATORS:
                raise ValueError(f"条件应写作 {{field: 字段, is: 值}}，可用 {'、'.join(OPERATORS)}")
        return where


class FormCellShape(Strict):
    """One cell of a form, or an area: a figure, a list, words, or left blank on purpose."""

    sheet: Annotated[str, Field(min_length=1, max_length=40)]
    area: Annotated[str, Field(pattern=r"^[A-Z]{1,3}[0-9]+(:[A-Z]{1,3}[0-9]+)?$")]
    figure: str = ""
    period: str = "this"
    unit: str = ""
    scale: str = ""
    decimals: int | None = None
    list: str = ""
    fields: tuple[str, ...] = ()
    where: tuple[dict[str, Any], ...] = ()
    order: str = ""
    text: str = ""
    words: str = ""
    blank: bool = False

    @model_validator(mode="after")
    def one_answer(self) -> "FormCellShape":
        said = (self.figure, self.list, self.text or self.words, self.blank)
        if sum(map(bool, said)) != 1:
            raise ValueError("figure、list、text（或 words）、blank 只写一样")
        return self


class FormCheckShape(Strict):
    sheet: str
    rule: Annotated[str, Field(max_length=300)]
    message: Annotated[str, Field(max_length=200)] = ""


class FormShape(Strict):
    """One entry of forms.yaml."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    label: Annotated[str, Field(min_length=1, max_length=80)]
    file: Annotated[str, Field(pattern=r"^forms/[^/\\]+\.xlsx?$")]
    period: Literal["month", "quarter", "year", "once"]
    issued_by: Annotated[str, Field(min_length=1, max_length=80)]
    due_day: Annotated[int, Field(ge=1, le=31)] | None = None
    due_months: Annotated[int, Field(ge=0, le=12)] = 1
    due_on: dt.date | None = None
    first: dt.date | None = None
    cells: tuple[FormCellShape, ...] = ()
    checks: tuple[FormCheckShape, ...] = ()
    filled: tuple[str, ...] = ()
    filled_by: str = ""
    sent: Mapping[str, dt.date] = {}
    sent_reason: Annotated[str, Field(max_length=200)] = ""


class FormsFile(Strict):
    forms: tuple[FormShape, ...]


class FiguresFile(Strict):
    figures: tuple[FigureShape, ...]
