"""Who brought a case, for one page and with a reason; its papers. For keepers alone.

The page of an identity is the answer to a POST: it has no address of its own, is kept nowhere
(`NotKeptMiddleware`), and reloading asks for the reason anew.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.duty.access import require_keeper
from bihuan.duty.actions import add_papers, erase_identity, read_identity, remove_paper
from bihuan.duty.actions.stepping import kind_of
from bihuan.duty.views.cases import case_asked, url_of
from bihuan.files.asking import attachment_of
from bihuan.files.receiving import receive
from bihuan.files.serving import stored_attachment
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import actor_of

FIELD = "papers"


@login_required
@require_POST
def identity(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Show who brought a case, once; the log holds the reason."""
    actor = actor_of(request)
    case = case_asked(actor, kind, pk)
    try:
        found = read_identity(actor=actor, case=case, reason=request.POST.get("reason", ""))
    except Invalid as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(url_of(case))
    people = [each for each in found.people if each]
    context = {"case": case, "people": people, "words": found.words, "url": url_of(case)}
    response = render(request, "duty/identity.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def erasure(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Empty who brought a case, with a reason."""
    actor = actor_of(request)
    case = case_asked(actor, kind, pk)
    try:
        erase_identity(actor=actor, case=case, reason=request.POST.get("reason", ""))
    except Invalid as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("身份信息已清除，只留脱敏内容。"))
    return HttpResponseRedirect(url_of(case))


@login_required
@require_POST
def papers(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Add papers to a case."""
    actor = actor_of(request)
    case = case_asked(actor, kind, pk)
    require_keeper(actor, case)
    received = receive(request.FILES.getlist(FIELD))
    if not received.examined and not received.refused:
        messages.warning(request, _("请先选择文件，再点“添加”。"))
        return HttpResponseRedirect(url_of(case))
    added, refused = add_papers(actor=actor, case=case, examined=received.examined)
    if added:
        messages.success(request, _("已添加%(n)d份材料。") % {"n": len(added)})
    for sentence in [*received.refused, *refused]:
        messages.warning(request, sentence)
    return HttpResponseRedirect(url_of(case))


@login_required
@require_safe
def paper(request: HttpRequest, kind: str, pk: UUID, attachment_id: UUID) -> HttpResponse:
    """Download one paper."""
    actor = actor_of(request)
    case = case_asked(actor, kind, pk)
    require_keeper(actor, case)
    found = attachment_of(kind_of(case), case.pk, attachment_id)
    assert found.file is not None  # attachment_of answers only what is still there
    return stored_attachment(found.file, found.name)


@login_required
@require_POST
def paper_removal(request: HttpRequest, kind: str, pk: UUID, attachment_id: UUID) -> HttpResponse:
    """Remove a paper with a reason."""
    actor = actor_of(request)
    case = case_asked(actor, kind, pk)
    reason = request.POST.get("reason", "")
    try:
        remove_paper(actor=actor, case=case, attachment_id=attachment_id, reason=reason)
    except Invalid as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(url_of(case))
