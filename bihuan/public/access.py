"""What residents see: the administrations with a page, their places, and what was published.

There is no actor here: all of it is for everybody, so every function names the columns it reads.
The database role of the public process may read no others (`grants.py`).
"""

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.policy import value
from bihuan.orgs.models import Unit
from bihuan.orgs.models.unit import ADMINISTRATIONS, UnitKind
from bihuan.public.errors import NoSuchPage
from bihuan.public.policy import TAKES_OPINIONS

CHOSEN_KINDS = (UnitKind.TOWNSHIP, UnitKind.VILLAGE)


def homes_with_a_page() -> list[Unit]:
    """Return the administrations that exist today, the highest first."""
    return list(
        Unit.objects.open_on(clock.today()).filter(kind__in=ADMINISTRATIONS).order_by("path")
    )


def home_of(code: str) -> Unit:
    """Return an administration by its code; raises NoSuchPage."""
    found = Unit.objects.open_on(clock.today()).filter(code=code, kind__in=ADMINISTRATIONS).first()
    if found is None:
        raise NoSuchPage(_("没有这个页面。请核对网址，或重新扫一下二维码。"))
    return found


def places_of(home: Unit) -> list[Unit]:
    """Return the places that an opinion may concern: the administration itself, then villages."""
    inside = Unit.objects.open_on(clock.today()).filter(home=home, kind__in=CHOSEN_KINDS)
    return [home, *inside.exclude(pk=home.pk).order_by("sort_order", "path")]


def takes_opinions(home: Unit) -> bool:
    """Tell whether the page of a home takes opinions today."""
    return bool(value(TAKES_OPINIONS, home.path, clock.today()))
