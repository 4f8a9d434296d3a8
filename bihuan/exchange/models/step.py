"""A step of a document on its way: who, when, why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.exchange.models.dispatch import Dispatch
from bihuan.exchange.models.reception import Reception
from bihuan.exchange.rules import LONGEST_NUMBER, LONGEST_TEXT, LONGEST_TITLE
from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class StepKind(models.TextChoices):
    """What happened; the values are those of `rules.Way`."""

    SEND = "send", _("送出")
    RECEIPT = "receipt", _("签收")
    RETURN = "return", _("退回修改")
    ANSWER = "answer", _("答复")
    NOTE = "note", _("知悉")


class ExchangeStep(models.Model):
    """One thing that happened to a document on its way (收发经过); never changed, never removed.

    On one server it belongs to dispatch and reception; between two, each side writes its own.
    `text` is the reason or the answer; an answer that is a document has its title, number and
    files. `package_file` is the signed reply that the receiver makes, `package_id` its number on
    either side.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.PROTECT, null=True, related_name="steps"
    )
    reception = models.ForeignKey(
        Reception, on_delete=models.PROTECT, null=True, related_name="steps"
    )
    kind = models.CharField(_("步骤"), max_length=10, choices=StepKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("办理人"), max_length=60)
    text = models.CharField(_("理由或答复"), max_length=LONGEST_TEXT, blank=True)
    title = models.CharField(_("答复公文标题"), max_length=LONGEST_TITLE, blank=True)
    number = models.CharField(_("答复公文文号"), max_length=LONGEST_NUMBER, blank=True)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    package_id = models.UUIDField(null=True)
    package_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("收发经过")
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("home", "package_id"), name="reply_package_once"),
            models.CheckConstraint(
                name="exchange_step_is_of_something",
                condition=Q(dispatch__isnull=False) | Q(reception__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
