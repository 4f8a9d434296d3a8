"""Finding what an address is about: what the actor may not see is not there."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.exchange.access import (
    dispatches_visible_to,
    receptions_visible_to,
    steps_visible_to,
)
from bihuan.exchange.errors import NotOnTheWay
from bihuan.exchange.models import Dispatch, ExchangeStep, Reception
from bihuan.orgs.access import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who is acting; the view asks for a log-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def dispatch_of(request: HttpRequest, pk: UUID) -> Dispatch:
    """Return what was sent; raises NotOnTheWay (404) where the actor may not see it."""
    found: Dispatch = _one(dispatches_visible_to(actor_of(request)), pk)
    return found


def reception_of(request: HttpRequest, pk: UUID) -> Reception:
    """Return what came in; raises NotOnTheWay (404) where the actor may not see it."""
    found: Reception = _one(receptions_visible_to(actor_of(request)), pk)
    return found


def step_of(request: HttpRequest, pk: UUID) -> ExchangeStep:
    """Return a step, seen from either side; raises NotOnTheWay (404) otherwise."""
    rows = steps_visible_to(actor_of(request)).select_related("docx", "pdf", "package_file")
    found: ExchangeStep = _one(rows, pk)
    return found


def _one(rows: QuerySet[Any], pk: UUID) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotOnTheWay(_("没有这份公文，或者您的账号不能查看它。"))
    return found
