"""Saving a document's template, from a pack or from the page."""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.documents.approval import approval_of, note_waiting
from bihuan.documents.comparing import kept_json
from bihuan.documents.errors import AlreadyIssued
from bihuan.documents.filling import fill_document, note_readiness
from bihuan.documents.indexing import index_document
from bihuan.documents.models import Document, Revision
from bihuan.documents.template import Fault, FrontMatter, TemplateFaults, read_template
from bihuan.lib import clock
from bihuan.lib.errors import Conflict
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@action("document.save")
def save_document(
    *,
    actor: Actor,
    template: str,
    unit: Unit | None = None,
    expected_revision: int | None = None,
) -> Document:
    """Save a document: made where its unit has none of that code, else brought to this template.

    The same template again changes nothing. A placeholder that names no figure is saved: the page
    names it, and issue refuses it. `unit` is whose document it is where the template names none.
    `expected_revision` is the revision that the author started
    from. Raises TemplateFaults for a template that cannot be read, AlreadyIssued, Conflict where
    somebody else saved first.
    """
    text = template.replace("\r\n", "\n")
    front = read_template(text).front
    unit = _unit_of(front, unit)
    actor.require(Permission.DRAFT_DOCUMENTS, unit)
    document, is_new = _made_or_locked(unit, front, text)
    newest = 0 if is_new else _newest(document)
    if expected_revision == 0 and not is_new:
        raise Conflict(
            _("代码“%(code)s”已用于《%(title)s》，请换一个代码。")
            % {"code": front.code, "title": document.title_on_one_line}
        )
    if expected_revision is not None and expected_revision != newest:
        raise Conflict(_("别人已先保存了这份公文，请打开最新稿，把您的改动并进去再保存。"))
    if not is_new and document.template == text:
        return document
    if document.is_issued:
        raise AlreadyIssued(
            _("“%(title)s”已经签发，不能再改；要更正的请另起一份。") % {"title": document}
        )
    _bring_to(document, unit, front, text)
    filled = fill_document(document, actor=actor)
    Revision.objects.create(
        home=document.home,
        document=document,
        number=newest + 1,
        template=text,
        filled=kept_json(filled),
        made_at=document.changed_at,
        made_by=actor.id,
        made_by_name=name_of(actor),
    )
    note_readiness(document, filled)
    note_waiting(document, approval_of(document))
    index_document(document)
    audit.append(
        actor=actor,
        action="document.save",
        target=("document", document.id),
        unit_path=unit.path,
        values={"template": text, "revision": newest + 1},
        note=document.title_on_one_line,
    )
    return document


def _unit_of(front: FrontMatter, unit: Unit | None) -> Unit:
    if not front.unit:
        if unit is None:
            raise TemplateFaults([Fault(1, _("没有写明单位，请补上 unit 一行。"))])
        return unit
    unit = Unit.objects.select_related("home").filter(code=front.unit).first()
    if unit is None:
        said = _("没有代码为“%(code)s”的单位，请检查 unit 一行。")
        raise TemplateFaults([Fault(1, said % {"code": front.unit})])
    return unit


def _made_or_locked(unit: Unit, front: FrontMatter, text: str) -> tuple[Document, bool]:
    """Return the document of a code, locked until the transaction ends, or one not there before."""
    now = clock.now()
    document, is_new = Document.objects.select_for_update(of=("self",)).get_or_create(
        home=unit.home,
        code=front.code,
        defaults={
            "unit": unit,
            "kind": front.kind,
            "title": front.title,
            "template": text,
            "made_at": now,
            "changed_at": now,
        },
    )
    return document, is_new


def _newest(document: Document) -> int:
    newest = document.revisions.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def _bring_to(document: Document, unit: Unit, front: FrontMatter, text: str) -> None:
    document.unit = unit
    document.kind, document.title, document.template = front.kind, front.title, text
    document.changed_at = clock.now()
    document.save(update_fields=["unit", "kind", "title", "template", "changed_at"])
