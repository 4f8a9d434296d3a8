"""A preset: what a number of policy is from a day on, who set it and on what basis."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Preset(models.Model):
    """One value of one number from `from_on` on. It is never changed: a later one takes its place.

    `home` is the administration that set it, for itself and all below it that set none. Of two
    from the same day the one set later holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    code = models.CharField(_("代码"), max_length=60)
    value = models.CharField(_("值"), max_length=40)
    from_on = models.DateField(_("起"))
    basis = models.CharField(_("依据"), max_length=200)
    set_at = models.DateTimeField(_("设定时间"))
    set_by = models.UUIDField(null=True)
    set_by_name = models.CharField(_("设定人"), max_length=60)

    class Meta:
        verbose_name = _("预设")
        ordering = ("-from_on", "-set_at", "-id")
        indexes = [models.Index(fields=["code", "home", "from_on"], name="preset_by_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"
