"""A draft sent round for comment: to whom, what they said, what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models.document import Document, Revision
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Account, Unit


class CommentRound(models.Model):
    """One sending of one draft for comment. `paper` is the draft as it was filled then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField(_("轮次"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    paper = models.JSONField()
    due_on = models.DateField(_("请于何日前反馈"))
    message = models.CharField(_("附言"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("送出时间"))
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(_("送出人"), max_length=60)

    class Meta:
        verbose_name = _("征求意见")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "document", "number"), name="comment_round_once_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"


class Addressee(models.Model):
    """A unit or a person whom a round asks. No answer stays no answer: nothing follows from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    round = models.ForeignKey(CommentRound, on_delete=models.PROTECT, related_name="addressees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(_("征求对象"), max_length=60)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by_name = models.CharField(_("答复人"), max_length=60, blank=True)
    is_without_remarks = models.BooleanField(_("无意见"), default=False)
    reminded_at = models.DateTimeField(_("提醒时间"), null=True)

    class Meta:
        verbose_name = _("征求对象")
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                name="addressee_is_unit_or_person",
                condition=Q(unit__isnull=False, account__isnull=True)
                | Q(unit__isnull=True, account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("home", "round", "unit"),
                name="addressee_unit_once_a_round",
                condition=Q(unit__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("home", "round", "account"),
                name="addressee_person_once_a_round",
                condition=Q(account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    DECLINED = "declined", _("未采纳")


class Comment(models.Model):
    """A remark at one paragraph of a round's draft, and what became of it, once.

    `place` counts the paragraphs of the round's paper, null for the draft as a whole; `quote` and
    its digest are those of the paragraph, by which it is found again in a later draft.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="comments")
    place = models.PositiveIntegerField(_("段落"), null=True)
    quote = models.TextField(_("原文"), blank=True)
    quote_digest = models.CharField(max_length=64, blank=True)
    text = models.TextField(_("修改意见"))
    given_at = models.DateTimeField(_("提出时间"))
    given_by = models.UUIDField(null=True)
    given_by_name = models.CharField(_("提出人"), max_length=60)
    outcome = models.CharField(_("处理"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True)
    settled_by_name = models.CharField(_("处理人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("修改意见")
        ordering = ("given_at", "id")
        constraints = [
            models.CheckConstraint(
                name="comment_settled_has_an_outcome",
                condition=Q(settled_at__isnull=True, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
