"""Pointing what counted an opinion register at the opinions themselves."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from bihuan.documents.models import Document
from bihuan.figures.actions import FigureSpec, define_figure
from bihuan.figures.models import Definition
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register
from bihuan.reporting.models import FormCell

SOURCE = "opinions.opinions"
FIELDS = {
    "category": "class",
    "channel": "channel",
    "giver": "giver",
    "target": "target",
    "answer": "answer",
    "place": "place",
    "occasion": "occasion",
    "text": "text",
}
"""Which field of the source a meaning of a column is."""
AS_THEY_ARE = frozenset({"", "unit_id"})


class Told(Protocol):
    """What is told of the pointing: labels of figures that were pointed, sentences on others."""

    figures: list[str]
    left: list[str]


def point_figures(
    actor: Actor, home: Unit, register: Register, meanings: Mapping[str, str], told: Told
) -> None:
    """Let the figures of a home that count a register count opinions, where each field is known.

    `meanings` says by column code what the column is.
    """
    fields = {code: FIELDS[name] for code, name in meanings.items() if name in FIELDS}
    fields |= {register.day_column: "raised_on"}
    counting = Definition.objects.filter(home__path__startswith=home.path, source=register.code)
    for definition in counting.select_related("home"):
        unknown = sorted(_named(definition) - fields.keys() - AS_THEY_ARE)
        if unknown:
            told.left.append(
                _("数据“%(figure)s”用到“%(columns)s”列，意见里没有对应的，请人工修改口径。")
                % {"figure": definition.label, "columns": "、".join(unknown)}
            )
            continue
        try:
            define_figure(actor=actor, home=definition.home, spec=_pointed(definition, fields))
        except Invalid as error:
            told.left.append(
                _("数据“%(figure)s”没有改成：%(why)s") % {"figure": definition.label, "why": error}
            )
        else:
            told.figures.append(definition.label)


def uses_elsewhere(home: Unit, register: Register) -> list[str]:
    """Return a sentence for each document or form that lists the register's rows itself."""
    said = []
    quoted = (f'rows("{register.code}"', f"rows('{register.code}'")
    for document in Document.objects.filter(home__path__startswith=home.path):
        if any(each in document.template for each in quoted):
            said.append(
                _("公文“%(title)s”直接列出台账“%(code)s”的记录，请改为列出“%(to)s”。")
                % {"title": document, "code": register.code, "to": SOURCE}
            )
    cells = FormCell.objects.filter(home__path__startswith=home.path, kind="list")
    forms = {
        str(cell.version.form)
        for cell in cells.select_related("version__form")
        if cell.said.get("source") == register.code
    }
    said += [
        _("报表“%(form)s”直接列出这本台账的记录，请在对应关系里改为“意见”。") % {"form": form}
        for form in sorted(forms)
    ]
    return said


def _named(definition: Definition) -> set[str]:
    return {definition.field, definition.until, *(str(part["field"]) for part in definition.where)}


def _pointed(definition: Definition, fields: Mapping[str, str]) -> FigureSpec:
    where: list[dict[str, Any]] = [
        {**part, "field": fields.get(str(part["field"]), part["field"])}
        for part in definition.where
    ]
    return FigureSpec(
        code=definition.code,
        label=definition.label,
        aggregate=definition.aggregate,
        source=SOURCE,
        field=fields.get(definition.field, definition.field),
        until=fields.get(definition.until, definition.until),
        where=where,
        period=definition.period,
        unit_of_measure=definition.unit_of_measure,
        nature=definition.nature,
        wording=definition.wording,
        note=definition.note,
        checked_by=definition.checked_by,
        sort_order=definition.sort_order,
    )
