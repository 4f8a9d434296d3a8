"""How to reach the giver of an opinion, sealed; only if they wished it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.opinions.models.opinion import Opinion
from bihuan.orgs.models import Unit


class Contact(models.Model):
    """One contact, encrypted with a key that lies outside database and backups.

    `key_id` names the key, so that keys can be rotated. `erased_on` says when it was emptied.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="contact")
    key_id = models.CharField(max_length=20)
    sealed = models.BinaryField(default=bytes)
    left_on = models.DateField(_("留下日期"))
    erased_on = models.DateField(_("清除日期"), null=True)

    class Meta:
        verbose_name = _("联系方式")

    def __str__(self) -> str:
        return str(self.opinion_id)
