"""A template made in Word, and the files that it was, one after the other."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.files.models import StoredFile
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class WordTemplate(models.Model):
    """A template made in Word or WPS, of one unit. Its newest version is the one that is filled.

    `faults` counts what was wrong with it when it was last checked. One made void, with a reason,
    is kept and no longer filled.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="word_templates")
    code = models.CharField(_("代码"), max_length=60)
    kind = models.CharField(_("文种"), max_length=20)
    title = models.CharField(_("名称"), max_length=100)
    faults = models.PositiveIntegerField(_("模板问题"), default=0)
    made_at = models.DateTimeField(_("上传时间"))
    changed_at = models.DateTimeField(_("换版时间"))
    void_at = models.DateTimeField(_("停用时间"), null=True)
    void_by_name = models.CharField(_("停用人"), max_length=60, blank=True)
    void_because = models.CharField(_("停用理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Word 模板")
        ordering = ("-changed_at",)
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="word_template_code_once_a_home"),
            models.CheckConstraint(
                name="word_template_void_with_reason",
                condition=Q(void_at__isnull=True, void_because="")
                | (Q(void_at__isnull=False) & ~Q(void_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_void(self) -> bool:
        """Tell whether it is no longer filled."""
        return self.void_at is not None


class WordTemplateVersion(models.Model):
    """A file that a Word template was, who uploaded it and when. It never changes.

    `outline` is what its reader found in it: its tags with their places (word.checking.Outline).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    template = models.ForeignKey(WordTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版次"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=100)
    outline = models.JSONField()
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by = models.UUIDField(null=True)
    uploaded_by_name = models.CharField(_("上传人"), max_length=60)

    class Meta:
        verbose_name = _("Word 模板版次")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "template", "number"), name="word_version_number_once_a_template"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
