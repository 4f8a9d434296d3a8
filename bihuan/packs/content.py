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
from bihuan.packs.campaign_shapes import CampaignsFile, CampaignShape
from bihuan.packs.faults import Faults
from bihuan.packs.files import Folder, Row, Yaml
from bihuan.packs.gate_shapes import GatesFile, GateShape
from bihuan.packs.poll_shapes import PollsFile, PollShape
from bihuan.packs.problem_shapes import ProblemsFile, ProblemShape
from bihuan.packs.requirement_shapes import RequirementsFile, RequirementShape
from bihuan.packs.schema import (
    FiguresFile,
    FormsFile,
    FormShape,
    PackInfo,
    RegisterShape,
)
from bihuan.packs.specs import figure_spec, register_spec
from bihuan.registers.actions import RegisterSpec

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
    "opinion_categories.csv": ("code", "label"),
    "opinion_groups.csv": ("code", "wording"),
    "disputes.csv": ("ref", "unit", "title", "type", "found_on"),
    "petitions.csv": ("ref", "unit", "title", "form", "received_on"),
    "meetings.csv": ("ref", "unit", "title", "kind", "on"),
    "resolutions.csv": ("ref", "meeting", "text"),
    "heart_talks.csv": ("ref", "first", "second", "on"),
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


@dataclass(frozen=True)
class FormEntry:
    """A form of the level above with its blank's bytes and the place it stands in."""

    shape: FormShape
    blank: bytes
    file: str
    yaml: Yaml
    at: int

    @property
    def line(self) -> int:
        """Return the line that the form begins on."""
        return self.yaml.line(("forms", self.at))

    def cell_line(self, number: int) -> int:
        """Return the line of one of its cells."""
        return self.yaml.line(("forms", self.at, "cells", number))


@dataclass(frozen=True)
class ProblemEntry:
    """A problem with the place it stands in."""

    shape: ProblemShape
    file: str
    yaml: Yaml
    at: int

    @property
    def line(self) -> int:
        """Return the line that the problem begins on."""
        return self.yaml.line(("problems", self.at))

    def step_line(self, number: int) -> int:
        """Return the line of one of its steps."""
        return self.yaml.line(("problems", self.at, "steps", number))


@dataclass(frozen=True)
class GateEntry:
    """A stage gate with the place it stands in."""

    shape: GateShape
    file: str
    yaml: Yaml
    at: int

    @property
    def line(self) -> int:
        """Return the line that the gate begins on."""
        return self.yaml.line(("gates", self.at))

    def step_line(self, number: int) -> int:
        """Return the line of one of its steps."""
        return self.yaml.line(("gates", self.at, "steps", number))


@dataclass(frozen=True)
class PollEntry:
    """A poll with the place it stands in."""

    shape: PollShape
    file: str
    line: int


@dataclass(frozen=True)
class CampaignEntry:
    """A campaign with the place it stands in."""

    shape: CampaignShape
    file: str
    yaml: Yaml
    at: int

    @property
    def line(self) -> int:
        """Return the line that the campaign begins on."""
        return self.yaml.line(("campaigns", self.at))

    def event_line(self, number: int) -> int:
        """Return the line of one of its events."""
        return self.yaml.line(("campaigns", self.at, "events", number))


@dataclass(frozen=True)
class RequirementEntry:
    """A requirement with its campaign's code and the place it stands in."""

    shape: RequirementShape
    campaign: str
    file: str
    line: int


