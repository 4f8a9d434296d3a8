"""What answers the cells of a blank, and what must agree among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.files import store
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.reporting.blanks import opened
from bihuan.reporting.errors import BadMapping
from bihuan.reporting.filling.lists import refuse_unlistable
from bihuan.reporting.filling.sums import refuse_unreadable
from bihuan.reporting.models import CellKind, FormCell, FormCheck, FormVersion
from bihuan.reporting.package.places import Area
from bihuan.reporting.package.reading import Grid
from bihuan.reporting.rules import FigureSaid, ListSaid, Said, TextSaid, as_json

KINDS: dict[type[Said], CellKind] = {
    FigureSaid: CellKind.FIGURE,
    ListSaid: CellKind.LIST,
    TextSaid: CellKind.TEXT,
}
MOST_CELLS = 3_000


@dataclass(frozen=True)
class CellSpec:
    """A cell, or a list's area, and what answers it; `said` None leaves it blank on purpose."""

    sheet: str
    area: str
    said: Said | None


@dataclass(frozen=True)
class CheckSpec:
    """What must agree: a rule for a sheet, and the sentence said where it does not."""

    sheet: str
    rule: str
    message: str = ""


@action("report_form.map")
def map_cells(*, actor: Actor, version: FormVersion, cells: Sequence[CellSpec]) -> None:
    """Say what answers cells; what answered them before goes. All or none of them.

    A figure for a cell with a formula is held against its result: formulas are never overwritten.
    Raises NotAllowed, BadMapping, Invalid.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, version.home)
    _begin(version)
    checking = _Checking(version)
    made = [checking.checked(spec) for spec in cells]
    _remove(version, [(cell.sheet, cell.block) for cell in made])
    FormCell.objects.bulk_create(made)
    if version.cells.count() > MOST_CELLS:
        raise BadMapping(_("一张报表最多设置 3000 个格子。"))
    _record(actor, "report_form.map", version, _said(made))


@action("report_form.map")
def clear_cells(*, actor: Actor, version: FormVersion, sheet: str, area: str) -> None:
    """Take the mapping of an area away; its cells are gaps until something is chosen for them."""
    actor.require(Permission.DRAFT_DOCUMENTS, version.home)
    _begin(version)
    _remove(version, [(sheet, Area.of(area))])
    _record(actor, "report_form.map", version, [{"sheet": sheet, "area": area, "kind": ""}])


@action("report_form.checks")
def set_checks(*, actor: Actor, version: FormVersion, checks: Sequence[CheckSpec]) -> None:
    """Bring the checks of a blank to these; raises NotAllowed, Invalid for one not understood."""
    actor.require(Permission.DRAFT_DOCUMENTS, version.home)
    _begin(version)
    workbook = opened(store.get(version.blank.sha256))
    sheets = {grid.name: grid for grid in workbook.sheets}
    rows: dict[tuple[str, str], FormCheck] = {}
    for spec in checks:
        if spec.sheet not in sheets:
            raise Invalid(_("报表里没有名为“%(name)s”的工作表。") % {"name": spec.sheet})
        rule = checked_text(_("规则"), spec.rule, 300)
        message = checked_text(_("提示"), spec.message, 200, required=False)
        refuse_unreadable(rule, sheets, spec.sheet)
        rows[spec.sheet, rule] = FormCheck(
            home=version.home, version=version, sheet=spec.sheet, rule=rule, message=message
        )
    version.checks.all().delete()
    FormCheck.objects.bulk_create(rows.values())
    said = [{"sheet": row.sheet, "rule": row.rule} for row in rows.values()]
    _record(actor, "report_form.checks", version, said)


def _begin(version: FormVersion) -> None:
    """Lock the form; raise BadMapping where its level above has sent another blank since."""
    form = locked(version.form)
    newest = form.versions.values_list("number", flat=True).first()
    if newest != version.number:
        raise BadMapping(_("这张报表已换上新的空表，请在新表上设置。"))


class _Checking:
    """What the cells of one blank may be answered by."""

    def __init__(self, version: FormVersion) -> None:
        self.version = version
        workbook = opened(store.get(version.blank.sha256))
        self.sheets = {grid.name: grid for grid in workbook.sheets}
        self.definitions = definitions_in(version.home)
        self.units = set(Unit.objects.under(version.home.path).values_list("code", flat=True))

    def checked(self, spec: CellSpec) -> FormCell:
        grid = self.sheets.get(spec.sheet)
        if grid is None:
            raise BadMapping(_("报表里没有名为“%(name)s”的工作表。") % {"name": spec.sheet})
        area = Area.of(spec.area)
        kind = CellKind.BLANK if spec.said is None else KINDS[type(spec.said)]
        if isinstance(spec.said, ListSaid):
            self._list(grid, area, spec.said)
        else:
            kind = self._single(grid, area, spec.said, kind)
        return FormCell(
            home=self.version.home,
            version=self.version,
            sheet=grid.name,
            area=str(area),
            kind=kind,
            said=as_json(spec.said) if spec.said else {},
        )

    def _single(self, grid: Grid, area: Area, said: Said | None, kind: CellKind) -> CellKind:
        place = area.first
        if area.first != area.last:
            raise BadMapping(_("%(area)s 不是一个格子。") % {"area": area})
        if grid.anchor(place) != place:
            raise BadMapping(
                _("%(place)s 在合并的格子里，请选它的第一格 %(first)s。")
                % {"place": place, "first": grid.anchor(place)}
            )
        if isinstance(said, FigureSaid):
            if said.figure not in self.definitions:
                raise BadMapping(_("没有名为“%(code)s”的数据。") % {"code": said.figure})
            if said.unit and said.unit not in self.units:
                raise BadMapping(_("本单位没有代码为“%(code)s”的单位。") % {"code": said.unit})
        if grid.cell(place).formula:
            if kind != CellKind.FIGURE:
                raise BadMapping(
                    _("%(place)s 是公式，公式不改写；可以选一项数据同它核对。") % {"place": place}
                )
            return CellKind.COMPARED
        return kind

    def _list(self, grid: Grid, area: Area, said: ListSaid) -> None:
        for place in area.places():
            if grid.cell(place).formula and said.fields[place.column - area.first.column]:
                raise BadMapping(_("%(place)s 是公式，不能列入记录。") % {"place": place})
        for merge in grid.merges:
            if merge.meets(area) and merge.height > 1:
                raise BadMapping(
                    _("%(area)s 里有上下合并的格子（%(merge)s），不能逐行列入记录。")
                    % {"area": area, "merge": merge}
                )
        offered = sources(self.version.home, frozenset({said.source}))
        refuse_unlistable(said, offered[said.source], area.width)


def _remove(version: FormVersion, blocks: Iterable[tuple[str, Area]]) -> None:
    """Delete what stands within areas; a list goes whole where one of its cells is taken."""
    wanted = list(blocks)
    gone = [
        cell.pk
        for cell in version.cells.all()
        if any(cell.sheet == sheet and cell.block.meets(area) for sheet, area in wanted)
    ]
    version.cells.filter(pk__in=gone).delete()


def _said(cells: Iterable[FormCell]) -> list[dict[str, Any]]:
    return [
        {"sheet": cell.sheet, "area": cell.area, "kind": str(cell.kind), "said": cell.said}
        for cell in cells
    ]


def _record(actor: Actor, name: str, version: FormVersion, said: list[dict[str, Any]]) -> None:
    areas = "、".join(str(one.get("area") or one.get("rule")) for one in said[:8])
    audit.append(
        actor=actor,
        action=name,
        target=("reportform", version.form_id),
        unit_path=version.home.path,
        values={"version": version.number, "said": said},
        note=f"{version.form.label}：{areas}" + (_("等") if len(said) > 8 else ""),
    )
