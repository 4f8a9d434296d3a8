"""Stating figures: what is written, and what stands behind it in the register of figures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from bihuan.documents.paper import StatedFigure
from bihuan.documents.template.marks import figure_mark, words_mark
from bihuan.documents.template.values import FigureValue, RowValue
from bihuan.figures.asking import Amount, Answer, Scope
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.figures.periods import write_period
from bihuan.figures.rules import PENDING, Style, wording
from bihuan.lib.dates import write_period as days_written
from bihuan.lib.errors import Invalid
from bihuan.lib.moments import moment_text
from bihuan.lib.sources import Source

DECIMALS_SHOWN = 6


@dataclass(frozen=True)
class Signed:
    """What a person signed for in place of records: the value, and the source they name."""

    value: Decimal | dt.date
    source: str
    signed_by: str


@dataclass(frozen=True)
class AskedFigure:
    """What exactly one stated figure asked.

    `key` is the same for the same figure over the same scope, whatever its wording. `record` is
    the record's id where the figure is a number of one record; `scope` is None then.
    """

    key: str
    code: str
    value: Amount
    scope: Scope | None = None
    record: str = ""
    kind: Literal["number", "date"] = "number"


class Statements:
    """Collects what a document states; the same words for the same figure are stated once."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        moment: dt.datetime,
        signed: Mapping[str, Signed],
        definitions: Mapping[str, Definition],
        scope: Scope,
    ) -> None:
        self.sources = sources
        self.moment = moment
        self.signed = signed
        self.definitions = definitions
        self.scope = scope
        self.figures: list[StatedFigure] = []
        self.asked: list[AskedFigure] = []
        self.words: list[str] = []
        self._at: dict[tuple[str, str], int] = {}

    def said(self, text: str) -> str:
        """Return the mark for words of a record."""
        self.words.append(text)
        return words_mark(len(self.words) - 1)

    def figure(self, figure: FigureValue) -> str:
        """Return the mark for a figure; raises Invalid for a wording that cannot be written."""
        answer, definition = figure.answer, figure.definition
        style = definition.style(**figure.wording)
        signature = self.signed.get(figure.key) if answer.is_pending else None
        value = signature.value if signature else figure.amount
        stated = StatedFigure(
            code=definition.code,
            label=self._label(answer),
            text=wording(value, style),
            value=plain(value),
            unit=definition.unit_of_measure,
            source=signature.source if signature else self._source_label(definition),
            note=definition.note,
            records=answer.records,
            as_of=self.moment,
            url=trace_url(definition.code, answer.scope),
            status="traced" if not answer.is_pending else "signed" if signature else "pending",
            signed_by=signature.signed_by if signature else "",
        )
        kind: Literal["number", "date"] = "date" if definition.nature == "date" else "number"
        return self._mark(
            stated,
            AskedFigure(figure.key, definition.code, value, scope=answer.scope, kind=kind),
        )

    def number(self, number: RowValue) -> str:
        """Return the mark for a number of one record."""
        source, row, field = number.row.source, number.row.row, number.field
        if field.is_sensitive:
            said = _("“%(field)s”是个人信息，不写入公文；要写的请定义为汇总的数据。")
            raise Invalid(said % {"field": field.label})
        record = str(source.record_id(row))
        key = f"{source.code}.{field.code}#{record}"
        amount = number.amount if isinstance(number.amount, Decimal) else None
        signature = self.signed.get(key) if amount is None else None
        value = signature.value if signature else amount
        stated = StatedFigure(
            code=f"{source.code}.{field.code}",
            label=_row_label(source, row, field.label),
            text=wording(value, row_style(field.unit_of_measure, number.wording)),
            value=plain(value),
            unit=field.unit_of_measure,
            source=signature.source if signature else source.label,
            note=_("该条记录的“%(field)s”") % {"field": field.label},
            records=1,
            as_of=self.moment,
            url=self._at_moment(source.url(row)),
            status="traced" if amount is not None else "signed" if signature else "pending",
            signed_by=signature.signed_by if signature else "",
        )
        return self._mark(stated, AskedFigure(key, stated.code, value, record=record))

    def _at_moment(self, url: str) -> str:
        """Return a record's address, as it stood at the document's moment where it has one."""
        if self.scope.as_of is None or not url:
            return url
        return f"{url}?{urlencode({'as_of': moment_text(self.scope.as_of)})}"

    def _mark(self, stated: StatedFigure, asked: AskedFigure) -> str:
        at = self._at.setdefault((asked.key, stated.text), len(self.figures))
        if at == len(self.figures):
            self.figures.append(stated)
            self.asked.append(asked)
        return figure_mark(at)

    def _label(self, answer: Answer) -> str:
        """Return a figure's name, with its unit and period where they are not the document's."""
        unit, period = answer.scope.unit, answer.scope.period
        apart = [str(unit)] if unit != self.scope.unit else []
        if period != self.scope.period:
            apart.append(days_written(*period) if period else _("全部时间"))
        label = answer.definition.label
        return f"{label}（{'，'.join(apart)}）" if apart else label

    def _source_label(self, definition: Definition) -> str:
        if not definition.is_ratio:
            found = self.sources.get(definition.source)
            return found.label if found else definition.source
        terms = (definition.numerator, definition.denominator)
        known = [self.definitions.get(code) for code in terms]
        return "÷".join(d.label if d else code for d, code in zip(known, terms, strict=True))


def row_style(unit_of_measure: str, overrides: Mapping[str, Any]) -> Style:
    """Return how a number of a record is written, with the wording keys given at its place."""
    words = dict(overrides)
    for key in ("rounded_to", "tolerance"):
        if words.get(key) is not None:
            words[key] = Decimal(str(words[key]))
    return Style(unit=unit_of_measure, **words)


def plain(value: Amount) -> str:
    """Write a value for the register: Arabic, to six decimals; a date in ISO form; none is 待核."""
    if value is None:
        return PENDING
    if isinstance(value, dt.date):
        return value.isoformat()
    if -value.normalize().as_tuple().exponent > DECIMALS_SHOWN:  # type: ignore[operator]
        value = round(value, DECIMALS_SHOWN)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _row_label(source: Source, row: Any, field_label: str) -> str:
    first = next((str(text) for text in source.describe(row).values() if text), "")
    return f"{first}·{field_label}" if first else field_label


def scope_text(scope: Scope | None) -> str:
    """Return a scope as people read it."""
    return "" if scope is None else f"{scope.unit}，{write_period(scope.period)}"
