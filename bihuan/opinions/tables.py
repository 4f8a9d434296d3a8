"""Tables of another system, read into opinions or classes; what is wrong is told by row."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.workbooks.reading import Cell, Sheet, read_workbook
from bihuan.opinions.actions.categories import CategorySpec, words_in
from bihuan.opinions.actions.specs import LONGEST_SHORT, OpinionSpec, checked
from bihuan.opinions.models import Category, Channel, Giver
from bihuan.opinions.reading import GIVERS, digest_of, read_day
from bihuan.orgs.models import Unit

SHARE_OF_HEADS = 0.6
LOOKED_FOR_HEADS = 15
CODE = ("代码", "code")
LABEL = ("名称", "类别", "label")
WORDS = ("常用词", "keywords")
PARENT = ("上级", "parent")
LEVELS = (
    ("level1", "一级", "一级分类"),
    ("level2", "二级", "二级分类"),
    ("level3", "三级", "三级分类"),
)


@dataclass(frozen=True)
class Table:
    """The heads of a table, and its rows with the number that a spreadsheet gives each."""

    heads: tuple[str, ...]
    rows: list[tuple[int, list[Cell]]]

    @property
    def digest(self) -> str:
        """Return what the table is known again by."""
        return digest_of(self.heads)

    def place_of(self, names: Sequence[str]) -> int | None:
        """Return where a column stands that has one of some names."""
        return next((at for at, head in enumerate(self.heads) if head in names), None)


@dataclass
class Reading:
    """What a table gives: good rows as specs, faults by row, and what is already there."""

    specs: list[OpinionSpec] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    unplaced: int = 0  # rows whose unit nobody knows: of the home as a whole


def read_table(source: Path | bytes, name: str) -> Table:
    """Return the first sheet that has rows; raises WorkbookRefused, Invalid without heads."""
    sheets = [
        sheet for sheet in read_workbook(source, name=name) if sheet.rows and not sheet.hidden
    ]
    if not sheets:
        raise Invalid(_("文件里没有可见的表格，请检查后重新上传。"))
    return _table(sheets[0])


def _table(sheet: Sheet) -> Table:
    width = max(len(row) for row in sheet.rows)
    for at, row in enumerate(sheet.rows[:LOOKED_FOR_HEADS]):
        filled = [cell for cell in row if cell not in (None, "")]
        if len(filled) >= max(1, width * SHARE_OF_HEADS) and all(
            isinstance(c, str) for c in filled
        ):
            heads = tuple(written(cell).strip() for cell in row)
            rows = [
                (number, cells)
                for number, cells in enumerate(sheet.rows[at + 1 :], at + 2)
                if any(cell not in (None, "") for cell in cells)
            ]
            return Table(heads, rows)
    raise Invalid(_("没有找到表头，请让第一行写明每列是什么。"))


def written(cell: Cell) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date | dt.datetime):
        return cell.isoformat()
    return str(cell)


def opinions_in(
    table: Table,
    columns: Mapping[str, str],
    channel: str,
    home: Unit,
    categories: Sequence[Category],
) -> Reading:
    """Read a table's rows by a mapping; every row is a spec that would be taken, or a fault."""
    places = {
        name: table.heads.index(head) for name, head in columns.items() if head in table.heads
    }
    units = units_by_name(home)
    classes = {name: c.code for c in categories for name in (c.label, c.code)}
    reading = Reading()
    for number, cells in table.rows:
        given = {name: cells[at] for name, at in places.items()}
        try:
            spec, is_placed = _spec(given, channel, home, units, classes, "raised_on" in places)
            reading.specs.append(checked(spec, home))
            reading.unplaced += not is_placed
        except Invalid as fault:
            reading.faults.append((number, str(fault)))
    return reading


