"""A key: what another system shows to be let in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Scope(models.TextChoices):
    """What a key may hand in."""

    OPINIONS = "opinions", _("送入意见")
    PROBLEMS = "problems", _("送入问题")


class Key(models.Model):
    """One key of one administration. Only the hash of its secret is kept.

    `head` are the first characters of the secret, by which it is found and known again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("对方系统"), max_length=40)
    head = models.CharField(_("密钥开头"), max_length=12, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("可送入"), default=list)
    made_at = models.DateTimeField(_("建立时间"))
    made_by_name = models.CharField(_("建立人"), max_length=60)
    last_used_on = models.DateField(_("最近使用"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    revoked_by_name = models.CharField(_("停用经办"), max_length=60, blank=True, editable=False)
    revoked_because = models.CharField(_("停用理由"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("接口密钥")
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "name"),
                name="key_name_once_a_home",
                condition=Q(revoked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Tell whether it still lets in."""
        return self.revoked_at is None
