"""Whom a meeting asks, who should come and who came: by category, and by name where it is small."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.meetings.models.meeting import Meeting
from bihuan.orgs.models import Person, Unit


class Category(models.TextChoices):
    """Who they are, when only counted."""

    LEADERS = "leaders", _("班子成员")
    MEMBERS = "members", _("党员")
    DELEGATES = "delegates", _("群众（村民）代表")
    VILLAGERS = "villagers", _("群众（村民）")
    CADRES = "cadres", _("干部职工")
    OTHERS = "others", _("其他人员")


class Attendance(models.Model):
    """How many of one category should come, and came (0: a correction left none)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    category = models.CharField(_("类别"), max_length=10, choices=Category.choices)
    should = models.PositiveIntegerField(_("应到"))
    came = models.PositiveIntegerField(_("实到"))

    class Meta:
        verbose_name = _("到会人数")
        constraints = [
            models.UniqueConstraint(fields=("meeting", "category"), name="attendance_once"),
            models.CheckConstraint(
                name="attendance_not_more_came", condition=Q(came__lte=F("should"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.came}/{self.should}"


class Part(models.TextChoices):
    """In what part somebody is at a meeting."""

    ATTENDS = "attends", _("出席")
    OBSERVES = "observes", _("列席")
    EXCUSED = "excused", _("请假")


class Attendee(models.Model):
    """Somebody by name. Those who attend or are excused make up the category of the kind."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("到会情况"), max_length=8, choices=Part.choices)
    reason = models.CharField(_("请假事由"), max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)  # by a correction

    class Meta:
        verbose_name = _("到会人员")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "person"),
                name="attendee_once",
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_part_display()}"


class Invitation(models.Model):
    """A unit that is asked to send somebody: what the burden ledger counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("参会单位")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "unit"),
                name="invitation_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.unit}"
