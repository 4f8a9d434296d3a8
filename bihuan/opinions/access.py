"""Which opinions and groups an actor may see: the only way a view fetches.

Who holds `see_opinions` sees all of their subtree; who only records sees what their own unit
recorded. What complains of a unit is not shown to the accounts of that unit, whatever else they
hold, unless they sort for the administration that keeps it.
"""

from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.opinions.errors import NoSuchCategory, NoSuchGroup, NoSuchOpinion
from bihuan.opinions.models import Category, GroupState, Opinion, OpinionGroup
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.rules import LABEL_WIDTH

SEE, SORT, RECORD = (
    Permission.SEE_OPINIONS,
    Permission.SORT_OPINIONS,
    Permission.RECORD_OPINIONS,
)


def seen_by(actor: Actor) -> Q:
    """Return the condition on opinions that an actor may see."""
    own = actor.within(RECORD, "source_path")
    return (actor.within(SEE, "path") | own) & ~_complains_of(actor)


def opinions_visible_to(actor: Actor) -> QuerySet[Opinion]:
    """Return the opinions that an actor may see."""
    return Opinion.objects.filter(seen_by(actor)).select_related("home", "unit", "category")


def groups_seen_by(actor: Actor) -> Q:
    """Return the condition on groups that an actor may see: none that holds what they may not."""
    hidden = Opinion.objects.filter(_complains_of(actor), group__isnull=False).values("group_id")
    return actor.within(SEE, "path") & ~Q(pk__in=hidden)


def groups_visible_to(actor: Actor) -> QuerySet[OpinionGroup]:
    """Return the groups that an actor may see, with those that became empty."""
    return OpinionGroup.objects.filter(groups_seen_by(actor)).select_related(
        "home", "unit", "category"
    )


def standing_groups(actor: Actor) -> QuerySet[OpinionGroup]:
    """Return the groups that an actor may see and that hold something."""
    return groups_visible_to(actor).exclude(state=GroupState.EMPTY)


def opinion_for(actor: Actor, id_: UUID | str) -> Opinion:
    """Return an opinion; raises NoSuchOpinion where there is none or it is unseen."""
    related = ("source_unit", "about_unit", "group__category", "suggested")
    found = opinions_visible_to(actor).select_related(*related).filter(pk=id_).first()
    if found is None:
        raise NoSuchOpinion(_("没有这条意见，或您的账号无权查看。"))
    return found


def group_for(actor: Actor, id_: UUID | str) -> OpinionGroup:
    """Return a group; raises NoSuchGroup where there is none or it is unseen."""
    found = groups_visible_to(actor).select_related("merged_into").filter(pk=id_).first()
    if found is None:
        raise NoSuchGroup(_("没有这条归并意见，或您的账号无权查看。"))
    return found


def category_for(actor: Actor, home: Unit, code: str) -> Category:
    """Return a class in use of a home whose opinions the actor sorts; raises NoSuchCategory."""
    found = categories_in_use(home).filter(code=code).first()
    if found is None or not actor.may(SORT, home):
        raise NoSuchCategory(_("没有这个意见类别，请从列表里选一个。"))
    return found


def categories_in_use(home: Unit) -> QuerySet[Category]:
    """Return the classes of a home's tree that may be given today, in their order."""
    in_use = Q(retired_on__isnull=True) | Q(retired_on__gt=clock.today())
    return Category.objects.filter(in_use, home=home)


def homes_to_sort_in(actor: Actor) -> list[Unit]:
    """Return the administrations whose opinions the actor sorts."""
    return [home for home in homes_of(actor, SORT) if actor.may(SORT, home)]


def homes_with_opinions(actor: Actor) -> list[Unit]:
    """Return the administrations of which the actor sees or records opinions, the topmost first."""
    found = {home.pk: home for home in (*homes_of(actor, SEE), *homes_of(actor, RECORD))}
    return sorted(found.values(), key=lambda home: home.path)


def units_to_record_for(actor: Actor, home: Unit) -> list[Unit]:
    """Return the open units of a home for which the actor records, in the tree's order."""
    units = Unit.objects.under(home.path).filter(actor.within(RECORD, "path"))
    return list(units.open_on(clock.today()).filter(home=home).order_by("path"))


def _complains_of(actor: Actor) -> Q:
    """Return the condition that an opinion complains of a unit that the actor is of.

    One that an administration recorded about itself as a whole is its own business, and who sorts
    for the administration that keeps it reads all of it.
    """
    paths = {path for held in actor.grants.values() for path in held}
    ours = {path[:end] for path in paths for end in range(LABEL_WIDTH, len(path) + 1, LABEL_WIDTH)}
    if not ours:
        return Q(pk__in=[])
    sorts = Q(pk__in=[])
    for path in actor.paths(SORT):
        sorts |= Q(home__path__gte=path, home__path__lt=path + "~")
    return Q(about_unit__path__in=sorted(ours)) & ~Q(about_unit=F("home")) & ~sorts
