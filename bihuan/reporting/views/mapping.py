"""The mapping page: the sheet drawn, and beside it what answers the chosen cell."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.lib.errors import Invalid
from bihuan.reporting.actions import CellSpec, clear_cells, map_cells
from bihuan.reporting.board import Board
from bihuan.reporting.filling.lists import NUMBER
from bihuan.reporting.forms import FigureCellForm, TextCellForm
from bihuan.reporting.models import CellKind, FormCell, FormVersion
from bihuan.reporting.package.places import Area, Place, column_letters
from bihuan.reporting.package.reading import Grid
from bihuan.reporting.rules import FigureSaid, ListSaid, TextSaid, as_json, said_of
from bihuan.reporting.spreading import Choice, left_blank, spread
from bihuan.reporting.surroundings import labels_of
from bihuan.reporting.views.finding import actor_of, mapped_version

SURE = 80.0


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a blank with its mapping; a post maps the chosen cells and goes on to the next gap."""
    version = mapped_version(request, pk)
    board = Board(version, actor_of(request))
    grid, place = _chosen(request, board)
    forms: dict[str, Any] = {}
    if request.method == "POST" and place is not None:
        try:
            done = _mapped(request, board, grid, place, forms)
        except Invalid as error:
            forms["fault"] = error.message
            done = False
        if done:
            return _onward(version, board, grid, place, request)
    context = _context(request, board, grid, place, forms)
    is_panel = request.headers.get("HX-Target") == "panel"
    template = "reporting/_panel.html" if is_panel else "reporting/mapping.html"
    status = 422 if forms else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _chosen(request: HttpRequest, board: Board) -> tuple[Grid, Place | None]:
    """Return the sheet and cell of an address: the first shown sheet, no cell, where not said."""
    shown = board.workbook.shown or board.workbook.sheets
    name = request.GET.get("sheet", "")
    grid = next((one for one in shown if one.name == name), shown[0])
    text = request.GET.get("cell", "")
    place = grid.anchor(Place.of(text)) if text else None
    return grid, place


def _mapped(
    request: HttpRequest, board: Board, grid: Grid, place: Place, forms: dict[str, Any]
) -> bool:
    """Do what was posted; the forms with their errors are put into `forms` where it cannot be."""
    what, actor, version = request.POST.get("do", ""), actor_of(request), board.version
    if what == "propose":
        number = int(request.POST.get("number", "0") or 0)
        found = board.proposals_at(grid, place)
        if 0 <= number < len(found):
            spec = CellSpec(grid.name, str(place), found[number].said)
            map_cells(actor=actor, version=version, cells=[spec])
            return True
    elif what == "figure":
        form = FigureCellForm(request.POST, units=board.unit_choices())
        if form.is_valid():
            map_cells(actor=actor, version=version, cells=_spread(board, grid, form))
            return True
        forms["figure_form"] = form
    elif what == "text":
        text_form = TextCellForm(request.POST)
        if text_form.is_valid():
            said = TextSaid(**text_form.cleaned_data)
            specs = [CellSpec(grid.name, str(place), said)]
            map_cells(actor=actor, version=version, cells=specs)
            return True
        forms["text_form"] = text_form
    elif what == "list":
        map_cells(actor=actor, version=version, cells=[_list_of(request, grid)])
        return True
    elif what in ("blank", "clear"):
        _emptied(request, board, grid, place, is_meant=what == "blank")
        return True
    return False


def _spread(board: Board, grid: Grid, form: FigureCellForm) -> list[CellSpec]:
    values = dict(form.cleaned_data)
    by_label = {definition.label: code for code, definition in board.definitions.items()}
    values["figure"] = by_label.get(values["figure"], values["figure"])
    return spread(Choice(**values), grid, board.units)


def _emptied(
    request: HttpRequest, board: Board, grid: Grid, place: Place, *, is_meant: bool
) -> None:
    actor, area = actor_of(request), Area.of(request.POST.get("area") or str(place))
    if not is_meant:
        clear_cells(actor=actor, version=board.version, sheet=grid.name, area=str(area))
        return
    specs = left_blank(str(area), grid)
    map_cells(actor=actor, version=board.version, cells=specs)


def _list_of(request: HttpRequest, grid: Grid) -> CellSpec:
    """Return the list that was posted: a field a column, perhaps one condition."""
    area = Area.of(request.POST.get("area", ""))
    columns = range(area.first.column, area.last.column + 1)
    fields = tuple(request.POST.get(f"field_{column}", "") for column in columns)
    field, value = request.POST.get("where_field", ""), request.POST.get("where_value", "").strip()
    where = ({"field": field, "is": value},) if field and value else ()
    order = request.POST.get("order", "")
    if order and request.POST.get("descending"):
        order = f"-{order}"
    period = request.POST.get("period", "this")
    said = ListSaid(request.POST.get("source", ""), fields, where, order, period)
    return CellSpec(grid.name, str(area), said)


