"""What was loaded from which pack, so that loading again repeats nothing."""

from django.db import models

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class LoadedItem(models.Model):
    """One row or file of a pack, the object it became, and the digest of what it said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    ref = models.CharField(max_length=160)
    object_id = models.UUIDField()
    version_id = models.UUIDField(null=True)  # of a record: the version that the pack wrote
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("home", "pack", "kind", "ref"), name="loaded_once_a_home"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.kind} {self.ref}"
