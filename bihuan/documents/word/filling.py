"""A Word template filled from the records, for a unit and a period."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bihuan.documents.paper import StatedFigure
from bihuan.documents.template.filled import Run
from bihuan.documents.template.filling import run_program
from bihuan.documents.word.checking import Checked, Outline, WordFault, check_word, placed
from bihuan.documents.word.confinement import confined
from bihuan.documents.word.errors import WordTemplateNotReady
from bihuan.figures.periods import Period
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

FAULTS_SAID = 5


@dataclass
class Tried:
    """A Word template run without its file: what it would write, and all that is wrong with it."""

    outline: Outline
    run: Run | None = None
    faults: list[WordFault] = field(default_factory=list)
    warnings: list[WordFault] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def figures(self) -> list[StatedFigure]:
        """Return the figures that it states."""
        return self.run.figures if self.run else []

    @property
    def pending(self) -> list[StatedFigure]:
        """Return the figures that no record answers: they are written 待核."""
        return [figure for figure in self.figures if figure.status == "pending"]


def try_word(outline: Outline, *, unit: Unit, actor: Actor, period: Period) -> Tried:
    """Run a Word template as its file stands; raises NotAllowed as `compute` does."""
    checked = check_word(outline)
    tried = Tried(outline, faults=list(checked.faults), names=_names(checked))
    if checked.program is not None:
        tried.run = run_program(checked.program, unit, actor, period=period)
        tried.faults += placed(outline, tried.run.faults)
        tried.warnings = placed(outline, tried.run.warnings)
    return tried


def write_word(content: bytes, tried: Tried) -> bytes:
    """Return a Word template's file filled.

    Raises WordTemplateNotReady while it has faults, BadWordFile where the file is another one.
    """
    if tried.faults or tried.run is None:
        said = "".join(str(fault) for fault in tried.faults[:FAULTS_SAID])
        raise WordTemplateNotReady(
            _("模板有%(count)s处问题，改正后才能填写。%(faults)s")
            % {"count": len(tried.faults), "faults": said}
        )
    figures = [(figure.text, figure.code, figure.label) for figure in tried.figures]
    given = {"answer": tried.run.text, "figures": figures, "words": tried.run.words}
    _answer, made = confined("fill_template", content, given)
    return made


def _names(checked: Checked) -> dict[int, str]:
    """Return what each tag names, by its place in order: the figure's or the source's name."""
    if checked.program is None:
        return {}
    found = {use.line - 2: use.name for use in checked.program.figures}
    return found | {use.line - 2: use.source for use in checked.program.rows}
