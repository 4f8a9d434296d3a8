"""Things of the room `rectification` that addresses are about: one of each, in the first town."""

import datetime as dt
from functools import cached_property

from bihuan.files.checking import examine
from bihuan.files.models import Attachment
from bihuan.files.tests.pictures import jpeg
from bihuan.finance.actions import AmountSpec, record_amount
from bihuan.finance.models import Amount
from bihuan.lib import clock
from bihuan.opinions.actions import OpinionSpec, record_opinion
from bihuan.opinions.models import Category, Opinion
from bihuan.rectification.actions import (
    Commitment,
    ProblemSpec,
    RequestSpec,
    add_measure,
    add_problem_evidence,
    answer_satisfaction,
    ask_upward,
    close_problem,
    commit_problem,
    open_problem,
    publish_problem,
    report_done,
    verify_problem,
)
from bihuan.rectification.models import Decision, LookBack, Problem, UpwardRequest
from bihuan.tasks.actions import (
    About,
    Due,
    TaskSpec,
    sign_for_task,
    submit_task,
    verify_task,
)
from tests.house.things.cast import Things


class RectificationThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def problem(self) -> Problem:
        """Return a problem of the water station with a plan, opened by the clerk."""
        return self._planned("渠道淤塞")

    @cached_property
    def problem_doing(self) -> Problem:
        """Return one whose only measure was verified."""
        return self._measured(self._planned("涵管破损"))

    @cached_property
    def problem_done(self) -> Problem:
        """Return one that the station reported done."""
        return self._reported(self._measured(self._planned("闸门锈死")))

    @cached_property
    def problem_verified(self) -> Problem:
        """Return one that the inspection group verified."""
        return self._verified(self._reported(self._measured(self._planned("路灯不亮"))))

    @cached_property
    def problem_closed(self) -> Problem:
        """Return one that took an opinion up and was closed out."""
        clerk = self.cast.actor("clerk")
        town = self.cast.town
        Category.objects.get_or_create(home=town, code="rect", defaults={"label": "农田水利"})
        spec = OpinionSpec(
            text="渠道不通",
            channel="visit",
            raised_on=clock.today(),
            unit=self.cast.villages[1],
            category="rect",
        )
        opinion = record_opinion(actor=clerk, home=town, spec=spec)
        assert opinion.group is not None
        made = self._verified(self._reported(self._measured(self._planned("支渠不通", opinion))))
        return close_problem(actor=clerk, problem=made)

    @cached_property
    def decision(self) -> Decision:
        """Return what a dissatisfied answer put before the leader."""
        opinion = Opinion.objects.get(group__problems__problem=self.problem_closed)
        said = answer_satisfaction(
            actor=self.cast.actor("clerk"), opinion=opinion, answer="not", how="visit"
        )
        assert said.decision is not None
        return said.decision

    @cached_property
    def look_back(self) -> LookBack:
        """Return the first look-back of the closed problem."""
        return self.problem_closed.look_backs.all()[0]

    @cached_property
    def upward_request(self) -> UpwardRequest:
        """Return a request that waits for its answer."""
        spec = RequestSpec("灌区管理中心", "请求改造主渠", clock.today())
        return ask_upward(actor=self.cast.actor("clerk"), problem=self.problem, spec=spec)

    @cached_property
    def problem_amount(self) -> Amount:
        """Return an amount of money of the problem."""
        spec = AmountSpec("township", "", "planned", 100_00, clock.today())
        return record_amount(
            actor=self.cast.actor("clerk"),
            home=self.cast.town,
            unit=self.problem.unit,
            about=About("problem", self.problem.pk),
            spec=spec,
        )

    @cached_property
    def problem_file(self) -> Attachment:
        """Return a file of the problem, added by the station."""
        added, _refused = add_problem_evidence(
            actor=self.cast.actor("station_reporter"),
            problem=self.problem,
            examined=[examine(jpeg((50, 40)), "渠道.jpg")],
        )
        return added[0]

    @cached_property
    def problem_public(self) -> Problem:
        """Return a problem whose wording residents read."""
        return publish_problem(
            actor=self.cast.actor("clerk"), problem=self._planned("河道垃圾"), wording="河道垃圾"
        )

    def _planned(self, title: str, opinion: Opinion | None = None) -> Problem:
        clerk, today = self.cast.actor("clerk"), clock.today()
        groups = [opinion.group] if opinion is not None and opinion.group is not None else []
        spec = ProblemSpec(title, self.cast.station, today)
        made = open_problem(actor=clerk, home=self.cast.town, spec=spec, groups=groups)
        plan = Commitment("畅通", today + dt.timedelta(days=30), "year")
        return commit_problem(actor=clerk, problem=made, plan=plan)

    def _measured(self, problem: Problem) -> Problem:
        station = self.cast.actor("station_reporter")
        spec = TaskSpec("清淤", self.cast.station, Due(on=clock.today() + dt.timedelta(days=9)))
        task = add_measure(actor=self.cast.actor("clerk"), problem=problem, spec=spec)
        task = sign_for_task(actor=station, task=task)
        task = submit_task(actor=station, task=task, note="已清")
        verify_task(
            actor=self.cast.actor("inspection_group"), task=task, accepted=True, note="属实"
        )
        return Problem.objects.get(pk=problem.pk)

    def _reported(self, problem: Problem) -> Problem:
        return report_done(
            actor=self.cast.actor("station_reporter"), problem=problem, note="已办完"
        )

    def _verified(self, problem: Problem) -> Problem:
        return verify_problem(
            actor=self.cast.actor("inspection_group"), problem=problem, accepted=True, note="属实"
        )
