"""Problems as rows of a list and cards of the board: plain words, which a page draws fast."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.rectification.lamps import TONES, ProblemLamps
from bihuan.rectification.models import Origin, Problem, State
from bihuan.tasks.lamps import Lamp


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem as a list or the board shows it; `marks` are its state and what else to see."""

    url: str
    label: str
    title: str
    due: str
    unit: str
    leader: str
    category: str
    origin: str
    state: Lamp
    lamp: Lamp | None
    marks: Sequence[Lamp]
    is_void: bool = False

    @property
    def is_late(self) -> bool:
        """Tell whether its own day has passed."""
        return self.lamp is not None and self.lamp.tone == "bad"


def shown_all(problems: Iterable[Problem]) -> list[Shown]:
    """Return problems as they are shown; their lamps are asked for all at once."""
    problems = list(problems)
    lamps = ProblemLamps(clock.today(), problems)
    base = reverse("rectification:board")
    states = {str(state): Lamp(str(state.label), TONES[state]) for state in State}
    origins = {str(origin): str(origin.label) for origin in Origin}
    return [_shown(problem, lamps, f"{base}{problem.pk}/", states, origins) for problem in problems]


def _shown(
    problem: Problem,
    lamps: ProblemLamps,
    url: str,
    states: Mapping[str, Lamp],
    origins: Mapping[str, str],
) -> Shown:
    return Shown(
        url=url,
        label=problem.label,
        title=problem.title,
        due=problem.due_on.isoformat() if problem.due_on else "",
        unit=str(problem.unit),
        leader=str(problem.leader) if problem.leader else "",
        category=str(problem.category) if problem.category else "",
        origin=origins[problem.origin],
        state=states[problem.state],
        lamp=lamps.of(problem),
        marks=(Lamp(_("重开"), "warn"),) if problem.reopened_on else (),
        is_void=problem.state == State.VOID,
    )
