"""A heart talk (谈心谈话): who with whom and when. What was said has no place here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Person, Unit
from bihuan.tasks.models import Task


class TalkKind(models.TextChoices):
    """Between whom (handbook §3.2)."""

    PRINCIPAL = "principal", _("主要领导与成员")
    MEMBERS = "members", _("成员之间")
    IN_CHARGE = "in_charge", _("成员与分管单位负责人")
    PARTY = "party", _("党员之间")


class HeartTalk(models.Model):
    """One talk of two people; `first` stands before `second` in the official order.

    `follow_ups` counts the matters to follow up; `task` is the one assigned for them, if any.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    kind = models.CharField(_("类别"), max_length=10, choices=TalkKind.choices)
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=60, blank=True)
    follow_ups = models.PositiveSmallIntegerField(_("后续事项（件）"), default=0)
    task = models.OneToOneField(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="heart_talk"
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by_name = models.CharField(_("登记人"), max_length=60)
    void_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由（不写谈话内容）"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("谈心谈话")
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(name="talk_of_two", condition=~Q(first=F("second"))),
            models.UniqueConstraint(
                fields=("home", "first", "second", "on"),
                name="talk_once_a_day",
                condition=Q(void_on__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["path", "on", "id"], name="talk_by_path")]

    def __str__(self) -> str:
        return f"{self.first}—{self.second}"
