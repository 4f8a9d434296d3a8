"""Entering a record, changing one, and the choice between two versions of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.files.rules import ACCEPT
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers import conflicts, presenting
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.actions import change_record, enter_record
from bihuan.registers.describing import Describing
from bihuan.registers.errors import BadValues, ChangedMeanwhile, WrongStatus
from bihuan.registers.links import record_url, register_url
from bihuan.registers.models import Register, Status, Version
from bihuan.registers.record_form import PREFIX, UNIT, RecordForm
from bihuan.registers.rules import Change
from bihuan.registers.views import second_look
from bihuan.registers.views.asking import actor_of, register_asked, version_asked
from bihuan.registers.views.evidence import add_sent


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_record(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a record, as a draft or to be submitted."""
    actor, register = actor_of(request), register_asked(request, code)
    actor.require(Permission.ENTER_RECORDS)
    if not units_to_enter_for(actor, register).exists():
        raise NotAllowed(_("这本台账不由您的单位填报。"))
    if request.method != "POST":
        return _form_page(request, register, RecordForm(register, actor, is_new=True))
    form = RecordForm(register, actor, data=request.POST, is_new=True)
    unit = form.unit()
    if unit is None:
        form.show({UNIT: _("请选择填报单位。")})
        return _form_page(request, register, form, status=422)
    if outdated := second_look.why_outdated(request, register):
        form.show({"": outdated})
        return _form_page(request, register, form, status=422)
    found = second_look.resembled(actor, register, unit, form.raw())
    if not second_look.are_told_apart(request, found):
        return _form_page(request, register, form, status=422, alike=found)
    submit = "draft" not in request.POST
    try:
        version = enter_record(
            actor=actor, register=register, unit=unit, values=form.raw(), submit=submit
        )
    except BadValues as bad:
        form.show(bad.faults)
        return _form_page(request, register, form, status=422)
    second_look.keep_apart_from(actor, version, found)
    messages.success(request, _told(version))
    add_sent(request, version)
    if "another" in request.POST:
        return HttpResponseRedirect(register_url(register, "new"))
    return HttpResponseRedirect(record_url(version))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Change a record; who saves second is shown both versions and chooses."""
    actor, version = actor_of(request), version_asked(request, code, record_id)
    register = version.register
    if Change.EDIT not in presenting.may_do(actor, version):
        raise _why_not(actor, version)
    if request.method != "POST":
        form = RecordForm(register, actor, values=version.values)
        return _form_page(request, register, form, version)
    form = RecordForm(register, actor, data=request.POST, values=version.values)
    base = _base(request)
    values = form.raw(without=conflicts.left_as_they_stand(request.POST, register))
    if outdated := second_look.why_outdated(request, register):
        form.show({"": outdated})
        return _form_page(request, register, form, version, status=422)
    found = second_look.resembled(actor, register, version.unit, values, version)
    if not second_look.are_told_apart(request, found):
        return _form_page(request, register, form, version, status=422, alike=found)
    try:
        after = change_record(
            actor=actor,
            record_id=record_id,
            base_version=base,
            values=values,
            submit="submit" in request.POST,
        )
    except ChangedMeanwhile as conflict:
        return _conflict_page(request, form, base, conflict.current)
    except (BadValues, WrongStatus) as refused:
        faults = refused.faults if isinstance(refused, BadValues) else {"": str(refused)}
        form.show(faults)
        standing = version_asked(request, code, record_id)
        return _form_page(request, register, form, standing, status=422)
    second_look.keep_apart_from(actor, after, found)
    messages.success(request, _told(after))
    return HttpResponseRedirect(record_url(after))


def _why_not(actor: Actor, version: Version) -> NotAllowed:
    if not actor.may(Permission.ENTER_RECORDS, version.path, version.register.seen_by):
        return NotAllowed(_("您的账号只能查看这条记录，不能修改。"))
    return WrongStatus(
        _("记录现在是“%(status)s”，您不能修改。") % {"status": Status(version.status).label}
    )


def _base(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("base", ""))
    except ValueError as error:
        raise Invalid(_("这一页不完整，请回到记录重新修改。")) from error


def _form_page(
    request: HttpRequest,
    register: Register,
    form: RecordForm,
    version: Version | None = None,
    status: int = 200,
    alike: Sequence[Version] = (),
) -> HttpResponse:
    actor = actor_of(request)
    unit = version.unit if version else None
    if unit is None and len(form.units) == 1:
        unit = next(iter(form.units.values()))
    verifies = (
        actor.may(Permission.VERIFY_RECORDS, unit, register.seen_by)
        if unit
        else (actor.may(Permission.VERIFY_RECORDS, roles=register.seen_by))
    )
    unfinished = version is None or version.status in (Status.DRAFT, Status.RETURNED)
    context = {
        "register": register,
        "form": form,
        "version": version,
        "base": request.POST.get("base") or (version.id if version else ""),
        "unit": unit,
        "verifies": verifies,
        "unfinished": unfinished,
        "back_url": record_url(version) if version else register_url(register),
        "title": presenting.title_of(version, Describing(register)) if version else "",
        "returned": version.reason if version and version.status == Status.RETURNED else "",
        "evidence_accept": ACCEPT,
        "alike": second_look.as_alike(register, alike),
    }
    return render(request, "registers/form.html", context, status=status)


def _conflict_page(
    request: HttpRequest, form: RecordForm, base: UUID, current: Version
) -> HttpResponse:
    register = form.register
    looked_at = Version.objects.filter(pk=base, record_id=current.record_id).first()
    describing = Describing(register)
    found = conflicts.compare(form, looked_at.values if looked_at else {}, current, describing)
    context: dict[str, Any] = {
        "register": register,
        "version": current,
        "who": presenting.who(current),
        "title": presenting.title_of(current, describing),
        "differences": found,
        "prefix": PREFIX,
        "submit": "submit" in request.POST,
        "back_url": record_url(current),
    }
    return render(request, "registers/conflict.html", context, status=409)


def _told(version: Version) -> str:
    return {
        Status.DRAFT: _("已存为草稿，提交后才会送审。"),
        Status.SUBMITTED: _("已提交，等待审核。"),
        Status.VERIFIED: _("已登记并审核，数据随即计入。"),
    }[Status(version.status)]
