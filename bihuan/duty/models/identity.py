"""Who brought a case, apart from it and sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.duty.models.dispute import Dispute
from bihuan.duty.models.petition import Petition
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class CaseIdentity(models.Model):
    """Names, telephone numbers, addresses, and a petition's own words: encrypted.

    The key lies outside database and backups; `key_id` names it, so that keys can be rotated.
    `erased_on` says when it was emptied; then `sealed` holds nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    dispute = models.OneToOneField(
        Dispute, on_delete=models.PROTECT, null=True, related_name="identity"
    )
    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, null=True, related_name="identity"
    )
    key_id = models.CharField(max_length=20)
    sealed = models.BinaryField(default=bytes)
    erased_on = models.DateField(_("清除日期"), null=True)

    class Meta:
        verbose_name = _("当事人身份")
        constraints = [
            models.CheckConstraint(
                name="identity_of_one_case",
                condition=Q(dispute__isnull=False, petition__isnull=True)
                | Q(dispute__isnull=True, petition__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
