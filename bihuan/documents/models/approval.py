"""The way of a draft to its issue: each step a row, and who is asked to countersign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models.document import Document, Revision
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Account, Unit


class ApprovalKind(models.TextChoices):
    SUBMIT = "submit", _("送审")
    REVIEW = "review", _("核稿")
    COUNTERSIGN = "countersign", _("会签")
    SIGN = "sign", _("签发")
    RETURN = "return", _("退回修改")


class CountersignRequest(models.Model):
    """A unit or a person whose countersignature (会签) a document asks for, until withdrawn.

    It outlives a draft: who was asked is asked again when the text has changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="countersigners")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(_("会签方"), max_length=60)
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(_("送会签人"), max_length=60)
    asked_at = models.DateTimeField(_("送会签时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawn_by_name = models.CharField(_("撤回人"), max_length=60, blank=True)
    withdrawn_because = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("会签请求")
        ordering = ("asked_at", "id")
        constraints = [
            models.CheckConstraint(
                name="countersign_asks_unit_or_person",
                condition=Q(unit__isnull=False, account__isnull=True)
                | Q(unit__isnull=True, account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("home", "document", "unit"),
                name="countersign_asked_once_of_unit",
                condition=Q(withdrawn_at__isnull=True, unit__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("home", "document", "account"),
                name="countersign_asked_once_of_person",
                condition=Q(withdrawn_at__isnull=True, account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApprovalStep(models.Model):
    """One step that one draft went: who, when, why. It counts for that draft only; never changes.

    `text_digest` is that of the words as they stood filled, so that a change of the records after
    a signature shows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="approval_steps")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("环节"), max_length=12, choices=ApprovalKind.choices)
    request = models.ForeignKey(
        CountersignRequest, on_delete=models.PROTECT, related_name="answers", null=True
    )
    note = models.CharField(_("意见"), max_length=300, blank=True)
    text_digest = models.CharField(max_length=64)
    done_at = models.DateTimeField(_("时间"))
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(_("经办人"), max_length=60)

    class Meta:
        verbose_name = _("审签环节")
        ordering = ("done_at", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_by_name}"
