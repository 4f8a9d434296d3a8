"""Questions about evidence; the room that owns the thing says who may ask."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.files.checking.likeness import is_alike
from bihuan.files.errors import NoSuchFile
from bihuan.files.models import Attachment, LookBand

MOST_CANDIDATES = 500


def attachments_of(kind: str, id_: UUID) -> list[Attachment]:
    """Return all evidence of a thing, removed ones too, in the order in which it was added."""
    found = Attachment.objects.filter(about_kind=kind, about_id=id_)
    return list(found.select_related("file", "thumbnail").order_by("added_at", "id"))


def attachment_of(kind: str, id_: UUID, attachment_id: UUID) -> Attachment:
    """Return one file of a thing; raises NoSuchFile where it has none, or no longer."""
    found = (
        Attachment.objects.filter(about_kind=kind, about_id=id_, pk=attachment_id, removed_at=None)
        .exclude(file=None)
        .select_related("file", "thumbnail")
        .first()
    )
    if found is None:
        raise NoSuchFile(_("没有这份佐证材料，或它已被移除。"))
    return found


def twins_of(attachments: Iterable[Attachment]) -> dict[UUID, list[Attachment]]:
    """Return, by the id of each, the files on other things of its home that are the same.

    The same file as it was sent, or a picture that looks the same. Removed ones are left out.
    """
    asked = [each for each in attachments if each.is_there]
    if not asked:
        return {}
    others = _candidates(asked)
    found = {
        each.id: [
            other
            for other in others
            if other.home_id == each.home_id
            and (other.about_kind, other.about_id) != (each.about_kind, each.about_id)
            and (other.original == each.original or is_alike(other.look, each.look))
        ]
        for each in asked
    }
    return {id_: twins for id_, twins in found.items() if twins}


def _candidates(asked: list[Attachment]) -> QuerySet[Attachment]:
    homes = {each.home_id for each in asked}
    ids = [each.id for each in asked]
    bands = LookBand.objects.filter(attachment__in=ids).values_list("band", flat=True)
    alike = (
        LookBand.objects.filter(home__in=homes, band__in=set(bands))
        .exclude(attachment__in=ids)
        .values_list("attachment_id", flat=True)[:MOST_CANDIDATES]
    )
    return Attachment.objects.filter(
        Q(home__in=homes, original__in={each.original for each in asked}) | Q(pk__in=set(alike)),
        removed_at=None,
        purged_at=None,
    ).order_by("added_at", "id")
