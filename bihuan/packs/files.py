"""Reading a pack's files: no path outside the folder, safe YAML, lines remembered."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bihuan.packs.faults import Faults

MAX_BYTES = 32 * 2**20
Location = Sequence[int | str]


@dataclass(frozen=True)
class Row:
    """A row of a CSV file by column name, with the line it stands on."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Yaml:
    """A YAML document: plain data, and the line of any place in it."""

    file: str
    data: Any
    root: yaml.Node | None

    def line(self, location: Location = ()) -> int:
        """Return the line of the place a path of keys and indices leads to, as near as there is."""
        node, line = self.root, 1
        for step in location:
            if node is None:
                break
            line = node.start_mark.line + 1
            node = _child(node, step)
        return node.start_mark.line + 1 if node is not None else line


class Folder:
    """The folder of a pack, and the faults met while reading it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.faults = Faults()

    def names(self, pattern: str) -> list[str]:
        """Return the names of the files that match, in order, relative to the folder."""
        found = sorted(self.path.glob(pattern))
        return [str(file.relative_to(self.path)) for file in found if file.is_file()]

    def text(self, name: str) -> str | None:
        """Return a file's text; None, with a fault, where it cannot be read."""
        file = self.path / name
        if not file.resolve().is_relative_to(self.path):
            self.faults.add(name, 0, "文件指向内容包之外，不予读取。")
            return None
        try:
            if file.stat().st_size > MAX_BYTES:
                self.faults.add(name, 0, "文件超过 32 MB，请拆分。")
                return None
            return file.read_text("utf-8-sig")
        except UnicodeDecodeError:
            self.faults.add(name, 0, "文件不是 UTF-8 编码，请另存为 UTF-8。")
        except OSError as error:
            self.faults.add(name, 0, f"无法读取（{error.strerror}）。")
        return None

    def content(self, name: str, place: tuple[str, int]) -> bytes | None:
        """Return a file's bytes; None, with a fault at `place`, where it cannot be read."""
        file = self.path / name
        if not file.resolve().is_relative_to(self.path):
            self.faults.add(*place, f"“{name}”指向内容包之外，不予读取。")
            return None
        try:
            if file.stat().st_size <= MAX_BYTES:
                return file.read_bytes()
            self.faults.add(*place, f"“{name}”超过 32 MB。")
        except OSError as error:
            self.faults.add(*place, f"“{name}”无法读取（{error.strerror}）。")
        return None

    def toml(self, name: str) -> dict[str, Any]:
        """Return a TOML file's data; empty, with a fault, where it cannot be read."""
        text = self.text(name) if (self.path / name).exists() else None
        if text is None:
            self.faults.add(name, 0, "缺少这个文件，或无法读取。")
            return {}
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.add(name, 0, f"TOML 写法有误：{error}。")
            return {}

    def rows(self, name: str, required: Sequence[str]) -> list[Row]:
        """Return the rows of a CSV file; none where the file is missing."""
        text = self.text(name) if (self.path / name).exists() else None
        if text is None:
            return []
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        rows: list[Row] = []
        try:
            header = [cell.strip() for cell in next(reader, [])]
            missing = [column for column in required if column not in header]
            if missing:
                self.faults.add(name, 1, f"缺少列：{'、'.join(missing)}。")
                return []
            line = reader.line_num + 1
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    self._keep(rows, name, line, header, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            self.faults.add(name, reader.line_num, f"CSV 写法有误：{error}。")
        return rows

    def _keep(
        self, rows: list[Row], name: str, line: int, header: list[str], cells: list[str]
    ) -> None:
        if len(cells) > len(header):
            self.faults.add(name, line, f"这一行有{len(cells)}格，表头只有{len(header)}格。")
            return
        values = {key: cell.strip() for key, cell in zip(header, cells, strict=False)}
        rows.append(Row(name, line, values))

    def yaml(self, name: str) -> Yaml | None:
        """Return a YAML file's data with its lines; None, with a fault, where it cannot be read."""
        text = self.text(name)
        return None if text is None else parse_yaml(text, name, self.faults)


def parse_yaml(text: str, name: str, faults: Faults, first_line: int = 1) -> Yaml | None:
    """Read YAML safely; aliases and tags are refused. `first_line` is where `text` begins."""
    loader = yaml.SafeLoader(text)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = first_line + (event.start_mark.line if event.start_mark else 0)
                faults.add(name, line, "YAML 中不能用引用（*）。")
                return None
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
        return Yaml(name, data, node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = first_line + mark.line if mark else first_line
        faults.add(name, line, f"YAML 写法有误：{error.problem}。")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        faults.add(name, first_line, f"YAML 写法有误：{error}。")
    finally:
        loader.dispose()
    return None


def _child(node: yaml.Node, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value  # type: ignore[no-any-return]
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None
