"""A unit (单位): a place in the tree of administrations and what belongs to them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id


class UnitKind(models.TextChoices):
    CITY = "city", _("设区市")
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("行政村（社区）")
    GROUP = "group", _("村民小组")
    BRANCH = "branch", _("党支部")
    STATION = "station", _("站所")
    SCHOOL = "school", _("学校")
    CLINIC = "clinic", _("卫生院（室）")
    OFFICE = "office", _("机关科室")
    ENTERPRISE = "enterprise", _("企业与新组织")


ADMINISTRATIONS = frozenset({UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP})


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions asked of units."""

    def under(self, path: str) -> Self:
        """Keep the unit at `path` and everything below it."""
        return self.filter(path__gte=path, path__lt=path + "~")

    def open_on(self, day: Any) -> Self:
        """Keep the units that exist on a day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)


class Unit(models.Model):
    """One unit. Its path never changes: a move or merger closes it and opens its successor.

    `home` is the administration (city, county or township) that the unit belongs to, itself for an
    administration. `division_code` is the code of the national statistical division, where it
    has one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = BinaryTextField(max_length=64, unique=True, editable=False)
    code = models.CharField(_("代码"), max_length=40, unique=True)
    division_code = models.CharField(_("统计用区划代码"), max_length=12, blank=True)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind.choices)
    sort_order = models.PositiveIntegerField(_("排序"), default=0)
    opened_on = models.DateField(_("设立日期"))
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        ordering = ("path",)
        constraints = [
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_administration(self) -> bool:
        """Tell whether records are made in this unit's own name (it is a home)."""
        return self.kind in ADMINISTRATIONS

    def holds(self, path: str) -> bool:
        """Tell whether `path` is this unit's or below it."""
        return path.startswith(self.path)
