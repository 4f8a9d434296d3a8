"""Who asks, and for which register or record."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest

from bihuan.orgs.access import Actor
from bihuan.registers.access import current_version, register_for, version_at
from bihuan.registers.errors import NoSuchRecord
from bihuan.registers.models import Register, Version


def actor_of(request: HttpRequest) -> Actor:
    """Return the acting account; the views of the room ask for a log-in first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def register_asked(request: HttpRequest, code: str) -> Register:
    """Return the register of an address; raises NoSuchRegister (404)."""
    return register_for(actor_of(request), code, request.GET.get("home", ""))


def version_asked(
    request: HttpRequest, code: str, record_id: UUID, moment: dt.datetime | None = None
) -> Version:
    """Return the current version of the record of an address, or the one that stood at a moment.

    Raises NoSuchRecord (404).
    """
    actor = actor_of(request)
    version = version_at(actor, record_id, moment) if moment else current_version(actor, record_id)
    if version.register.code != code:
        raise NoSuchRecord("没有这条记录，或您的账号无权查看。")
    return version
