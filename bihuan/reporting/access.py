"""Whose forms an actor may see, and which filled ones.

Forms are seen with the figures of their administration, as documents are. A filled form that lists
records is seen, and its file had, only by whoever may see every one of the rows that could be
listed: all of the source's within the unit.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.figures.catalogue import sources
from bihuan.figures.errors import UnknownSource
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.reporting.errors import UnknownForm
from bihuan.reporting.models import CellKind, FilledForm, FormVersion, ReportForm


def _of_homes(actor: Actor) -> Q:
    homes = actor.homes.get(Permission.SEE_FIGURES, ())
    if "" in homes:
        return Q()
    condition = Q(pk__in=[])
    for path in homes:
        condition |= Q(home__path__gte=path, home__path__lt=path + "~")
    return condition


def visible_to(actor: Actor) -> QuerySet[ReportForm]:
    """Return the forms that an actor may see."""
    return ReportForm.objects.select_related("home").filter(_of_homes(actor))


def filled_visible_to(actor: Actor) -> QuerySet[FilledForm]:
    """Return the filled forms of those; `may_see_rows` says whether this one, too."""
    related = ("home", "form__home", "version", "unit__home", "file", "replaces")
    return FilledForm.objects.select_related(*related).filter(_of_homes(actor))


def form_of(actor: Actor, pk: UUID) -> ReportForm:
    """Return a form that the actor may see; raises UnknownForm (404) otherwise."""
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise UnknownForm(_("没有这张报表，或者您的账号不能查看它。"))
    return found


def form_named(actor: Actor, code: str) -> ReportForm:
    """Return the one form of a code or name that an actor may see; raises UnknownForm."""
    found = list(visible_to(actor).filter(Q(code=code) | Q(label=code))[:2])
    if len(found) == 1:
        return found[0]
    said = (
        _("有几个单位的报表都叫“%(code)s”，请用只看得到其中一个单位的账号。")
        if found
        else _("没有代码为“%(code)s”的报表，或者您的账号看不到它。")
    )
    raise UnknownForm(said % {"code": code})


def filled_of(actor: Actor, pk: UUID) -> FilledForm:
    """Return a filled form that the actor may see; raises UnknownForm (404) otherwise."""
    found = filled_visible_to(actor).filter(pk=pk).first()
    if found is None or not may_see_rows(actor, found):
        raise UnknownForm(_("没有这张已填的报表，或者您的账号不能查看它。"))
    return found


def may_see_rows(actor: Actor, filled: FilledForm) -> bool:
    """Tell whether an actor may see every row that a filled form can list."""
    listed = filled.version.cells.filter(kind=CellKind.LIST).values_list("said", flat=True)
    codes = frozenset(str(said["source"]) for said in listed)
    if not codes:
        return True
    if not actor.may(Permission.SEE_RECORDS, filled.unit):
        return False
    try:
        offered = sources(filled.home, codes)
    except UnknownSource:
        return True  # the register is gone, and what the form says of it stands for itself
    for source in offered.values():
        rows = source.rows(None).filter(source.within(filled.unit.path, None))
        if rows.count() > rows.filter(source.visible_to(actor)).count():
            return False
    return True


def newest_version(form: ReportForm) -> FormVersion:
    """Return the blank of a form that is filled now; raises UnknownForm where it has none."""
    found = form.versions.select_related("blank", "form__home").first()
    if found is None:
        raise UnknownForm(_("这张报表还没有空表，请先上传。"))
    return found