def units_by_name(home: Unit) -> dict[str, Unit]:
    """Return the units of a home by every name that they go by."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.under(home.path).open_on(clock.today()).filter(home=home):
        for name in (unit.name, unit.short_name, unit.code):
            if name:
                found.setdefault(name, unit)
    return found


def _spec(
    given: Mapping[str, Cell],
    channel: str,
    home: Unit,
    units: Mapping[str, Unit],
    classes: Mapping[str, str],
    has_day: bool,
) -> tuple[OpinionSpec, bool]:
    said = {name: written(cell) for name, cell in given.items()}
    day = read_day(given.get("raised_on")) if has_day else clock.today()
    if day is None:
        raise Invalid(
            _("提出日期“%(day)s”看不懂，请写成 2010-01-20。") % {"day": said["raised_on"][:20]}
        )
    named = said.get("unit", "").strip()
    unit = units.get(named)
    place = said.get("place", "").strip() or ("" if unit else named)
    title, text = said.get("title", "").strip(), said.get("text", "")
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n{text}" if text.strip() else title
    spec = OpinionSpec(
        text=text,
        channel=channel,
        raised_on=day,
        unit=unit or home,
        giver=GIVERS.get(said.get("giver", "").strip(), Giver.UNKNOWN),
        place=" ".join(place.split())[:LONGEST_SHORT],
        ref=said.get("ref", "").strip(),
        category=classes.get(said.get("category", "").strip()),
    )
    return spec, bool(unit) or not named


def categories_in(content: bytes, name: str, home: Unit, depth: int = 1) -> list[CategorySpec]:
    """Read a tree: columns 代码, 名称, 常用词, 上级; or one column a level (level1, level2 …).

    Of levels, the first `depth` become classes and those below their words. Raises Invalid.
    """
    table = read_table(content, name)
    label = table.place_of(LABEL)
    levels = [at for names in LEVELS if (at := table.place_of(names)) is not None]
    if levels:
        return _of_levels(table, levels, depth, home)
    if label is None:
        raise Invalid(_("表里没有“名称”列（或 level1、level2 分级列），请照样表改好表头。"))
    code, words, parent = (table.place_of(names) for names in (CODE, WORDS, PARENT))
    by_label = {c.label: c.code for c in Category.objects.filter(home=home)}
    found: list[CategorySpec] = []
    for _number, cells in table.rows:
        said = [written(cell).strip() for cell in cells]
        if not said[label]:
            continue
        own = said[code] if code is not None else by_label.get(said[label], "")
        own = own or code_of(said[label])
        by_label[said[label]] = own
        above = said[parent] if parent is not None else ""
        found.append(
            CategorySpec(
                own,
                said[label],
                words_in(said[words]) if words is not None else (),
                by_label.get(above, above),
            )
        )
    return found


def _of_levels(table: Table, levels: Sequence[int], depth: int, home: Unit) -> list[CategorySpec]:
    codes = {(c.parent_id, c.label): c.code for c in Category.objects.filter(home=home)}
    top = {label: code for (parent, label), code in codes.items() if parent is None}
    words: dict[tuple[str, ...], dict[str, None]] = {}
    for _number, cells in table.rows:
        path = tuple(label for at in levels if (label := written(cells[at]).strip()))
        for end in range(1, min(depth, len(path)) + 1):
            words.setdefault(path[:end], {}).update(dict.fromkeys(path[end:]))

    def code(path: tuple[str, ...]) -> str:
        return (
            top.get(path[0], "") if len(path) == 1 and path[0] in top else code_of("/".join(path))
        )

    return [
        CategorySpec(code(path), path[-1], tuple(some), code(path[:-1]) if path[1:] else "")
        for path, some in words.items()
    ]


def code_of(label: str) -> str:
    """Return a code for a class that came without one; the same label has the same code."""
    return "c" + hashlib.sha256(label.encode()).hexdigest()[:10]


CHANNELS_OF_TABLES = (
    Channel.HOTLINE,
    Channel.WEB,
    Channel.OTHER_SYSTEM,
    Channel.SYMPOSIUM,
    Channel.QUESTIONNAIRE,
    Channel.VISIT,
    Channel.BOX,
    Channel.SUPERIOR,
    Channel.SELF,
    Channel.MUTUAL,
)
"""What a table of opinions may have come by, the most usual first."""
