"""What a dispute and a petition have in common."""

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Person, Unit


class Level(models.TextChoices):
    """Where a case was found (handbook §3.5)."""

    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")
    VILLAGE = "village", _("村级")


class Band(models.TextChoices):
    """The band of how many people a case concerns, derived from the number (rules.band_of)."""

    FEW = "few", _("50人以下")
    SOME = "some", _("50至100人")
    MANY = "many", _("100至500人")
    MASS = "mass", _("500人以上")


class Case(models.Model):
    """A case. `unit` is where it is; `lead_unit` deals with it; paths are theirs.

    Every text here is in the clear and holds no name, telephone number or house of who brought it:
    actions refuse that. `complained_path` is empty where no unit is complained of.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    title = models.CharField(_("摘要"), max_length=60)
    level = models.CharField(_("层级"), max_length=8, choices=Level.choices, default=Level.TOWNSHIP)
    headcount = models.PositiveIntegerField(_("涉及人数"), default=1)
    band = models.CharField(_("人数段"), max_length=4, choices=Band.choices, editable=False)
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    lead_path = BinaryTextField(max_length=64, blank=True, editable=False)
    lead_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_complained_of = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    complained_path = BinaryTextField(max_length=64, blank=True, editable=False)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    state_at = models.DateTimeField(_("状态时间"), editable=False)
    entered_by = models.UUIDField(null=True, editable=False)
    entered_by_name = models.CharField(_("登记人"), max_length=60, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def written_number(self) -> str:
        """Return the number as papers write it: 〔2010〕3号."""
        return _now("〔%(year)d〕%(number)d号") % {"year": self.year, "number": self.number}
