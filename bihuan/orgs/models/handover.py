"""A handover (交接): who handed what over to whom, as the list that both sign."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.unit import Unit


class HandoverKind(models.TextChoices):
    POST = "post", _("职务交接")
    ACCOUNT = "account", _("账号交接")


class Handover(models.Model):
    """One handover as it was: `items` is a list of {"label", "what"}, in order.

    It repeats what stood then, so that the list stays true whatever becomes of posts and roles.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(_("类别"), max_length=10, choices=HandoverKind.choices)
    subject = models.CharField(_("交接的职务或账号"), max_length=120)
    from_name = models.CharField(_("移交人"), max_length=80)
    to_name = models.CharField(_("接收人"), max_length=80)
    on = models.DateField(_("交接日期"))
    items = models.JSONField(_("交接内容"), default=list)
    made_at = models.DateTimeField(_("登记时间"))
    made_by_name = models.CharField(_("登记人"), max_length=60)

    class Meta:
        verbose_name = _("交接")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.subject} {self.from_name} → {self.to_name}"
