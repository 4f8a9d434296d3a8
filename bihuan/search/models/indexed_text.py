"""A text that may be found, with what tells where it came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField, TokensField


class IndexedText(models.Model):
    """One text. It is derived: whatever it says stands elsewhere, and it can be built anew.

    `id` puts the newest day last, so that an index of ids gives the newest hits first: days since
    year 1 above SHIFT bits that are the writing's own. `path` is where the thing may be seen.
    `tokens` is what PostgreSQL asks; on SQLite FTS5 holds them and it is left empty.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    kind = models.CharField(_("种类"), max_length=20)
    object_id = models.UUIDField()
    path = BinaryTextField(max_length=64)
    day = models.DateField(_("日期"))
    title = models.CharField(_("标题"), max_length=300)
    body = models.TextField(_("内容"), blank=True)
    tokens = TokensField(default="", editable=False)

    class Meta:
        verbose_name = _("检索条目")
        constraints = [
            models.UniqueConstraint(fields=("kind", "object_id"), name="indexed_text_once")
        ]

    def __str__(self) -> str:
        return self.title
