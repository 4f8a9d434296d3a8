"""What every action on a problem shares: lock, transition check, the step as a row, the entry."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import id_of_today, new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import locked
from bihuan.rectification.errors import WrongState
from bihuan.rectification.models import Problem, ProblemStep, ProblemStepKind, State
from bihuan.rectification.rules import KIND, MAY

LONGEST_NOTE, LONGEST_REASON = 1000, 500


def held(problem: Problem, kind: ProblemStepKind) -> Problem:
    """Return a problem locked, where a step may be taken; raises WrongState."""
    problem = locked(problem)
    if problem.state not in MAY[kind]:
        raise WrongState(
            _("问题现在是“%(state)s”，不能“%(what)s”。请刷新页面看看谁先办了。")
            % {"state": problem.get_state_display(), "what": kind.label}
        )
    return problem


def take_step(
    actor: Actor,
    problem: Problem,
    kind: ProblemStepKind,
    *,
    to: State | str = "",
    note: str = "",
    facts: Mapping[str, Any] | None = None,
    changed: Iterable[str] = (),
) -> ProblemStep:
    """Write a step and save the problem; the state goes where the step led.

    Of what a resident did only the day is kept, in the moment and in the id.
    """
    now = clock.now()
    fields = list(changed)
    if to and problem.state != to:
        problem.state, problem.state_at = State(to), now
        fields += ["state", "state_at"]
    if fields:
        problem.save(update_fields=fields)
    step = ProblemStep(
        id=id_of_today() if actor.by_day else new_id(),
        home_id=problem.home_id,
        problem=problem,
        kind=kind,
        to_state=str(to),
        at=clock.day_began(now) if actor.by_day else now,
        by=actor.id,
        by_name=name_of(actor),
        note=note,
        facts=dict(facts or {}),
    )
    step.save(force_insert=True)
    return step


def log(
    actor: Actor,
    name: str,
    problem: Problem,
    *,
    note: str = "",
    values: Mapping[str, Any] | None = None,
) -> None:
    """Append the entry of an action on a problem; called last."""
    audit.append(
        actor=actor,
        action=name,
        target=(KIND, problem.id),
        unit_path=problem.path,
        values={"state": str(problem.state), **(values or {})},
        note=note or f"{problem.label} {problem.title}",
    )


def iso(day: dt.date | None) -> str:
    """Return a day as a step's facts hold it; empty where there is none."""
    return day.isoformat() if day else ""


def checked_lines(label: str, text: str, most: int, *, required: bool = False) -> str:
    """Return a text of several lines without blanks around it; raises Invalid as it stands."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if required and not text:
        raise Invalid(_("请填写%(label)s。") % {"label": label})
    if len(text) > most:
        raise Invalid(_("%(label)s超过%(most)d个字，请缩短。") % {"label": label, "most": most})
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise Invalid(_("%(label)s里有不可见的字符，请删除后重试。") % {"label": label})
    return text
