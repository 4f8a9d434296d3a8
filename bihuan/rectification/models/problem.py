"""A problem: something to be put right, who answers for it, and by when."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.opinions.models import Category, OpinionGroup
from bihuan.orgs.models import Person, Unit


class State(models.TextChoices):
    """Where a problem stands; the cache of its last step (handbook §3.1)."""

    FOUND = "found", _("待定方案")
    PLANNED = "planned", _("未启动")  # committed to, no measure assigned yet
    DOING = "doing", _("整改中")
    WAITING = "waiting", _("等上级答复")  # beyond own power, nothing to do before the answer
    DONE = "done", _("待验收")
    VERIFIED = "verified", _("待销号")
    CLOSED = "closed", _("已销号")
    LONG_TERM = "long_term", _("长期坚持")
    EXPLAINED = "explained", _("解释说明")  # cannot lawfully be met; apart from the rates
    VOID = "void", _("已作废")


OPEN_STATES = (
    State.FOUND,
    State.PLANNED,
    State.DOING,
    State.WAITING,
    State.DONE,
    State.VERIFIED,
)
"""States in which a problem is still to be put right."""

NO_DAY = dt.date(9999, 12, 31)
"""The own day of a problem for which none is set yet: it sorts last on every database."""

LATE_STATES = (State.FOUND, State.PLANNED, State.DOING)
"""States in which its own clock runs: not while others are to answer, to verify or to close."""


class Origin(models.TextChoices):
    """By which of the four ways it was found (群众提、自己找、上级点、互相帮)."""

    RAISED = "raised", _("群众提")
    OWN = "own", _("自己找")
    SUPERIOR = "superior", _("上级点")
    MUTUAL = "mutual", _("互相帮")


class Level(models.TextChoices):
    """At which level it is to be put right."""

    COUNTY = "county", _("县级及以上")
    TOWNSHIP = "township", _("镇级")
    STATION = "station", _("部门站所")
    VILLAGE = "village", _("村级")


class Horizon(models.TextChoices):
    """How soon (handbook §2.1)."""

    CAMPAIGN = "campaign", _("活动期间解决")
    YEAR = "year", _("年内解决")
    LONG_TERM = "long_term", _("长期整改")


def label_of(year: int, number: int) -> str:
    """Return a problem's number as people say it: 2010-0003."""
    return f"{year}-{number:04d}"


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Questions asked of problems."""

    def open(self) -> Self:
        """Keep what is still to be put right."""
        return self.filter(state__in=OPEN_STATES)

    def overdue_on(self, day: dt.date) -> Self:
        """Keep those whose own day has passed while it was theirs to act."""
        return self.filter(state__in=LATE_STATES, own_due_on__lt=day)

    def counted(self) -> Self:
        """Keep what counts: all that were not made void."""
        return self.exclude(state=State.VOID)

    def under(self, path: str) -> Self:
        """Keep those whose unit lies at a path or below it."""
        return self.filter(path__gte=path, path__lt=path + "~")


class Problem(models.Model):
    """One problem. `unit` answers for it; assisting units are its `assistants`.

    `due_on` is the day that was committed to. `own_due_on` is that day moved by the days that were
    spent waiting for others (`waited_days`): the day by which it is overdue. `yearly_cost` is what
    it costs people a year while it stands, in fen. `dispatched_on`, `respond_by` and
    `responded_on` are for the response rate; `closed_on` is the day of the last close-out or
    explanation; `reopened_on` of the last reopening. `public_…` is what residents may read, only
    after a clerk approved the wording (`public_on`). `state` is the cache of the last step.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    title = models.CharField(_("问题"), max_length=120)
    detail = models.TextField(_("具体表现"), max_length=2000, blank=True)
    cause = models.TextField(_("原因"), max_length=1000, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(_("来源"), max_length=8, choices=Origin.choices)
    level = models.CharField(_("层级"), max_length=8, choices=Level.choices, default=Level.TOWNSHIP)
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    horizon = models.CharField(_("时限类别"), max_length=9, choices=Horizon.choices, blank=True)
    found_on = models.DateField(_("查找日期"))
    goal = models.CharField(_("整改目标"), max_length=500, blank=True)
    commitment = models.CharField(_("公开承诺"), max_length=500, blank=True)
    committed_on = models.DateField(_("承诺日期"), null=True, blank=True)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    own_due_on = models.DateField(_("本级时限"), default=NO_DAY, editable=False)
    waited_days = models.PositiveIntegerField(_("等待他方天数"), default=0, editable=False)
    is_beyond_power = models.BooleanField(_("需向上争取"), default=False)
    yearly_cost = models.BigIntegerField(_("每年负担（分）"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    dispatched_on = models.DateField(_("首次交办"), null=True, editable=False)
    respond_by = models.DateField(_("应联系日期"), null=True, editable=False)
    responded_on = models.DateField(_("联系反映人日期"), null=True, editable=False)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, editable=False)
    state_at = models.DateTimeField(_("状态时间"), editable=False)
    closed_on = models.DateField(_("销号日期"), null=True, editable=False)
    reopened_on = models.DateField(_("重开日期"), null=True, editable=False)
    public_wording = models.CharField(_("公开的表述"), max_length=300, blank=True)
    public_outcome = models.CharField(_("公开的结果"), max_length=500, blank=True)
    public_on = models.DateField(_("公开日期"), null=True, blank=True)
    public_by_name = models.CharField(_("公开经办"), max_length=60, blank=True)

    objects: ProblemQuerySet = ProblemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("问题")
        constraints = [
            models.UniqueConstraint(fields=("home", "year", "number"), name="problem_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["own_due_on", "id", "path"],
                name="problem_open_by_due",
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
            ),
            models.Index(fields=["path", "state", "own_due_on"], name="problem_by_path"),
            models.Index(fields=["state", "own_due_on", "id", "path"], name="problem_by_state"),
            models.Index(
                fields=["respond_by", "path"],
                name="problem_to_contact",
                condition=Q(responded_on__isnull=True),
            ),
            # It covers the rate of those who were reached in time.
            models.Index(
                fields=["path", "state", "responded_on", "respond_by", "dispatched_on", "origin"],
                name="problem_sent",
                condition=Q(dispatched_on__isnull=False),
            ),
            models.Index(
                fields=["closed_on", "id", "path"],
                name="problem_closed",
                condition=Q(state="closed"),
            ),
            models.Index(
                fields=["home", "public_on"],
                name="problem_public",
                condition=Q(public_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """Return the number as people say it: 2010-0003."""
        return label_of(self.year, self.number)

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be put right."""
        return self.state in OPEN_STATES


class ProblemAssistant(models.Model):
    """A unit that assists (配合单位)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="assistants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("配合单位")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "problem", "unit"), name="problem_assistant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.unit}"


class ProblemOpinions(models.Model):
    """A group of opinions that a problem takes up; one group is of one problem at a time.

    `released_on` says when the problem let it go, because it was made void.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="taken_up")
    group = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, related_name="problems")
    linked_at = models.DateTimeField(_("关联时间"))
    linked_by_name = models.CharField(_("关联经办"), max_length=60)
    released_on = models.DateField(_("解除日期"), null=True)

    class Meta:
        verbose_name = _("问题所据意见")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "group"),
                name="opinion_group_of_one_problem",
                condition=Q(released_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.group_id}"
