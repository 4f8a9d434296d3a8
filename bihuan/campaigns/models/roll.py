"""Who takes part (参学名册): counts of a unit, or people by a label, never more than needed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models.campaign import Campaign
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Way(models.TextChoices):
    """How somebody takes part; the last four are for those away (流动党员)."""

    HERE = "here", _("在本单位参加")
    LETTER = "letter", _("寄送学习资料")
    PHONE = "phone", _("电话联系")
    HOME = "home", _("返乡补学")
    LOCAL_BRANCH = "local_branch", _("就地参加流入地支部")


class UnitRoll(models.Model):
    """What a unit's roll comes to. `by_person`: worked out from its people; else counted by hand.

    `names_removed_on` is the day on which its labels were emptied after the campaign.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rolls")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    path = BinaryTextField(max_length=64, editable=False)
    by_person = models.BooleanField(_("按人登记"), default=False)
    should = models.PositiveIntegerField(_("应参加"), default=0)
    took_part = models.PositiveIntegerField(_("已参加"), default=0)
    away_should = models.PositiveIntegerField(_("其中外出应参加"), default=0)
    away_took_part = models.PositiveIntegerField(_("其中外出已参加"), default=0)
    away_ways = models.JSONField(_("外出人员参学办法"), default=list, blank=True)
    counted_on = models.DateField(_("统计日期"))
    counted_by_name = models.CharField(_("经办"), max_length=60)
    names_removed_on = models.DateField(_("标识清除日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("参学名册")
        ordering = ("path",)
        constraints = [
            models.UniqueConstraint(fields=("home", "campaign", "unit"), name="unit_roll_once"),
            models.CheckConstraint(
                name="unit_roll_counts_agree",
                condition=Q(took_part__lte=F("should"))
                & Q(away_should__lte=F("should"))
                & Q(away_took_part__lte=F("away_should"))
                & Q(away_took_part__lte=F("took_part")),
            ),
        ]
        indexes = [models.Index(fields=["path"], name="unit_roll_by_path")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.unit}"

    @property
    def missing(self) -> int:
        """Count those who should and did not."""
        return self.should - self.took_part


class Participant(models.Model):
    """One who takes part: a label of a post or a number (党员01), away or not, how, and when.

    `left_on` is the day from which they are no longer expected (moved away, died).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    roll = models.ForeignKey(UnitRoll, on_delete=models.PROTECT, related_name="people")
    label = models.CharField(_("标识"), max_length=40, blank=True)
    is_away = models.BooleanField(_("外出"), default=False)
    way = models.CharField(_("参加方式"), max_length=12, choices=Way.choices, blank=True)
    took_part_on = models.DateField(_("参加日期"), null=True, blank=True)
    left_on = models.DateField(_("不再应参加"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("参学人员")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("roll", "label"), name="participant_label_once", condition=~Q(label="")
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def unit(self) -> Unit:
        """Return the unit whose roll it stands in."""
        return self.roll.unit
