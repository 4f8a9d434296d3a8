"""What is wrong with a template, each fault with its line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong, and the line of the template where it stands (from 1)."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("第%(line)s行：%(message)s") % {"line": self.line, "message": self.message}


class TemplateFaults(Invalid):
    """A template that cannot be read; `faults` has every fault of it."""

    code = "template"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
