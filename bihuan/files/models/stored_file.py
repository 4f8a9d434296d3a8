"""A file kept in the store."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One content, once: the same bytes stored twice are one file, named by their SHA-256."""

    sha256 = models.CharField(_("校验值"), max_length=64, primary_key=True, editable=False)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    stored_at = models.DateTimeField(_("存入时间"))

    class Meta:
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.sha256
