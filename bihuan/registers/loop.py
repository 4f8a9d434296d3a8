"""What stands at the loop's second point: study, where a place keeps a register of it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.models import Status, Version
from bihuan.ui.loop import Point

STUDY = "study_records"
"""The code of the register of study, as the packs have it."""


def points(actor: Actor) -> list[Point]:
    """Return the verified records of study; of a register that only some roles see, none."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    rows = Version.objects.current().filter(
        actor.within(Permission.SEE_RECORDS, "path"),
        register__code=STUDY,
        register__seen_by=[],
        status=Status.VERIFIED,
    )
    return [Point("study", _("学习记录"), Scan(rows).count(), reverse("registers:list"), order=10)]
