"""Asking by ids as texts answers as Django itself does."""

from bihuan.lib.ids import new_id
from bihuan.lib.many_ids import IdText
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast


def test_rows_are_found_by_their_ids_as_texts(cast: Cast) -> None:
    wanted = [cast.town, *cast.villages]
    texts = list(
        Unit.objects.filter(pk__in=[unit.pk for unit in wanted]).values_list(
            IdText("pk"), flat=True
        )
    )
    assert all(isinstance(text, str) for text in texts)
    assert set(Unit.objects.filter(pk__among=texts)) == set(wanted)
    below = Unit.objects.filter(parent__pk__among=texts)
    assert set(below) == set(Unit.objects.filter(parent__in=wanted))
    assert not Unit.objects.filter(pk__among=[]).exists()
    assert not Unit.objects.filter(pk__among=[new_id().hex]).exists()
