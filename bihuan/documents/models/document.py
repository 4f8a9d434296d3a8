"""A document and the versions of its template."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Status(models.TextChoices):
    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已签发")


class WaitsFor(models.TextChoices):
    """What a draft waits for on its way to issue (`documents.approval`)."""

    SUBMIT = "submit", _("待送审")
    REVIEW = "review", _("待核稿")
    COUNTERSIGN = "countersign", _("待会签")
    SIGN = "sign", _("待签发")
    ISSUE = "issue", _("待印发")
    REVISE = "revise", _("退回修改")


class Document(models.Model):
    """One document. `template` is its newest revision's text; once issued neither ever changes.

    `home` is the administration of its unit. `status` is the cache of whether an Issue exists;
    `faults` and `pending` count what stood in the way of issue when a draft was last filled by an
    action or shown, so that lists and the home page need not fill it; so does `waits_for`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    code = models.CharField(_("代码"), max_length=60)
    kind = models.CharField(_("文种"), max_length=20)
    title = models.CharField(_("标题"), max_length=200)
    template = models.TextField(_("模板"))
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    faults = models.PositiveIntegerField(_("模板问题"), default=0)
    pending = models.PositiveIntegerField(_("待核数据"), default=0)
    # Null for one written before drafts had steps: it waits for its signature.
    waits_for = models.CharField(  # noqa: DJ001
        _("待办环节"), max_length=12, null=True, choices=WaitsFor.choices
    )
    made_at = models.DateTimeField(_("起草时间"))
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("公文")
        ordering = ("-changed_at",)
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="document_code_once_a_home")
        ]

    def __str__(self) -> str:
        return self.title_on_one_line

    @property
    def title_on_one_line(self) -> str:
        """Return the title without the author's line breaks."""
        return "".join(self.title.split("\n"))

    @property
    def is_issued(self) -> bool:
        """Tell whether the document has been issued, and so never changes again."""
        return self.status == Status.ISSUED


class Revision(models.Model):
    """A text that a document had, who wrote it and when.

    `filled` is what it said then, the records of that moment in it: its paper, and the key of each
    figure. Null for one saved before this was kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("版次"))
    template = models.TextField(_("模板"))
    filled = models.JSONField(null=True)
    made_at = models.DateTimeField(_("时间"))
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(_("起草人"), max_length=60)

    class Meta:
        verbose_name = _("修改稿")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "document", "number"), name="revision_number_once_a_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"
