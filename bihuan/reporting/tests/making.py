"""Forms and figures for the tests, made through the actions."""

from collections.abc import Sequence
from typing import Any

from django.test import Client

from bihuan.figures.models import Definition
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions import (
    CellSpec,
    CheckSpec,
    FormSpec,
    add_form,
    fill_form,
    map_cells,
    set_checks,
)
from bihuan.reporting.models import FilledCell, FilledForm, ReportForm
from bihuan.reporting.periods import read_period
from bihuan.reporting.rules import FigureSaid, ListSaid, TextSaid
from bihuan.reporting.tests.books import LISTED, SHEET, blank

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SPEC = FormSpec(
    "roads-monthly", "村级公路建设月报表", "month", "市交通局", due_day=5,
)  # fmt: skip


def make_figures(home: Unit) -> None:
    """Define length and number of roads, their cost, and a figure whose register is empty."""
    usual: dict[str, Any] = {"home": home, "source": "roads", "nature": "exact"}
    Definition.objects.create(
        **usual, code="km", label="建成公路里程", aggregate="sum", field="km",
        unit_of_measure="公里",
    )  # fmt: skip
    Definition.objects.create(
        **usual, code="roads", label="建成路段", aggregate="count", unit_of_measure="条"
    )
    Definition.objects.create(**usual, code="mean", label="平均里程", aggregate="avg", field="km")


def names(cast: Cast) -> Sequence[str]:
    """Return the names of the first three villages."""
    return [village.name for village in cast.villages[:3]]


def make_form(cast: Cast, content: bytes | None = None, **changes: Any) -> ReportForm:
    """Register the county's form as the town's clerk."""
    spec = FormSpec(**{**SPEC.__dict__, **changes})
    return add_form(
        actor=cast.actor("clerk"),
        home=cast.town,
        spec=spec,
        content=content or blank(names(cast)),
        file_name="公路月报.xlsx",
    )


def map_form(cast: Cast, form: ReportForm) -> None:
    """Map unit, period, the three columns by village, the list, and a check."""
    cells = [
        CellSpec(SHEET, "B2", TextSaid("unit")),
        CellSpec(SHEET, "D2", TextSaid("period")),
        CellSpec(SHEET, "B8", FigureSaid("km")),
        CellSpec(LISTED, "A2:C3", ListSaid("roads", ("#", "name", "km"), order="-km")),
    ]
    for row, village in enumerate(cast.villages[:3], 5):
        cells += [
            CellSpec(SHEET, f"B{row}", FigureSaid("km", unit=village.code)),
            CellSpec(SHEET, f"C{row}", FigureSaid("km", "year_to_date", village.code)),
            CellSpec(SHEET, f"D{row}", FigureSaid("roads", unit=village.code)),
        ]
    version, actor = newest_version(form), cast.actor("clerk")
    map_cells(actor=actor, version=version, cells=cells)
    set_checks(
        actor=actor, version=version, checks=[CheckSpec(SHEET, "B8 <= C8", "本月不应超过累计")]
    )


def fill_for(cast: Cast, form: ReportForm, period: str = "2010-01", **more: Any) -> FilledForm:
    """Fill the form as the clerk."""
    asked = read_period(form.period_kind, period)
    return fill_form(actor=cast.actor("clerk"), form=form, period=asked, **more)


def cell(filled: FilledForm, place: str, sheet: str = SHEET) -> FilledCell:
    """Return a cell of a filled form."""
    return filled.cells.get(sheet=sheet, cell=place)


def client_of(cast: Cast, who: str) -> Client:
    """Return a browser in which somebody of the cast is logged in."""
    client = Client()
    client.force_login(cast.account(who), backend=BACKEND)
    return client
