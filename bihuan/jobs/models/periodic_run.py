"""When a piece of periodic work was last done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicRun(models.Model):
    """One row a piece of periodic work, by its name; `fault` says why the last run failed."""

    name = models.CharField(_("定期工作"), max_length=80, primary_key=True)
    done_at = models.DateTimeField(_("上次完成时间"))
    fault = models.TextField(_("上次的错误"), blank=True)

    class Meta:
        verbose_name = _("定期工作")

    def __str__(self) -> str:
        return self.name
