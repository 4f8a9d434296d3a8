"""Issuing a document."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.documents.actions import issue_document
from bihuan.documents.issue_form import IssueForm
from bihuan.documents.views.finding import actor_of, document_of
from bihuan.lib.errors import Conflict, Invalid


@login_required
@require_POST
def document_issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue a document; what stands in the way is said on its page."""
    document, form = document_of(request, pk), IssueForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("保管期限填得不对，请重新选。"))
        issue = issue_document(
            actor=actor_of(request),
            document=document,
            keep_years=form.years,
            keep_because=form.cleaned_data["keep_because"],
        )
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        number = issue.document_number
        said = _("已签发，编为%(number)s。") % {"number": number} if number else _("已签发。")
        messages.success(request, said)
    return redirect("documents:document", pk=pk)
