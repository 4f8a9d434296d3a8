"""Papers of a case (佐证材料): letters and agreements bear names, so keepers alone have them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.duty.access import require_keeper
from bihuan.duty.actions.stepping import identity_of, kind_of, told_by_none
from bihuan.duty.models import Case
from bihuan.files.actions import About, attach, lay_down, remove_attachment
from bihuan.files.checking import Examined
from bihuan.files.errors import FileRefused
from bihuan.files.models import Attachment
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked


def add_papers(
    *, actor: Actor, case: Case, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    """Add files to a case; return what was added, and a sentence for each that stands already."""
    require_keeper(actor, case)
    lay_down(examined)
    return _add(actor=actor, case=case, examined=examined)


@action("attachment.add")
def _add(
    *, actor: Actor, case: Case, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    require_keeper(actor, case)
    about = about_of(locked(case))
    added, refused = [], []
    for one in examined:
        try:
            added.append(attach(actor=actor, about=about, examined=one))
        except FileRefused as error:
            refused.append(_("有一份没有收：%(why)s") % {"why": error})
    return added, refused


@action("attachment.remove")
def remove_paper(*, actor: Actor, case: Case, attachment_id: UUID, reason: str) -> Attachment:
    """Remove a file from a case with a reason, which stays in the log and names nobody."""
    require_keeper(actor, case)
    case = locked(case)
    told_by_none(identity_of(case), {_("移除理由"): reason})
    about = about_of(case)
    return remove_attachment(actor=actor, attachment_id=attachment_id, about=about, reason=reason)


def about_of(case: Case) -> About:
    """Return what the papers of a case are kept under."""
    return About(kind_of(case), case.pk, case.unit)
