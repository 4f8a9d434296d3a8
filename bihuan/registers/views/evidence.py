"""A record's evidence: added several at once, opened, shown small, removed with a reason."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.files.asking import attachment_of
from bihuan.files.errors import NoSuchFile
from bihuan.files.models import Attachment
from bihuan.files.receiving import receive
from bihuan.files.serving import stored_attachment, thumbnail
from bihuan.lib.errors import Invalid
from bihuan.registers.actions.evidence import KIND, add_evidence, remove_evidence
from bihuan.registers.errors import WrongStatus
from bihuan.registers.evidence import require_open, warnings_of
from bihuan.registers.links import record_url
from bihuan.registers.models import Version
from bihuan.registers.presenting import may_do
from bihuan.registers.rules import Change
from bihuan.registers.views.asking import actor_of, version_asked
from bihuan.registers.views.reading import record_page

FIELD = "evidence"
"""The name of the field in the forms of a record."""


@login_required
@require_POST
def evidence(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Add files to a record; those that are refused are named, the others are kept."""
    version = version_asked(request, code, record_id)
    try:
        add_sent(request, version, is_asked=True)
    except WrongStatus as error:
        return record_page(request, version, refused=str(error), status=error.http_status)
    return HttpResponseRedirect(record_url(version) + "#evidence")


@login_required
@require_safe
def evidence_file(
    request: HttpRequest, code: str, record_id: UUID, attachment_id: UUID
) -> HttpResponse:
    """Download one file."""
    found = _asked(request, version_asked(request, code, record_id), attachment_id)
    assert found.file is not None  # attachment_of answers only what is still there
    return stored_attachment(found.file, found.name)


@login_required
@require_safe
def evidence_thumbnail(
    request: HttpRequest, code: str, record_id: UUID, attachment_id: UUID
) -> HttpResponse:
    """Show a photo small."""
    found = _asked(request, version_asked(request, code, record_id), attachment_id)
    if found.thumbnail is None:
        raise NoSuchFile(_("这份佐证材料没有缩略图。"))
    return thumbnail(found.thumbnail)


@login_required
@require_POST
def evidence_removal(
    request: HttpRequest, code: str, record_id: UUID, attachment_id: UUID
) -> HttpResponse:
    """Remove a file with a reason."""
    version = version_asked(request, code, record_id)
    try:
        remove_evidence(
            actor=actor_of(request),
            record_id=record_id,
            attachment_id=attachment_id,
            reason=request.POST.get("reason", ""),
        )
    except (WrongStatus, Invalid) as error:
        return record_page(request, version, refused=str(error), status=error.http_status)
    messages.success(request, _("已移除；名称、经办人和理由仍留在办理经过里。"))
    return HttpResponseRedirect(record_url(version) + "#evidence")


def add_sent(request: HttpRequest, version: Version, *, is_asked: bool = False) -> None:
    """Add the files that a form sent with it to a record, and say what became of each.

    With `is_asked`, a form without a file is told so. Raises as `add_evidence` does.
    """
    actor = actor_of(request)
    sent = request.FILES.getlist(FIELD)
    # Nobody keeps this server busy with pictures for a record that they may not change.
    received = receive(sent if Change.EDIT in may_do(actor, version) else ())
    if is_asked and not sent:
        messages.warning(request, _("请先选择照片或文件，再点“添加”。"))
    if not sent:
        return
    added, refused = add_evidence(
        actor=actor, record_id=version.record_id, examined=received.examined
    )
    if added:
        messages.success(request, _("已添加%(n)d份佐证材料。") % {"n": len(added)})
    for sentence in [*received.refused, *refused, *warnings_of(actor, added)]:
        messages.warning(request, sentence)


def _asked(request: HttpRequest, version: Version, attachment_id: UUID) -> Attachment:
    require_open(actor_of(request), version)
    return attachment_of(KIND, version.record_id, attachment_id)
