"""Text taken over from Word: what is pasted, or a file; and figures picked for a template."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.documents.access import may_draft_for
from bihuan.documents.picking import picked
from bihuan.documents.views.finding import actor_of
from bihuan.documents.word.confinement import confined
from bihuan.documents.word.errors import BadWordFile
from bihuan.documents.word_forms import WordFileForm
from bihuan.orgs.permissions import Permission
from bihuan.ui.middleware import is_fragment

LARGEST = 25_000_000
MOST_PASTED = 2_000_000
PLAIN = "text/plain; charset=utf-8"


@login_required
@require_POST
def pasted_text(request: HttpRequest) -> HttpResponse:
    """Answer what was pasted from Word, as the text of a template."""
    actor_of(request).require(Permission.DRAFT_DOCUMENTS)
    html = request.POST.get("html", "")
    if len(html) > MOST_PASTED:
        raise BadWordFile(_("粘贴的内容太长，请分几次粘贴。"))
    answer, _nothing = confined("pasted_text", html.encode("utf-8", "replace"))
    return HttpResponse(answer["text"], content_type=PLAIN)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text_of_word(request: HttpRequest) -> HttpResponse:
    """Show the text of a Word file, to be copied into a template; nothing of it is kept."""
    actor_of(request).require(Permission.DRAFT_DOCUMENTS)
    form = WordFileForm(request.POST or None, request.FILES or None, label_suffix="")
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read(LARGEST)
            text = confined("plain_text", content)[0]["text"]
        except BadWordFile as error:
            form.add_error("file", error.message)
        else:
            if is_fragment(request):
                return HttpResponse(text, content_type=PLAIN)
            context["text"] = text
    status = 422 if form.is_bound and form.errors else 200
    if status != 200 and is_fragment(request):
        said = next(iter(form.errors.values()))[0]
        return HttpResponse(said, content_type=PLAIN, status=status)
    return render(request, "documents/text_of_word.html", context, status=status)


@login_required
@require_safe
def figures_to_pick(request: HttpRequest) -> HttpResponse:
    """Show the figures that a template can name, each with its value, found by name or code."""
    actor = actor_of(request)
    actor.require(Permission.DRAFT_DOCUMENTS)
    sought = request.GET.get("q", "").strip()[:60]
    unit = may_draft_for(actor)[0]
    found, total = picked(actor, unit, sought)
    context = {"found": found, "total": total, "sought": sought, "unit": unit}
    place = "documents/_figures.html" if is_fragment(request) else "documents/figures.html"
    return render(request, place, context)
