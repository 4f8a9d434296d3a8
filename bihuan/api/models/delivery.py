"""A delivery: what a key handed in under its own number, so that handing it in again makes one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.api.models.key import Key
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class DeliveryKind(models.TextChoices):
    """What was handed in."""

    OPINION = "opinion", _("意见")
    PROBLEM = "problem", _("问题")


class Delivery(models.Model):
    """One thing that a key handed in. `ref` is the other system's number, `digest` of what it said.

    The same number with the same words is answered as before; with other words it is refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("类别"), max_length=8, choices=DeliveryKind.choices)
    ref = models.CharField(_("对方编号"), max_length=80)
    digest = models.CharField(max_length=64)
    object_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("送入件")
        constraints = [
            models.UniqueConstraint(fields=("home", "key", "kind", "ref"), name="delivery_once")
        ]

    def __str__(self) -> str:
        return self.ref
