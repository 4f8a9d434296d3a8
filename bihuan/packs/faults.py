"""A pack's faults: file, line and cause, each found before anything is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bihuan.lib.errors import Invalid


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: the file inside the pack, the line (0: the file as a whole), and the cause."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message}"


@dataclass
class Faults:
    """Collects faults while a pack is read."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, message: str) -> None:
        """Note one fault."""
        self.found.append(Fault(file, line, message))

    def __bool__(self) -> bool:
        return bool(self.found)


class BadPack(Invalid):
    """The pack has faults; nothing was loaded."""

    code = "bad_pack"

    def __init__(self, faults: Sequence[Fault]) -> None:
        ordered = sorted(set(faults))
        super().__init__(f"内容包有{len(ordered)}处错误，没有载入任何内容。第一处：{ordered[0]}")
        self.faults = ordered
