"""What a pack says, read and checked by itself: no database is asked.

`read_pack` gathers every fault it can see; what only the database knows (a unit that exists
already, a concept another register holds) is told by the rooms' actions while loading.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bihuan.figures.actions import FigureSpec
from bihuan.packs.faults import Faults
from bihuan.packs.files import Folder, Row, Yaml
from bihuan.packs.schema import FiguresFile, FigureShape, PackInfo, RegisterShape
from bihuan.registers.actions import ColumnSpec, RegisterSpec

CSV_COLUMNS: dict[str, tuple[str, ...]] = {
    "units.csv": ("code", "name", "kind", "parent"),
    "people.csv": ("code", "unit", "name"),
    "posts.csv": ("code", "unit", "title", "kind"),
    "post_terms.csv": ("post", "person", "from"),
    "teams.csv": ("code", "unit", "name", "kind", "from"),
    "team_members.csv": ("team", "person", "role", "from"),
    "contact_points.csv": ("person", "unit", "from"),
    "liaisons.csv": ("person", "branch", "from"),
    "accounts.csv": ("username", "role", "unit"),
}
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class FigureEntry:
    """A figure with the place it stands in."""

    spec: FigureSpec
    file: str
    line: int


@dataclass(frozen=True)
class RegisterEntry:
    """A register with its file and the lines of its columns."""

    spec: RegisterSpec
    file: str
    yaml: Yaml


@dataclass(frozen=True)
class DocumentEntry:
    """A document template's text with its file."""

    text: str
    file: str


@dataclass
class Pack:
    """A pack as read."""

    folder: Path
    info: PackInfo
    tables: dict[str, list[Row]] = field(default_factory=dict)
    registers: list[RegisterEntry] = field(default_factory=list)
    figures: list[FigureEntry] = field(default_factory=list)
    documents: list[DocumentEntry] = field(default_factory=list)
    records: dict[str, list[Row]] = field(default_factory=dict)


def read_pack(path: Path) -> tuple[Pack, Faults]:
    """Read a folder; the faults say what of it cannot be understood."""
    folder = Folder(path)
    if not folder.path.is_dir():
        folder.faults.add(str(path), 0, "没有这个文件夹。")
        return Pack(folder.path, PackInfo(code="none", title="")), folder.faults
    pack = Pack(folder.path, _info(folder))
    for name, required in CSV_COLUMNS.items():
        pack.tables[name] = folder.rows(name, required)
    pack.registers = list(_registers(folder))
    pack.figures = list(_figures(folder))
    for name in folder.names("documents/*.md"):
        text = folder.text(name)
        if text is not None:
            pack.documents.append(DocumentEntry(text.replace("\r\n", "\n"), name))
    for name in folder.names("records/*.csv"):
        code = Path(name).stem
        pack.records[code] = folder.rows(name, ("ref", "unit"))
        if all(entry.spec.code != code for entry in pack.registers):
            folder.faults.add(name, 0, f"内容包里没有代码为“{code}”的台账。")
    return pack, folder.faults


def _info(folder: Folder) -> PackInfo:
    data = folder.toml("pack.toml")
    shape = _shaped(PackInfo, data.get("pack", {}), Yaml("pack.toml", data, None), folder.faults)
    return shape or PackInfo(code="none", title="")


def _registers(folder: Folder) -> Iterator[RegisterEntry]:
    seen: dict[str, str] = {}
    concepts: dict[str, str] = {}
    for name in folder.names("registers/*.yaml"):
        read = folder.yaml(name)
        shape = _shaped(RegisterShape, read.data, read, folder.faults) if read else None
        if read is None or shape is None:
            continue
        if shape.code in seen:
            line = read.line(("code",))
            folder.faults.add(name, line, f"台账代码“{shape.code}”已在 {seen[shape.code]} 用过。")
        seen.setdefault(shape.code, name)
        for at, column in enumerate(shape.columns):
            held = concepts.get(column.concept) if column.concept else None
            if held:
                line = read.line(("columns", at, "concept"))
                folder.faults.add(name, line, f"概念“{column.concept}”已由 {held} 登记。")
            elif column.concept:
                concepts[column.concept] = f"{name} 的“{column.label}”"
        yield RegisterEntry(_register_spec(shape, len(seen)), name, read)


def _figures(folder: Folder) -> Iterator[FigureEntry]:
    name = "figures.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(FiguresFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: dict[str, int] = {}
    codes = {figure.code for figure in shape.figures}
    for at, figure in enumerate(shape.figures):
        line = read.line(("figures", at))
        for word in (figure.code, figure.label):
            if word in seen:
                folder.faults.add(name, line, f"“{word}”已在第{seen[word]}行用过。")
            seen.setdefault(word, line)
        for key in ("numerator", "denominator", "checked_by"):
            named = getattr(figure, key)
            if named and named not in codes:
                folder.faults.add(name, read.line(("figures", at, key)), f"没有数据“{named}”。")
        yield FigureEntry(_figure_spec(figure, at), name, line)


def _shaped(shape: type[Shape], data: Any, read: Yaml, faults: Faults) -> Shape | None:
    try:
        return shape.model_validate(data if data is not None else {})
    except ValidationError as error:
        for fault in error.errors():
            location = fault["loc"]
            where = ".".join(str(step) for step in location)
            faults.add(read.file, read.line(location), f"{where or '内容'}：{_in_chinese(fault)}")
        return None


def _in_chinese(fault: Any) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    said = {
        "missing": "缺少这一项",
        "extra_forbidden": "不认识这一项",
        "literal_error": f"应为 {context.get('expected', '')} 之一",
        "string_pattern_mismatch": "代码应以小写字母开头，只含小写字母、数字和下划线",
        "string_too_long": f"过长（最多{context.get('max_length')}字）",
        "value_error": str(context.get("error", "")),
    }
    return said.get(kind) or str(fault["msg"])


def _register_spec(shape: RegisterShape, position: int) -> RegisterSpec:
    return RegisterSpec(
        code=shape.code,
        label=shape.label,
        purpose=shape.purpose,
        legal_basis=shape.legal_basis,
        day=shape.day,
        title=shape.title,
        person=shape.person or "",
        retention_years=shape.retention_years,
        unit_kinds=shape.unit_kinds,
        is_historical=shape.historical,
        checks=tuple((check.rule, check.message) for check in shape.checks),
        sort_order=position,
        columns=tuple(
            ColumnSpec(
                code=column.code,
                label=column.label,
                type=column.type,
                required=column.required,
                unit_of_measure=column.unit_of_measure,
                decimals=column.decimals,
                minimum=column.min,
                maximum=column.max,
                max_length=column.max_length,
                choices=tuple({"code": c.code, "label": c.label} for c in column.choices),
                default=column.default,
                concept=column.concept,
                is_sensitive=column.sensitive,
                note=column.note,
            )
            for column in shape.columns
        ),
    )


def _figure_spec(shape: FigureShape, position: int) -> FigureSpec:
    wording = shape.wording.model_dump(mode="json", exclude_defaults=True)
    return FigureSpec(
        code=shape.code,
        label=shape.label,
        aggregate=shape.aggregate,
        source=shape.source,
        field=shape.field,
        until=shape.until,
        where=shape.where,
        period=shape.period,
        numerator=shape.numerator,
        denominator=shape.denominator,
        unit_of_measure=shape.unit,
        nature=shape.nature,
        wording=wording,
        note=shape.note,
        checked_by=shape.checked_by,
        sort_order=position,
    )
