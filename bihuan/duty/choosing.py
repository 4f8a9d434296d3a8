"""Which units and people a form offers."""

from django.db.models import QuerySet

from bihuan.duty.models import Case
from bihuan.lib import clock
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Person, PostKind, PostTerm, Unit, UnitKind
from bihuan.orgs.permissions import Permission

PLACES = (UnitKind.TOWNSHIP, UnitKind.VILLAGE, UnitKind.STATION, UnitKind.SCHOOL, UnitKind.CLINIC)
LEADING = (*PLACES, UnitKind.OFFICE)


def homes_to_keep(actor: Actor) -> list[Unit]:
    """Return the administrations whose cases an actor keeps."""
    return [
        home
        for home in homes_of(actor, Permission.KEEP_CASES)
        if actor.may(Permission.KEEP_CASES, home)
    ]


def places_of(actor: Actor, home: Unit | None = None) -> QuerySet[Unit]:
    """Return the open units in which an actor registers disputes; those of a home alone."""
    units = Unit.objects.open_on(clock.today()).filter(kind__in=PLACES)
    mine = actor.within(Permission.ENTER_RECORDS, "path")
    if home is not None:
        units = units.filter(home=home)
    return units.filter(mine).select_related("home").order_by("path")


def units_of(home: Unit) -> QuerySet[Unit]:
    """Return the open units of a home that may be complained of or deal with something."""
    found = Unit.objects.under(home.path).open_on(clock.today()).filter(home=home)
    return found.filter(kind__in=LEADING).order_by("path")


def units_to_lead(case: Case) -> QuerySet[Unit]:
    """Return the units that may deal with a case: not the one complained of, nor one of it."""
    found = units_of(case.home)
    path = case.complained_path
    return found.exclude(path__gte=path, path__lt=path + "~") if path else found


def leaders_of(home: Unit) -> QuerySet[Person]:
    """Return who holds a post of leadership in a home today."""
    held = PostTerm.objects.on(clock.today()).filter(
        post__kind=PostKind.LEADERSHIP, post__unit__home=home
    )
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("sort_order", "pk")


def people_of(home: Unit) -> QuerySet[Person]:
    """Return the people of a home who hold a post today."""
    held = PostTerm.objects.on(clock.today()).filter(post__unit__home=home)
    found = Person.objects.filter(pk__in=held.values("person_id"))
    return found.order_by("unit__path", "sort_order", "pk")
