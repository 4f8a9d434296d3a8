"""Starting a document that others gave the matter of: minutes of a meeting, a briefing."""

from django.utils.translation import gettext as _

from bihuan.documents.actions.drafting import save_document
from bihuan.documents.briefing import BriefingSpec, briefing_template
from bihuan.documents.minutes import Minutes, minutes_template
from bihuan.documents.models import Document
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

NOT_THERE_YET = 0


def draft_minutes(*, actor: Actor, unit: Unit, code: str, title: str, minutes: Minutes) -> Document:
    """Draft the minutes (纪要) of a meeting, ready to be edited and issued.

    Raises NotAllowed without `draft_documents` over the unit, Conflict where the code is taken,
    TemplateFaults where title or names are too long.
    """
    return save_document(
        actor=actor,
        template=minutes_template(unit, code, title, minutes),
        unit=unit,
        expected_revision=NOT_THERE_YET,
    )


def draft_briefing(*, actor: Actor, unit: Unit, spec: BriefingSpec) -> Document:
    """Draft a briefing (简报) of a period's records, ready to be edited and issued.

    Raises NotAllowed without `draft_documents` over the unit, UnknownFigure and UnknownSource for
    codes that name nothing, Invalid for a period that ends before it begins, Conflict where the
    code is taken, TemplateFaults where title or names are missing or too long.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, unit)
    if spec.last < spec.first:
        raise Invalid(
            _("时段的止日%(last)s早于起日%(first)s，请改正。")
            % {"last": spec.last, "first": spec.first}
        )
    labels = {code: d.label for code, d in definitions_in(unit.home, spec.figures).items()}
    offered = sources(unit.home, frozenset(spec.sources)) if spec.sources else {}
    return save_document(
        actor=actor,
        template=briefing_template(unit, spec, labels, offered),
        unit=unit,
        expected_revision=NOT_THERE_YET,
    )
