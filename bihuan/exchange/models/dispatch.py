"""A dispatch: one issued document sent to one receiver."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models import Document, Issue
from bihuan.exchange.models.correspondent import Correspondent
from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Standing(models.TextChoices):
    """Where a document stands on its way; the values are those of `rules.Standing`."""

    SENT = "sent", _("待签收")
    RECEIVED = "received", _("已签收")
    RETURNED = "returned", _("已退回")
    ANSWERED = "answered", _("已答复")


class Dispatch(models.Model):
    """One issued document sent to one receiver (送出公文): a unit here, or a correspondent.

    Nothing of it ever changes but `state` and `is_noted`, the cache of its steps. For a
    correspondent `package_file` is the signed file and `package_id` what replies name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="dispatches")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="dispatches")
    recipient = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    correspondent = models.ForeignKey(
        Correspondent, on_delete=models.PROTECT, null=True, related_name="dispatches"
    )
    package_id = models.UUIDField(null=True)
    package_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("送出时间"))
    sent_by = models.UUIDField(null=True)
    sent_by_name = models.CharField(_("送出人"), max_length=60)
    state = models.CharField(
        _("状态"), max_length=10, choices=Standing.choices, default=Standing.SENT
    )
    is_noted = models.BooleanField(_("已知悉"), default=False)

    class Meta:
        verbose_name = _("送出公文")
        ordering = ("-sent_at", "-pk")
        indexes = [models.Index(fields=["home", "state"], name="dispatch_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=("home", "issue", "recipient"),
                name="document_once_to_a_unit",
                condition=Q(recipient__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("home", "issue", "correspondent"),
                name="document_once_to_a_correspondent",
                condition=Q(correspondent__isnull=False),
            ),
            models.UniqueConstraint(fields=("home", "package_id"), name="dispatch_package_once"),
            models.CheckConstraint(
                name="dispatch_has_one_receiver",
                condition=Q(recipient__isnull=False, correspondent__isnull=True, package_file=None)
                | Q(
                    recipient__isnull=True, correspondent__isnull=False, package_file__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.receiver}"

    @property
    def receiver(self) -> str:
        """Return the name of who gets it."""
        return str(self.recipient or self.correspondent)
