"""Templates made in Word: the list, one with its check, its files, and the filling."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.documents.access import may_draft_for, word_template_of, word_templates_visible_to
from bihuan.documents.actions import (
    add_word_template,
    fill_word_template,
    replace_word_template,
    void_word_template,
)
from bihuan.documents.actions.word import WordUpload, read_upload
from bihuan.documents.kinds import KINDS
from bihuan.documents.models import WordTemplate
from bihuan.documents.rendering import DOCX
from bihuan.documents.starting import free_word_code
from bihuan.documents.views.finding import actor_of
from bihuan.documents.word.checking import TagAt, WordFault, outline_of
from bihuan.documents.word.errors import BadWordFile, WordTemplateNotReady
from bihuan.documents.word.filling import Tried, try_word
from bihuan.documents.word_forms import (
    FillingPeriodForm,
    NewWordTemplateForm,
    WithdrawalForm,
    WordFileForm,
)
from bihuan.figures.computing import definitions_in
from bihuan.files.serving import attachment, stored_attachment
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.permissions import Permission
from bihuan.ui.tables import Cell, Head, Row

SHOWN = 200
TAGS_SHOWN = 300
LARGEST = 25_000_000  # bytes that are read of an upload; the reader itself takes fewer


@login_required
@require_safe
def word_templates(request: HttpRequest) -> HttpResponse:
    """Show the Word templates that the actor may see, the last changed first."""
    actor = actor_of(request)
    actor.require(Permission.SEE_FIGURES)
    rows = [_row(each) for each in word_templates_visible_to(actor)[:SHOWN]]
    context = {
        "heads": [
            Head(_("名称")),
            Head(_("状态")),
            Head(_("文种")),
            Head(_("单位")),
            Head(_("换版")),
        ],
        "rows": rows,
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS),
    }
    return render(request, "documents/word_templates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_word_template(request: HttpRequest) -> HttpResponse:
    """Upload a template made in Word."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    form = NewWordTemplateForm(request.POST or None, request.FILES or None, may_draft_for(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = form.by_code[given["unit"]]
        try:
            made = add_word_template(
                actor=actor,
                unit=unit,
                code=free_word_code(unit.home, f"word-{clock.today():%Y%m%d}"),
                kind=given["kind"],
                title=given["title"],
                upload=_read(given["file"]),
            )
        except (Invalid, Conflict) as error:
            form.add_error("file" if isinstance(error, BadWordFile) else None, error.message)
        else:
            _say_saved(request, made)
            return redirect("documents:word_template", pk=made.pk)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "kinds": KINDS}
    return render(request, "documents/new_word_template.html", context, status=status)


@login_required
@require_safe
def word_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what stands in a template, what is wrong, and what it would say for a period."""
    actor = actor_of(request)
    template = word_template_of(actor, pk)
    versions = list(template.versions.defer("outline")[:SHOWN])
    outline = outline_of(template.versions.values_list("outline", flat=True)[0])
    asked = request.GET if {"first", "last"} & request.GET.keys() else usual_period(clock.today())
    form = FillingPeriodForm(asked, label_suffix="")
    period = form.period() if form.is_valid() else None
    tried = try_word(outline, unit=template.unit, actor=actor, period=period)
    context = {
        "template": template,
        "tried": tried,
        "lines": _lines(template, tried),
        "figures": sorted(tried.figures, key=lambda figure: figure.status != "pending"),
        "form": form,
        "versions": versions,
        "newest": versions[0],
        "withdrawal": WithdrawalForm(label_suffix=""),
        "may_draft": actor.may(Permission.DRAFT_DOCUMENTS, template.unit),
        "may_fill": not tried.faults and not template.is_void,
    }
    status = 422 if form.errors else 200
    return render(request, "documents/word_template.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_word_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Replace a template's file by a new version."""
    actor = actor_of(request)
    template = word_template_of(actor, pk)
    actor.require(Permission.DRAFT_DOCUMENTS, template.unit)
    newest = template.versions.values_list("number", flat=True)[0]
    form = WordFileForm(
        request.POST or None, request.FILES or None, initial={"version": newest}, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"]
        try:
            replaced = replace_word_template(
                actor=actor,
                template=template,
                upload=_read(form.cleaned_data["file"]),
                expected_version=newest if expected is None else expected,
            )
        except (Invalid, Conflict) as error:
            form.add_error("file" if isinstance(error, BadWordFile) else None, error.message)
        else:
            _say_saved(request, replaced)
            return redirect("documents:word_template", pk=pk)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "template": template}
    return render(request, "documents/new_word_version.html", context, status=status)


@login_required
@require_safe
def word_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Send a version of a template as it was uploaded."""
    template = word_template_of(actor_of(request), pk)
    found = template.versions.select_related("file").filter(number=number).first()
    if found is None:
        raise Http404
    return stored_attachment(found.file, found.file_name)


@login_required
@require_POST
def filled_word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a template filled for a period; what stands in the way is said on its page."""
    actor = actor_of(request)
    template = word_template_of(actor, pk)
    form = FillingPeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("documents:word_template", pk=pk)
    try:
        filled = fill_word_template(actor=actor, template=template, period=form.period())
    except (WordTemplateNotReady, BadWordFile) as error:
        messages.error(request, error.message)
        return redirect("documents:word_template", pk=pk)
    return attachment(filled.content, DOCX, filled.name)


@login_required
@require_POST
def word_withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a template void."""
    template = word_template_of(actor_of(request), pk)
    try:
        void_word_template(
            actor=actor_of(request), template=template, reason=request.POST.get("reason", "")
        )
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已停用，文件仍可下载。"))
    return redirect("documents:word_template", pk=pk)


@dataclass(frozen=True)
class TagLine:
    """A tag on the page: where, how written, what it names, what is wrong with it."""

    tag: TagAt
    names: str
    faults: list[WordFault]


def usual_period(today: dt.date) -> dict[str, str]:
    """Return the days of this year so far, as a form is given them."""
    return {"first": f"{today.year}-01-01", "last": today.isoformat()}


def _lines(template: WordTemplate, tried: Tried) -> list[TagLine]:
    labels = {d.code: d.label for d in definitions_in(template.home).values()}
    faults: dict[int, list[WordFault]] = {}
    for fault in tried.faults:
        faults.setdefault(fault.tag, []).append(fault)
    return [
        TagLine(tag, labels.get(name := tried.names.get(at, ""), name), faults.get(at, []))
        for at, tag in enumerate(tried.outline.tags[:TAGS_SHOWN])
    ]


def _read(upload: UploadedFile) -> WordUpload:
    return read_upload(upload.read(LARGEST), upload.name or "")


def _say_saved(request: HttpRequest, template: WordTemplate) -> None:
    if template.faults:
        said = _("已保存。模板有%(count)s处问题，列在下面；改正后换上新版才能填写。")
        messages.warning(request, said % {"count": template.faults})
    else:
        messages.success(request, _("已保存，可以填写了。"))


def _row(template: WordTemplate) -> Row:
    if template.is_void:
        state = Cell(_("已停用"), note=template.void_because)
    elif template.faults:
        state = Cell(_("%(count)s处模板问题") % {"count": template.faults})
    else:
        state = Cell(_("可以填写"))
    return Row(
        [
            Cell(template.title, url=reverse("documents:word_template", args=[template.pk])),
            state,
            Cell(template.kind),
            Cell(str(template.unit)),
            Cell(f"{localtime(template.changed_at):%Y-%m-%d}"),
        ],
        is_void=template.is_void,
    )
