"""The text of a briefing (简报) as it is first drafted: the period's figures and records.

Nothing is typed that a record says: figures stand as placeholders, records as loops over the
period, so that correcting a record corrects the draft.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.template.writing import as_words, write_template
from bihuan.lib.dates import write_period
from bihuan.lib.numerals import to_hanzi
from bihuan.lib.sources import Field, Source
from bihuan.orgs.models import Unit

KIND = "简报"
COLUMNS = 4
ROWS_TOLD = 20
# The unit's name stands in its own field, and a day in that of the register itself.
_LEFT_OUT = frozenset({"unit", "unit_kind", "date", "about_kind"})
_TOLD = frozenset({"text", "choice", "choices", "date", "unit"})


@dataclass(frozen=True)
class BriefingSpec:
    """What a briefing is to tell: the period, and the codes of figures and of sources.

    `name` stands in red (学习实践活动简报) and names the series; `year` and `number` are left to
    the issue unless an old series goes on.
    """

    code: str
    title: str
    name: str
    first: dt.date
    last: dt.date
    figures: Sequence[str] = ()
    sources: Sequence[str] = ()
    series: str = ""
    year: int | None = None
    number: int | None = None
    compiled_by: Sequence[str] = ()
    reported_to: Sequence[str] = ()
    sent_to: Sequence[str] = ()
    issued_to: Sequence[str] = ()
    copies: int | None = None


def briefing_template(
    unit: Unit, spec: BriefingSpec, labels: Mapping[str, str], offered: Mapping[str, Source]
) -> str:
    """Return the template; `labels` names the figures by code, `offered` the sources."""
    front: dict[str, Any] = {
        "code": spec.code,
        "kind": KIND,
        "title": spec.title.strip(),
        "issuer_mark": spec.name.strip(),
        "unit": unit.code,
        "period": f"{spec.first}..{spec.last}",
        "number": _number(spec),
        "signed_by": list(spec.compiled_by) or [unit.name],
        "reported_to": list(spec.reported_to),
        "sent_to": list(spec.sent_to),
        "issued_to": list(spec.issued_to),
        "copies": spec.copies,
        "figure_register": False,
    }
    parts = [_lead(spec, labels)]
    for at, code in enumerate(spec.sources, start=1):
        parts += _section(at, offered[code])
    return write_template(front, "\n\n".join(part for part in parts if part))


def _number(spec: BriefingSpec) -> dict[str, Any]:
    given = {"year": spec.year, "number": spec.number}
    told = {key: value for key, value in given.items() if value is not None}
    if not told and not spec.series:
        return {}  # the next of the series that the red head names
    return {"series": spec.series or spec.name.strip(), **told}


def _lead(spec: BriefingSpec, labels: Mapping[str, str]) -> str:
    period = write_period(spec.first, spec.last)
    told = "，".join(f"{as_words(labels[code])}{{{{ {code} }}}}" for code in spec.figures)
    return _("%(period)s，%(told)s。") % {
        "period": period,
        "told": told or _("有关工作情况如下"),
    }


def _section(at: int, source: Source) -> Iterable[str]:
    """Return a heading and a table of the source's records of the period."""
    fields = columns_told(source)
    heading = f"# {to_hanzi(at)}、{as_words(source.label)}"
    head = "| " + " | ".join(as_words(field.label) for field in fields) + " |"
    rule = "|" + "---|" * len(fields)
    cells = "| " + " | ".join(f"{{{{ row.{field.code} }}}}" for field in fields) + " |"
    loop = f'{{% for row in rows("{source.code}", limit={ROWS_TOLD}) %}}'
    return heading, "\n".join((head, rule, loop, cells, "{% endfor %}"))


def columns_told(source: Source) -> list[Field]:
    """Return the fields that a table tells: the unit, what the record is called, then the next.

    No personal data; and no numbers, as one that a record lacks would be 待核 and bar the issue.
    """
    can = [
        field
        for field in source.fields.values()
        if field.type in _TOLD
        and field.code not in _LEFT_OUT
        and field.code.isidentifier()
        and not field.is_sensitive
    ]
    first = [field for kind in ("unit", "text") for field in _first_of(can, kind)]
    others = [field for field in can if field not in first and field.type != "unit"]
    return [*first, *others][:COLUMNS]


def _first_of(fields: Sequence[Field], kind: str) -> Sequence[Field]:
    return [field for field in fields if field.type == kind][:1]
