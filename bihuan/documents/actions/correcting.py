"""Beginning the correction of an issued document: a new one that names it."""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.drafting import save_document
from bihuan.documents.actions.naming import name_of
from bihuan.documents.correcting import correcting_template
from bihuan.documents.models import Correction, Document
from bihuan.documents.starting import free_code
from bihuan.lib import clock
from bihuan.lib.errors import Conflict
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.permissions import Permission

MOST_REASON = 300
NOT_THERE_YET = 0


@action("document.begin_correction")
def begin_correction(*, actor: Actor, document: Document, reason: str) -> Correction:
    """Begin a document that corrects an issued one; it starts with the old text and no number.

    The old one stays as it is and shows what corrected it. Raises NotAllowed without
    `draft_documents`, Conflict for a draft or where a correction is being drafted already, Invalid.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, document.unit)
    reason = checked_text(_("更正原因"), reason, MOST_REASON)
    old = locked(document)
    if not old.is_issued:
        raise Conflict(_("“%(title)s”还没有签发，直接改稿就行，不用更正。") % {"title": old})
    drafted = old.corrected_by.filter(document__issue=None).select_related("document").first()
    if drafted is not None:
        raise Conflict(
            _("更正件《%(title)s》已经在起草，请接着写那一份。") % {"title": drafted.document}
        )
    made = save_document(
        actor=actor,
        template=correcting_template(old.template, free_code(old.home, f"{old.code[:50]}-fix")),
        unit=old.unit,
        expected_revision=NOT_THERE_YET,
    )
    correction = Correction.objects.create(
        home=old.home,
        document=made,
        corrects=old,
        reason=reason,
        begun_at=clock.now(),
        begun_by=actor.id,
        begun_by_name=name_of(actor),
    )
    audit.append(
        actor=actor,
        action="document.begin_correction",
        target=("document", made.id),
        unit_path=made.unit.path,
        values={"corrects": str(old.id), "reason": reason},
        note=f"{old.title_on_one_line}：{reason}",
    )
    return correction