@dataclass
class Pack:
    """A pack as read."""

    folder: Path
    info: PackInfo
    tables: dict[str, list[Row]] = field(default_factory=dict)
    registers: list[RegisterEntry] = field(default_factory=list)
    figures: list[FigureEntry] = field(default_factory=list)
    documents: list[DocumentEntry] = field(default_factory=list)
    forms: list[FormEntry] = field(default_factory=list)
    records: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[ProblemEntry] = field(default_factory=list)
    gates: list[GateEntry] = field(default_factory=list)
    polls: list[PollEntry] = field(default_factory=list)
    campaigns: list[CampaignEntry] = field(default_factory=list)
    requirements: list[RequirementEntry] = field(default_factory=list)
    opinions: list[Row] = field(default_factory=list)


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
    pack.forms = list(_forms(folder))
    pack.problems = list(_problems(folder))
    pack.gates = list(_gates(folder))
    pack.polls = list(_polls(folder))
    pack.campaigns = list(_campaigns(folder))
    pack.requirements = list(_requirements(folder))
    for name in folder.names("documents/*.md"):
        text = folder.text(name)
        if text is not None:
            pack.documents.append(DocumentEntry(text.replace("\r\n", "\n"), name))
    for name in folder.names("records/*.csv"):
        code = Path(name).stem
        pack.records[code] = folder.rows(name, ("ref", "unit"))
        if all(entry.spec.code != code for entry in pack.registers):
            folder.faults.add(name, 0, f"内容包里没有代码为“{code}”的台账。")
    for name in folder.names("opinions/*.csv"):
        pack.opinions += folder.rows(name, ("ref", "unit", "text", "channel", "raised_on"))
    return pack, folder.faults


def _problems(folder: Folder) -> Iterator[ProblemEntry]:
    name = "problems.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(ProblemsFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: set[str] = set()
    for at, problem in enumerate(shape.problems):
        if problem.ref in seen:
            folder.faults.add(name, read.line(("problems", at)), f"ref“{problem.ref}”已用过。")
        seen.add(problem.ref)
        yield ProblemEntry(problem, name, read, at)


def _gates(folder: Folder) -> Iterator[GateEntry]:
    name = "gates.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(GatesFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: set[tuple[str, str]] = set()
    for at, gate in enumerate(shape.gates):
        place = (gate.campaign, gate.phase)
        if place in seen:
            line = read.line(("gates", at))
            folder.faults.add(name, line, f"阶段“{gate.phase}”已有转段申请。")
        seen.add(place)
        yield GateEntry(gate, name, read, at)


def _polls(folder: Folder) -> Iterator[PollEntry]:
    name = "polls.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(PollsFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: set[str] = set()
    for at, poll in enumerate(shape.polls):
        line = read.line(("polls", at))
        if poll.ref in seen:
            folder.faults.add(name, line, f"ref“{poll.ref}”已用过。")
        seen.add(poll.ref)
        yield PollEntry(poll, name, line)


def _campaigns(folder: Folder) -> Iterator[CampaignEntry]:
    name = "campaign.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(CampaignsFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: set[str] = set()
    for at, campaign in enumerate(shape.campaigns):
        if campaign.code in seen:
            line = read.line(("campaigns", at))
            folder.faults.add(name, line, f"活动代码“{campaign.code}”已用过。")
        seen.add(campaign.code)
        yield CampaignEntry(campaign, name, read, at)


def _requirements(folder: Folder) -> Iterator[RequirementEntry]:
    name = "requirements.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(RequirementsFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: set[str] = set()
    for at, requirement in enumerate(shape.requirements):
        line = read.line(("requirements", at))
        if requirement.code in seen:
            folder.faults.add(name, line, f"要求代码“{requirement.code}”已用过。")
        seen.add(requirement.code)
        yield RequirementEntry(requirement, shape.campaign, name, line)


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
        yield RegisterEntry(register_spec(shape, len(seen)), name, read)


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
        yield FigureEntry(figure_spec(figure, at), name, line)


def _forms(folder: Folder) -> Iterator[FormEntry]:
    name = "forms.yaml"
    read = folder.yaml(name) if folder.names(name) else None
    shape = _shaped(FormsFile, read.data, read, folder.faults) if read else None
    if read is None or shape is None:
        return
    seen: set[str] = set()
    for at, form in enumerate(shape.forms):
        line = read.line(("forms", at))
        if form.code in seen:
            folder.faults.add(name, line, f"报表代码“{form.code}”已用过。")
        seen.add(form.code)
        blank = folder.content(form.file, (name, line))
        if blank is not None:
            yield FormEntry(form, blank, name, read, at)


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
