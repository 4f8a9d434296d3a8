"""A task's evidence: added several at once, opened, shown small, removed with a reason."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.files.asking import attachment_of
from bihuan.files.errors import NoSuchFile
from bihuan.files.models import Attachment
from bihuan.files.serving import stored_attachment, thumbnail
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of
from bihuan.tasks.access import task_for
from bihuan.tasks.actions import remove_task_evidence
from bihuan.tasks.actions.stepping import require_capacity
from bihuan.tasks.judging import EVIDENCE_OF
from bihuan.tasks.models import StepKind
from bihuan.tasks.views.one import add_sent


@login_required
@require_POST
def evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add files to a task; those that are refused are named, the others are kept."""
    actor = actor_of(request)
    found = task_for(actor, pk)
    require_capacity(actor, found, StepKind.PROGRESS)  # before a picture keeps the server busy
    if not request.FILES:
        messages.warning(request, _("请先选择照片或文件，再点“添加”。"))
    try:
        add_sent(request, actor, found)
    except Conflict as error:
        messages.warning(request, str(error))
    return _back(pk)


@login_required
@require_safe
def evidence_file(request: HttpRequest, pk: UUID, attachment_id: UUID) -> HttpResponse:
    """Download one file."""
    found = _asked(request, pk, attachment_id)
    assert found.file is not None  # attachment_of answers only what is still there
    return stored_attachment(found.file, found.name)


@login_required
@require_safe
def evidence_thumbnail(request: HttpRequest, pk: UUID, attachment_id: UUID) -> HttpResponse:
    """Show a photo small."""
    found = _asked(request, pk, attachment_id)
    if found.thumbnail is None:
        raise NoSuchFile(_("这份佐证材料没有缩略图。"))
    return thumbnail(found.thumbnail)


@login_required
@require_POST
def evidence_removal(request: HttpRequest, pk: UUID, attachment_id: UUID) -> HttpResponse:
    """Remove a file with a reason."""
    actor = actor_of(request)
    found = task_for(actor, pk)
    try:
        remove_task_evidence(
            actor=actor,
            task=found,
            attachment_id=attachment_id,
            reason=request.POST.get("reason", ""),
        )
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已移除；名称、经办人和理由仍留在办理经过里。"))
    return _back(pk)


def _asked(request: HttpRequest, pk: UUID, attachment_id: UUID) -> Attachment:
    found = task_for(actor_of(request), pk)
    return attachment_of(EVIDENCE_OF, found.pk, attachment_id)


def _back(pk: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("tasks:task", kwargs={"pk": pk}) + "#evidence")
