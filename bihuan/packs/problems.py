"""Loading problems: each step taken by the rooms' own actions, at its own moment, by its account.

What was done is never changed: a problem that the pack tells otherwise later is left as it stands.
Steps of all problems are taken in the order of their moments, so that numbers run as they would.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from bihuan.audit.rules import digest
from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid
from bihuan.opinions.models import Opinion, OpinionGroup
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Person, Unit
from bihuan.packs.content import Pack, ProblemEntry
from bihuan.packs.memory import Memory
from bihuan.packs.problem_shapes import StepShape
from bihuan.packs.problem_steps import DEEDS
from bihuan.rectification.actions import ProblemSpec, open_problem
from bihuan.rectification.models import Problem, UpwardRequest
from bihuan.tasks.models import Task

KIND = "problem"


@dataclass
class Told:
    """A problem that is being told: what it became, and its measures and requests by ref."""

    entry: ProblemEntry
    said: str
    problem: Problem | None = None
    measures: dict[str, Task] = field(default_factory=dict)
    requests: dict[str, UpwardRequest] = field(default_factory=dict)
    is_faulty: bool = False

    def measure(self, ref: str) -> Task:
        """Return a measure read anew; raises Invalid for an unknown ref."""
        found = self.measures.get(ref)
        if found is None:
            raise Invalid(f"前面没有 ref 为“{ref}”的措施（measure）。")
        return Task.objects.select_related("unit__home", "home").get(pk=found.pk)

    def request(self, ref: str) -> UpwardRequest:
        """Return a request read anew; raises Invalid for an unknown ref."""
        found = self.requests.get(ref)
        if found is None:
            raise Invalid(f"前面没有 ref 为“{ref}”的向上请求（ask）。")
        return UpwardRequest.objects.select_related("problem", "unit").get(pk=found.pk)

    def standing(self) -> Problem:
        """Return the problem read anew."""
        assert self.problem is not None
        rows = Problem.objects.select_related("home", "unit__home", "leader")
        return rows.get(pk=self.problem.pk)


class ProblemLoading:
    """Loads a pack's problems; faults are noted with file and line."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory) -> None:
        self.pack, self.home, self.memory = pack, home, memory
        self._units: dict[str, Unit] = {}

    def load(self) -> None:
        """Tell every problem that was not told before."""
        told = [self._told(entry) for entry in self.pack.problems]
        fresh = [one for one in told if one is not None]
        deeds: list[tuple[dt.datetime, int, int]] = []
        for number, one in enumerate(fresh):
            deeds.append((one.entry.shape.at, number, -1))
            deeds += [(step.at, number, at) for at, step in enumerate(one.entry.shape.steps)]
        for moment, number, at in sorted(deeds):
            one = fresh[number]
            if not one.is_faulty:
                self._do(one, moment, at)
        for one in fresh:
            if one.problem is not None and not one.is_faulty:
                self.memory.report.count(self.memory.report.added, KIND)
                self.memory.remember(KIND, one.entry.shape.ref, one.problem.pk, one.said)

    def _told(self, entry: ProblemEntry) -> Told | None:
        said = digest([entry.shape.model_dump(mode="json")])
        item = self.memory.known(KIND, entry.shape.ref)
        if item is None:
            return Told(entry, said)
        if item.digest == said:
            self.memory.report.unchanged += 1
        else:
            self.memory.report.left.append(f"{entry.file}:{entry.line} {entry.shape.ref}")
        return None

    def _do(self, one: Told, moment: dt.datetime, at: int) -> None:
        step = one.entry.shape.steps[at] if at >= 0 else None
        line = one.entry.line if step is None else one.entry.step_line(at)
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        try:
            if aware > clock.now():
                raise Invalid(f"时间 {moment:%Y-%m-%dT%H:%M} 还没有到。")
            with clock.set_back_to(aware):
                if step is None:
                    one.problem = self._open(one)
                else:
                    DEEDS[step.do](self, one, step)
        except DomainError as error:
            one.is_faulty = True
            self.memory.faults.add(one.entry.file, line, error.message)

    def _open(self, one: Told) -> Problem:
        shape = one.entry.shape
        cost = shape.yearly_cost
        spec = ProblemSpec(
            title=shape.title,
            unit=self.unit(shape.unit),
            found_on=shape.found_on,
            category=shape.category,
            origin=shape.origin,
            level=shape.level,
            detail=shape.detail,
            cause=shape.cause,
            leader=self.person(shape.leader) if shape.leader else None,
            assisting=tuple(self.unit(code) for code in shape.assisting),
            is_beyond_power=shape.beyond_power,
            yearly_cost=int(cost * 100) if cost is not None else None,
            remark=shape.remark,
        )
        groups = self.groups(shape.opinions)
        return open_problem(actor=self.actor(shape.by), home=self.home, spec=spec, groups=groups)

    def actor(self, username: str) -> Actor:
        """Return the actor of an account as it stood at the moment; raises Invalid."""
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise Invalid(f"没有用户名为“{username}”的账号。")
        return Actor.of(account)

    def unit(self, code: str) -> Unit:
        """Return a unit; raises Invalid."""
        if code not in self._units:
            found = Unit.objects.select_related("home").filter(code=code).first()
            if found is None:
                raise Invalid(f"没有代码为“{code}”的单位。")
            self._units[code] = found
        return self._units[code]

    def person(self, code: str) -> Person:
        """Return a person of the home; raises Invalid."""
        rows = Person.objects.select_related("unit").filter(code=code)
        found = rows.filter(unit__path__startswith=self.home.path).first()
        if found is None:
            raise Invalid(f"没有代码为“{code}”的人员。")
        return found

    def opinion(self, ref: str) -> Opinion:
        """Return an opinion of the pack; raises Invalid."""
        item = self.memory.known("opinion", ref)
        rows = Opinion.objects.select_related("group__category", "unit")
        found = rows.filter(pk=item.object_id).first() if item else None
        if found is None:
            raise Invalid(f"内容包里没有编号为“{ref}”的意见。")
        return found

    def groups(self, refs: Iterable[str]) -> list[OpinionGroup]:
        """Return the groups of some opinions, each once; raises Invalid."""
        found = [self._group(ref) for ref in refs]
        return list({group.pk: group for group in found}.values())

    def _group(self, ref: str) -> OpinionGroup:
        group = self.opinion(ref).group
        if group is None:
            raise Invalid(f"意见“{ref}”还没有归类，不能列入问题。")
        return group

    @staticmethod
    def fen(step: StepShape) -> int:
        """Return the amount of a step in fen; raises Invalid where it has none."""
        if step.yuan is None:
            raise Invalid("请写明金额（yuan）。")
        return int(step.yuan * 100)
