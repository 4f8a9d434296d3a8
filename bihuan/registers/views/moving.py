"""Submitting, verifying, returning and voiding a record: by POST, then back to its page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Invalid
from bihuan.registers.actions import return_record, submit_record, verify_record, void_record
from bihuan.registers.errors import BadValues, ChangedMeanwhile, WrongStatus
from bihuan.registers.forms import ReasonForm
from bihuan.registers.links import record_url
from bihuan.registers.models import Status, Version
from bihuan.registers.views.asking import actor_of, version_asked
from bihuan.registers.views.reading import record_page


@login_required
@require_POST
def submission(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Submit a draft or a returned record."""

    def submit(base: UUID | None, _reason: str) -> Version:
        return submit_record(actor=actor_of(request), record_id=record_id, base_version=base)

    return _move(request, code, record_id, submit)


@login_required
@require_POST
def verification(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Verify a submitted record."""

    def verify(base: UUID | None, _reason: str) -> Version:
        return verify_record(actor=actor_of(request), record_id=record_id, base_version=base)

    return _move(request, code, record_id, verify)


@login_required
@require_POST
def returning(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Return a record with a reason."""

    def give_back(base: UUID | None, reason: str) -> Version:
        return return_record(
            actor=actor_of(request), record_id=record_id, reason=reason, base_version=base
        )

    return _move(request, code, record_id, give_back)


@login_required
@require_POST
def voidance(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Make a record void with a reason."""

    def void(base: UUID | None, reason: str) -> Version:
        return void_record(
            actor=actor_of(request), record_id=record_id, reason=reason, base_version=base
        )

    return _move(request, code, record_id, void)


def _move(
    request: HttpRequest,
    code: str,
    record_id: UUID,
    act: Callable[[UUID | None, str], Version],
) -> HttpResponse:
    """Carry a move out; what was refused is said on the record's page as it stands now."""
    version_asked(request, code, record_id)
    form = ReasonForm(request.POST)
    form.is_valid()
    if "base" in form.errors:
        raise Invalid(_("这一页不完整，请回到记录重新办理。"))
    try:
        after = act(form.cleaned_data.get("base"), form.data.get("reason", ""))
    except (ChangedMeanwhile, WrongStatus, BadValues) as error:
        standing = version_asked(request, code, record_id)
        return record_page(request, standing, refused=str(error), status=error.http_status)
    messages.success(request, _told(Status(after.status)))
    return HttpResponseRedirect(record_url(after))


def _told(status: Status) -> str:
    return {
        Status.SUBMITTED: _("已提交，等待审核。"),
        Status.VERIFIED: _("已审核通过，数据随即计入。"),
        Status.RETURNED: _("已退回填报单位，理由已附上。"),
        Status.VOID: _("已作废，历史仍可查看。"),
        Status.DRAFT: _("已存为草稿。"),
    }[status]
