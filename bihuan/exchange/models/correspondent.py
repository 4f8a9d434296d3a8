"""A correspondent: an office on another server, known by its key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.exchange.rules import LONGEST_NAME
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Correspondent(models.Model):
    """An office that packages go to and come from (通信单位), as one administration knows it.

    A key is entered once; withdrawn, it never comes back: the other side makes a new one. Nothing
    else of the row ever changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("单位名称"), max_length=LONGEST_NAME)
    public_key = models.CharField(_("公钥"), max_length=64)
    fingerprint = models.CharField(_("指纹"), max_length=64)
    entered_at = models.DateTimeField(_("登记时间"))
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(_("登记人"), max_length=60)
    withdrawn_at = models.DateTimeField(_("停用时间"), null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_by_name = models.CharField(_("停用人"), max_length=60, blank=True)
    withdrawn_because = models.CharField(_("停用理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("通信单位")
        ordering = ("name", "entered_at")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "fingerprint"), name="correspondent_key_once_a_home"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_standing(self) -> bool:
        """Tell whether its key is still trusted."""
        return self.withdrawn_at is None
