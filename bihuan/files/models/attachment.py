"""An attachment: a file that bears out what a record, a problem or another thing says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.files.models.stored_file import StoredFile
from bihuan.files.rules import KINDS, LONGEST_NAME, LONGEST_REASON, LOOK_LENGTH, FileKind
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class Attachment(models.Model):
    """One file as evidence (佐证材料) of one thing, named by kind and id: the room that owns the
    thing says who may see it.

    `file` is what is stored, `original` the SHA-256 of what was sent before metadata was stripped.
    Removing keeps the row (who, when, why); purging empties `file`, `thumbnail` and `look`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    about_kind = models.CharField(max_length=40, editable=False)
    about_id = models.UUIDField(editable=False)
    path = BinaryTextField(max_length=64)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    original = models.CharField(_("原文件校验值"), max_length=64)
    look = models.CharField(max_length=LOOK_LENGTH, blank=True)
    name = models.CharField(_("文件名"), max_length=LONGEST_NAME)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.UUIDField(null=True)
    added_by_name = models.CharField(_("添加人"), max_length=60)
    removed_at = models.DateTimeField(_("移除时间"), null=True)
    removed_by = models.UUIDField(null=True)
    removed_by_name = models.CharField(_("移除人"), max_length=60, blank=True)
    reason = models.CharField(_("移除理由"), max_length=LONGEST_REASON, blank=True)
    purged_at = models.DateTimeField(_("清除时间"), null=True)

    class Meta:
        verbose_name = _("佐证材料")
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="attachment_by_thing"),
            models.Index(fields=["home", "original"], name="attachment_by_original"),
            models.Index(
                fields=["removed_at"],
                name="attachment_to_be_purged",
                condition=models.Q(removed_at__isnull=False, purged_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        """Tell whether it still stands as evidence."""
        return self.removed_at is None and self.purged_at is None

    @property
    def file_kind(self) -> FileKind:
        """Return the kind of file."""
        return KINDS[self.kind]


class LookBand(models.Model):
    """A piece of the look of a picture: two pictures that look the same share one (likeness)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="bands")
    band = models.IntegerField()

    class Meta:
        verbose_name = _("图像特征")
        indexes = [models.Index(fields=["home", "band"], name="look_band")]

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.band}"
