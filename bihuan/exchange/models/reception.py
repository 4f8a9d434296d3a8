"""A reception: one document that came in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.exchange.models.correspondent import Correspondent
from bihuan.exchange.models.dispatch import Dispatch, Standing
from bihuan.exchange.rules import LONGEST_NAME, LONGEST_NUMBER, LONGEST_TITLE
from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Reception(models.Model):
    """One document that came in (来文): sent on this server, or taken out of a package.

    `home` is the receiver. What the sender says of the document is kept as it came, and its figures
    with the number of records behind each, never the records. Nothing ever changes but `state`,
    the cache of its steps. Of a package `document_ref` is the sender's id of the document, and
    `text` its words as we read them out of the Word file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    dispatch = models.OneToOneField(
        Dispatch, on_delete=models.PROTECT, null=True, related_name="reception"
    )
    correspondent = models.ForeignKey(
        Correspondent, on_delete=models.PROTECT, null=True, related_name="receptions"
    )
    package_id = models.UUIDField(null=True)
    document_ref = models.UUIDField()
    sender_name = models.CharField(_("来文单位"), max_length=LONGEST_NAME)
    kind = models.CharField(_("文种"), max_length=20)
    title = models.CharField(_("标题"), max_length=LONGEST_TITLE)
    number = models.CharField(_("文号"), max_length=LONGEST_NUMBER, blank=True)
    issued_at = models.DateTimeField(_("签发时间"))
    sent_at = models.DateTimeField(_("送出时间"))
    arrived_at = models.DateTimeField(_("收到时间"))
    arrived_by_name = models.CharField(_("收件人"), max_length=60)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    text = models.TextField(_("正文"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=Standing.choices, default=Standing.SENT
    )

    class Meta:
        verbose_name = _("来文")
        ordering = ("-arrived_at", "-pk")
        indexes = [models.Index(fields=["home", "state"], name="reception_by_state")]
        constraints = [
            models.UniqueConstraint(fields=("home", "package_id"), name="package_received_once"),
            models.UniqueConstraint(
                fields=("home", "correspondent", "document_ref"),
                name="document_received_once_from_a_sender",
                condition=Q(correspondent__isnull=False),
            ),
            models.CheckConstraint(
                name="reception_came_one_way",
                condition=Q(dispatch__isnull=False, correspondent__isnull=True, package_id=None)
                | Q(dispatch__isnull=True, correspondent__isnull=False, package_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
