"""A task: one thing that a unit has to do by a day."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Person, Unit


class State(models.TextChoices):
    """Where a task stands; the cache of its last step."""

    ASSIGNED = "assigned", _("待签收")
    DOING = "doing", _("办理中")
    SUBMITTED = "submitted", _("待验收")
    VERIFIED = "verified", _("已验收")
    CLOSED = "closed", _("已销号")
    RETURNED = "returned", _("已退件")  # not ours: the assigner has to assign it anew
    SUSPENDED = "suspended", _("已挂起")
    VOID = "void", _("已作废")


OPEN_STATES = (
    State.ASSIGNED,
    State.DOING,
    State.SUBMITTED,
    State.VERIFIED,
    State.RETURNED,
    State.SUSPENDED,
)
"""States in which a task is still to be done or closed."""
LATE_STATES = (State.ASSIGNED, State.DOING, State.RETURNED)
"""States in which a day that has passed makes it overdue: nobody has yet said that it is done."""


class Counting(models.TextChoices):
    """How the days until it is due are counted (handbook §4: legal limits in calendar days)."""

    FIXED = "fixed", _("指定日期")
    WORKDAYS = "workdays", _("工作日")
    CALENDAR = "calendar", _("自然日")


class EvidenceNeeded(models.TextChoices):
    """What a verification asks to be there. A photo is never asked for by itself (handbook §5)."""

    NONE = "none", _("不要求")
    ANY = "any", _("佐证材料至少一份")
    VISIT = "visit", _("验收人到场查看的说明")


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions asked of tasks."""

    def open(self) -> Self:
        """Keep what is still to be done or closed."""
        return self.filter(is_open=True)

    def overdue_on(self, day: dt.date) -> Self:
        """Keep the open ones whose day has passed and that the doer has not yet submitted."""
        return self.filter(is_open=True, state__in=LATE_STATES, due_on__lt=day)

    def under(self, path: str) -> Self:
        """Keep those whose lead unit lies at a path or below it."""
        return self.filter(path__gte=path, path__lt=path + "~")


class Task(models.Model):
    """One task. `unit` leads; assisting units and persons are its `parts`.

    `number` is the slip's (督办单) within the home's year. `about_kind` and `about_id` name what
    it serves, empty for one that stands by itself; `position` orders the tasks of one thing.
    `due_on` is worked out from `counted_from`, `days` and `paused` (days it was suspended, of the
    same sort) where `counting` says so, and worked out again when the calendar changes; a day that
    somebody decided on makes it fixed. `handed_on` is the day on which the present unit got it,
    `milestone` the year of a long-term measure's milestone.

    `state`, `percent` and the fields after them are caches of the steps: `wanted_due_on` stands
    while an extension waits to be decided, `state_before` and `suspended_on` while it is suspended.
    `is_open` says that the state is of OPEN_STATES: a partial index needs a column of its own,
    since SQLite proves no index's condition from a statement's parameters.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("督办单号"), editable=False)
    title = models.CharField(_("任务"), max_length=120)
    requirement = models.TextField(_("要求"), max_length=2000, blank=True)
    basis = models.CharField(_("来源"), max_length=200, blank=True)
    deliverable = models.CharField(_("成果"), max_length=200, blank=True)
    evidence = models.CharField(
        _("验收要求"), max_length=8, choices=EvidenceNeeded.choices, default=EvidenceNeeded.NONE
    )
    about_kind = models.CharField(max_length=40, blank=True, editable=False)
    about_id = models.UUIDField(null=True, editable=False)
    position = models.PositiveIntegerField(default=0)
    milestone = models.PositiveSmallIntegerField(_("节点年度"), null=True, blank=True)
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    counting = models.CharField(
        _("期限"), max_length=8, choices=Counting.choices, default=Counting.FIXED
    )
    days = models.PositiveIntegerField(_("天数"), null=True, blank=True)
    counted_from = models.DateField(_("起算日"), null=True, blank=True)
    due_on = models.DateField(_("期限"))
    assigned_at = models.DateTimeField(_("交办时间"))
    assigned_by = models.UUIDField(null=True, editable=False)
    assigned_by_name = models.CharField(_("交办人"), max_length=60)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, editable=False)
    state_at = models.DateTimeField(_("状态时间"), editable=False)
    is_open = models.BooleanField(_("未办结"), default=True, editable=False)
    percent = models.PositiveSmallIntegerField(_("进度"), default=0, editable=False)
    handed_on = models.DateField(_("交到日期"), editable=False)
    is_insisted = models.BooleanField(_("退件不成立"), default=False, editable=False)
    wanted_due_on = models.DateField(_("申请延到"), null=True, editable=False)
    extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0, editable=False)
    paused = models.PositiveIntegerField(_("挂起天数"), default=0, editable=False)
    suspended_on = models.DateField(_("挂起日期"), null=True, editable=False)
    state_before = models.CharField(max_length=10, blank=True, editable=False)
    submitted_on = models.DateField(_("报完成日期"), null=True, editable=False)
    closed_on = models.DateField(_("销号日期"), null=True, editable=False)

    objects: TaskQuerySet = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("任务")
        constraints = [
            models.UniqueConstraint(fields=("home", "year", "number"), name="task_number_once"),
        ]
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="task_by_thing"),
            # It covers the counts of the list and of what waits: `is_open` too, which SQLite
            # looks up in the row otherwise.
            models.Index(
                fields=["path", "state", "due_on", "wanted_due_on", "home", "is_open"],
                name="task_open_by_path",
                condition=Q(is_open=True),
            ),
            # It counts the tabs of the list in its own order.
            models.Index(
                fields=["state", "due_on", "path", "is_open"],
                name="task_open_by_state",
                condition=Q(is_open=True),
            ),
            # These two cover the ids of a page of the list, in their order.
            models.Index(
                fields=["due_on", "id", "path", "state", "is_open"],
                name="task_open_by_day",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["state", "state_at", "id", "path", "is_open"],
                name="task_over_by_state",
                condition=Q(is_open=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slip_number(self) -> str:
        """Return the slip's number as it is written on it: 督〔2010〕7号."""
        return f"督〔{self.year}〕{self.number}号"

    def is_overdue_on(self, day: dt.date) -> bool:
        """Tell whether its day has passed and nobody has yet said that it is done."""
        return self.state in LATE_STATES and self.due_on < day

    def waits_for_unit_on(self, day: dt.date) -> bool:
        """Tell whether its unit is closed, so that it waits to be assigned to another."""
        ended = self.unit.closed_on is not None and self.unit.closed_on <= day
        return ended and self.state in (*LATE_STATES, State.SUSPENDED)


class PartRole(models.TextChoices):
    """What a unit or a person does in a task."""

    ASSISTS = "assists", _("配合单位")
    RESPONSIBLE = "responsible", _("责任人")


class Part(models.Model):
    """An assisting unit or a responsible person of a task: one of `unit`, `person` is given.

    `path` is the assisting unit's, empty for a person. One that was taken away has ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(_("角色"), max_length=12, choices=PartRole.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    path = BinaryTextField(max_length=64, blank=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("参与任务")
        indexes = [
            models.Index(
                fields=["path", "task"],
                name="part_by_path",
                condition=Q(unit__isnull=False, ended_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("home", "task", "role", "unit"),
                name="part_unit_once",
                condition=Q(unit__isnull=False, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=("home", "task", "role", "person"),
                name="part_person_once",
                condition=Q(person__isnull=False, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="part_is_a_unit_or_a_person",
                condition=Q(unit__isnull=False, person__isnull=True)
                | Q(unit__isnull=True, person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.unit or self.person}"
