"""What the search box finds of this room: forms by name."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import visible_to
from bihuan.reporting.models import ReportForm
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[ReportForm]]:
    """Declare the forms whose name holds every word."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    asked = words_of(words)
    forms = visible_to(actor)
    for word in asked:
        forms = forms.filter(label__icontains=word)
    return [
        Named(
            forms, lambda found: [_hit(each, asked) for each in found], only=("label", "home__name")
        )
    ]


def _hit(form: ReportForm, asked: list[str]) -> Hit:
    return Hit(
        kind=_("上报表"),
        title=marked(form.label, asked),
        url=reverse("reporting:form", args=[form.pk]),
        where=form.home.name,
        icon="file-spreadsheet",
    )