def _onward(
    version: FormVersion, board: Board, grid: Grid, place: Place, request: HttpRequest
) -> HttpResponse:
    """Go on to the next gap after the cell that was mapped, or stay where it was cleared."""
    fresh = Board(version, board.actor)
    stays = request.POST.get("do") == "clear"
    gap = None if stays else fresh.next_gap(grid.name, place)
    sheet, cell = gap or (grid.name, place)
    if gap is None and not stays:
        messages.success(request, _("所有要填的格子都设好了，可以填报了。"))
    query = urlencode({"sheet": sheet, "cell": str(cell)})
    address = reverse("reporting:mapping", args=[version.form_id])
    return redirect(f"{address}?{query}#c-{cell}")


def _context(
    request: HttpRequest, board: Board, grid: Grid, place: Place | None, forms: dict[str, Any]
) -> dict[str, Any]:
    address = f"?{urlencode({'sheet': grid.name})}"
    shown = board.workbook.shown or board.workbook.sheets
    gaps = board.gaps
    context: dict[str, Any] = {
        "form": board.form,
        "version": board.version,
        "grid": grid,
        "place": place,
        "address": address,
        "sheets": [(one.name, urlencode({"sheet": one.name}), one is grid) for one in shown],
        "gap_count": len(gaps),
        "mapped_count": len(board.cells),
        "first_gap": f"?{urlencode({'sheet': gaps[0][0].name, 'cell': gaps[0][1]})}"
        if gaps
        else "",
        "sure_count": len(board.all_proposals(SURE)) if gaps else 0,
        "drawing": board.drawing(grid, place, address),
    }
    if place is not None:
        context |= _cell_context(request, board, grid, place) | forms
    return context


def _cell_context(request: HttpRequest, board: Board, grid: Grid, place: Place) -> dict[str, Any]:
    cell = board.cell_at(grid.name, place)
    said = said_of(cell.kind, cell.said) if cell else None
    is_gap = cell is None and any(one is grid and at == place for one, at in board.gaps)
    area = request.GET.get("area") or (cell.area if cell else str(place))
    return {
        "labels": str(labels_of(grid, place)),
        "cell": cell,
        "formula": grid.cell(place).formula,
        "words": board.words_of(cell) if cell else "",
        "is_gap": is_gap,
        "who_would_know": board.who_would_know(grid, place) if is_gap else "",
        "proposals": [
            (number, one, board.words_of(_as_cell(board, grid, place, one.said)))
            for number, one in enumerate(board.proposals_at(grid, place))
        ],
        "offers": board.offers(),
        "figure_form": FigureCellForm(
            initial=_figure_initial(board, grid, place, said), units=board.unit_choices()
        ),
        "text_form": TextCellForm(
            initial={"what": said.what, "text": said.text} if isinstance(said, TextSaid) else {}
        ),
        "listing": _listing(request, board, area, said),
        "area": area,
    }


def _as_cell(board: Board, grid: Grid, place: Place, said: FigureSaid) -> FormCell:
    return FormCell(
        version=board.version, sheet=grid.name, area=str(place), kind=CellKind.FIGURE,
        said=as_json(said),
    )  # fmt: skip


def _figure_initial(board: Board, grid: Grid, place: Place, said: Any) -> dict[str, Any]:
    if isinstance(said, FigureSaid):
        definition = board.definitions.get(said.figure)
        return {
            "area": str(place),
            "figure": definition.label if definition else said.figure,
            "period": said.period,
            "unit": said.unit,
            "scale": said.scale,
            "decimals": said.decimals,
        }
    return {"area": str(place), "period": board.usual_days(grid, place)}


def _listing(request: HttpRequest, board: Board, area: str, said: Any) -> dict[str, Any]:
    """Return what the part on lists shows: the sources, and for a chosen one a field a column."""
    is_list = isinstance(said, ListSaid)
    chosen = request.GET.get("source") or (said.source if is_list else "")
    source = board.sources.get(chosen)
    context: dict[str, Any] = {"sources": list(board.sources.values()), "source": source}
    if source is None:
        return context
    block = Area.of(area)
    now = list(said.fields) if is_list and len(said.fields) == block.width else []
    fields = [field for field in source.fields.values() if field.code != "unit"]
    context |= {
        "fields": fields,
        "number": NUMBER,
        "columns": [
            (column, column_letters(column), now[at] if now else "")
            for at, column in enumerate(range(block.first.column, block.last.column + 1))
        ],
        "where": said.where[0] if is_list and said.where else {},
        "order": said.order.removeprefix("-") if is_list else "",
        "descending": is_list and said.order.startswith("-"),
        "period": said.period if is_list else "this",
        "is_open": True,
    }
    return context
