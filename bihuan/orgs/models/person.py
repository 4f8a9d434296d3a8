"""A person who holds posts: no more about them than the work needs (handbook §6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.unit import Unit


class Schooling(models.IntegerChoices):
    """Schooling, in ascending order, so that structures can be compared."""

    PRIMARY = 1, _("小学")
    JUNIOR = 2, _("初中")
    SENIOR = 3, _("高中")
    TECHNICAL = 4, _("中专")
    COLLEGE = 5, _("大专")
    BACHELOR = 6, _("本科")
    MASTER = 7, _("研究生")


class Person(models.Model):
    """One person: a name, a unit, and for the structure of posts year of birth and schooling."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    code = models.CharField(_("代码"), max_length=60)
    name = models.CharField(_("姓名"), max_length=60)
    birth_year = models.PositiveSmallIntegerField(_("出生年份"), null=True, blank=True)
    schooling = models.PositiveSmallIntegerField(
        _("学历"), choices=Schooling.choices, null=True, blank=True
    )
    sort_order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("人员")
        ordering = ("sort_order", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="person_code_once_a_home")
        ]

    def __str__(self) -> str:
        return self.name
