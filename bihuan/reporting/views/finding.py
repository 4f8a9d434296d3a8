"""Who asks, and for which form."""

from uuid import UUID

from django.http import HttpRequest

from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import filled_of, form_of, newest_version
from bihuan.reporting.models import FilledForm, FormVersion, ReportForm

__all__ = ["actor_of", "asked_filled", "asked_form", "mapped_version", "may_fill"]


def asked_form(request: HttpRequest, pk: UUID) -> ReportForm:
    """Return the form of an address; raises UnknownForm (404)."""
    return form_of(actor_of(request), pk)


def asked_filled(request: HttpRequest, pk: UUID) -> FilledForm:
    """Return the filled form of an address; raises UnknownForm (404)."""
    return filled_of(actor_of(request), pk)


def mapped_version(request: HttpRequest, pk: UUID) -> FormVersion:
    """Return the newest blank of a form whose mapping the actor may set; 404, 403 otherwise."""
    form = asked_form(request, pk)
    actor_of(request).require(Permission.DRAFT_DOCUMENTS, form.home)
    return newest_version(form)


def may_fill(actor: Actor, form: ReportForm) -> bool:
    """Tell whether an actor may map, fill and send a form."""
    return actor.may(Permission.DRAFT_DOCUMENTS, form.home)
