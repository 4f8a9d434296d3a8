"""Several files at once: dropped together, looked at on one page, taken one by one or all."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.lib.errors import DomainError, NotFound
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers import bundles
from bihuan.registers.actions import plan_workbook, take_workbook
from bihuan.registers.bundles import Bundle
from bihuan.registers.drop_form import DropForm
from bihuan.registers.handing_back import marked_workbook
from bihuan.registers.links import register_url
from bihuan.registers.looking import Looked, look, register_of
from bihuan.registers.models import Register
from bihuan.registers.previewing import context_of
from bihuan.registers.telling import told
from bihuan.registers.views.asking import actor_of
from bihuan.registers.views.downloads import workbook_answer
from bihuan.registers.views.loading import ADD


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest) -> HttpResponse:
    """Take several files; what each would do is shown on the bundle's page."""
    actor = actor_of(request)
    actor.require(Permission.ENTER_RECORDS)
    if request.method != "POST":
        return render(request, "registers/drop.html", {"form": DropForm()})
    form = DropForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "registers/drop.html", {"form": form}, status=422)
    files = ((file.name, file.read()) for file in form.cleaned_data["workbooks"])
    bundle = bundles.keep_all(files, actor=actor, hint=form.cleaned_data["hint"])
    return HttpResponseRedirect(reverse("registers:bundle", kwargs={"bundle_id": bundle.id}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, bundle_id: UUID) -> HttpResponse:
    """Show what each file would do; by POST take one, or all that are right."""
    actor = actor_of(request)
    found = bundles.find(bundle_id, actor=actor)
    if request.method == "POST":
        _do(request, actor, found, request.POST.get("do", ""))
        return HttpResponseRedirect(reverse("registers:bundle", kwargs={"bundle_id": found.id}))
    files = [look(actor, found, number) for number in range(len(found.files))]
    context = {
        "files": sorted(files, key=lambda file: (not file.is_open, not file.is_right)),
        "right": sum(file.is_right for file in files),
        "open": sum(file.is_open for file in files),
        "taken": sum(file.taken for file in files),
        "after_url": _after_url(found, files),
    }
    return render(request, "registers/bundle.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dropped(request: HttpRequest, bundle_id: UUID, number: int) -> HttpResponse:
    """Show one file of a bundle row by row; by POST take it."""
    actor = actor_of(request)
    found, register = _asked(actor, bundle_id, number)
    bundle_url = reverse("registers:bundle", kwargs={"bundle_id": found.id})
    if request.method == "POST":
        change_alike = request.POST.get("alike") != ADD
        good = request.POST.get("take") == "good"
        looked = look(actor, found, number)
        _take(request, actor, found, looked, good_rows_only=good, change_alike=change_alike)
        return HttpResponseRedirect(bundle_url)
    file = found.files[number]
    plan = plan_workbook(
        actor=actor, register=register, source=file.path, name=file.name, change_alike=True
    )
    given = {"bundle_id": found.id, "number": number}
    context = context_of(actor, plan, change_alike=True) | {
        "file": file.name,
        "token": "",
        "may_confirm": bool(plan.good and not plan.faults),
        "confirmation_url": reverse("registers:dropped", kwargs=given),
        "marked_url": reverse("registers:dropped_marked", kwargs=given) if plan.faults else "",
        "bundle_url": bundle_url,
        "again_url": reverse("registers:drop"),
        "table_url": register_url(register),
    }
    return render(request, "registers/preview.html", context)


@login_required
@require_safe
def dropped_marked(request: HttpRequest, bundle_id: UUID, number: int) -> FileResponse:
    """Download a file of a bundle with its faults marked; with `rows=bad` they alone."""
    actor = actor_of(request)
    found, register = _asked(actor, bundle_id, number)
    file = found.files[number]
    only_bad = request.GET.get("rows") == "bad"
    content, name = marked_workbook(
        actor, register, file.path, file.name, bad_rows_only=only_bad, collection=found.hint
    )
    return workbook_answer(content, name)


def _asked(actor: Actor, bundle_id: UUID, number: int) -> tuple[Bundle, Register]:
    found = bundles.find(bundle_id, actor=actor)
    if number < len(found.files) and found.files[number].key:
        register = register_of(actor, found.files[number])
        if register is not None:
            return found, register
    raise NotFound(_("这批文件里没有这一个，或它还没有找到台账。"))


def _do(request: HttpRequest, actor: Actor, found: Bundle, wanted: str) -> None:
    if wanted == "all-right":
        for number in range(len(found.files)):
            looked = look(actor, found, number)
            if looked.is_right:
                _take(request, actor, found, looked)
        return
    verb, _mark, text = wanted.partition("-")
    number = int(text) if text.isascii() and text.isdigit() else len(found.files)
    if number >= len(found.files) or not found.files[number].key:
        return
    if verb == "choose":
        found.files[number].register = request.POST.get(f"register-{number}", "")[:36]
        found.save()
    elif verb in ("take", "good", "empty"):
        change_alike = request.POST.get(f"alike-{number}") != ADD
        _take(
            request,
            actor,
            found,
            look(actor, found, number),
            good_rows_only=verb == "good",
            change_alike=change_alike,
            as_empty=verb == "empty",
        )


def _take(
    request: HttpRequest,
    actor: Actor,
    found: Bundle,
    looked: Looked,
    *,
    good_rows_only: bool = False,
    change_alike: bool = True,
    as_empty: bool = False,
) -> None:
    """Take one file; what is refused is said, and the others are not touched."""
    file, register = found.files[looked.number], looked.register
    if register is None or file.taken:
        return
    try:
        report = take_workbook(
            actor=actor,
            register=register,
            source=file.path,
            name=file.name,
            good_rows_only=good_rows_only,
            change_alike=change_alike,
            as_empty=as_empty,
            hint=found.hint,
        )
    except DomainError as error:
        said = _("“%(file)s”没有收：%(why)s") % {"file": file.name, "why": error}
        messages.warning(request, said)
        return
    if report.faults and not (good_rows_only and report.handed_back):
        said = _("“%(file)s”有%(n)d处错误，没有收。")
        messages.warning(request, said % {"file": file.name, "n": len(report.faults)})
        return
    file.taken, file.back, file.register = True, report.handed_back, str(register.pk)
    file.after = looked.place.url if looked.place else ""
    file.done = _("记为零报告。") if as_empty else told(file.name, report)
    found.save()


def _after_url(found: Bundle, files: list[Looked]) -> str:
    """Return where to go when all is done: the page of the room that waited for most files."""
    urls = [file.after for file in found.files if file.after]
    urls += [file.place.url for file in files if file.place is not None and file.place.url]
    return max(urls, key=urls.count) if urls else reverse("registers:list")
