"""Sending a document; what became of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.documents.access import visible_to
from bihuan.documents.errors import UnknownDocument
from bihuan.documents.models import Document
from bihuan.exchange.access import (
    correspondents_of,
    dispatches_visible_to,
    may_send,
    receivers_of,
    require_send,
)
from bihuan.exchange.actions import note_outcome, pack_document, send_document
from bihuan.exchange.errors import AlreadySent, NotIssuedYet
from bihuan.exchange.forms import SendingForm
from bihuan.exchange.models import Correspondent, Dispatch
from bihuan.exchange.rules import ENDED
from bihuan.exchange.views.finding import actor_of, dispatch_of, step_of
from bihuan.exchange.views.history import TONES, events_of, outcome_of
from bihuan.files.serving import stored_attachment
from bihuan.lib.errors import Conflict, NotFound
from bihuan.orgs.models import Unit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_dispatch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a document to whom it was not sent yet; beside it, to whom it was."""
    actor = actor_of(request)
    document = visible_to(actor).filter(pk=pk).first()
    if document is None:
        raise UnknownDocument(_("没有这份公文，或者您的账号不能查看它。"))
    require_send(actor, document)
    if not document.is_issued:
        raise NotIssuedYet(_("“%(title)s”还没有签发，签发以后才能送出。") % {"title": document})
    standing = list(dispatches_visible_to(actor).filter(document=document))
    form = _form(request, document)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("exchange:dispatch", pk=_send(request, document, form.receiver).pk)
        except AlreadySent as error:
            messages.info(request, error.message)
            return redirect("exchange:dispatch", pk=error.standing.pk)
        except (Conflict, NotFound) as error:
            form.add_error(None, error.message)
    context = {
        "document": document,
        "form": form,
        "standing": [(each, TONES[each.state]) for each in standing],
        "superior": document.home.parent,
    }
    return render(request, "exchange/send.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, document: Document) -> SendingForm:
    """Offer everybody, the unit above first; who has it already leads to that dispatch."""
    above = document.home.parent_id
    units = sorted(receivers_of(document), key=lambda unit: (unit.pk != above, unit.path))
    others = correspondents_of(document.home).filter(withdrawn_at__isnull=True)
    return SendingForm(request.POST if request.method == "POST" else None, units, list(others))


def _send(request: HttpRequest, document: Document, to: Unit | Correspondent) -> Dispatch:
    actor = actor_of(request)
    if isinstance(to, Unit):
        made = send_document(actor=actor, document=document, to=to)
        messages.success(request, _("已送给%(unit)s，等待签收。") % {"unit": to})
        return made
    made = pack_document(actor=actor, document=document, to=to)
    said = _("已生成给%(name)s的公文包，请下载后送去；对方的回执在“收发文”里上传。")
    messages.success(request, said % {"name": to})
    return made


@login_required
@require_safe
def dispatch_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show where a document stands at its receiver's."""
    actor, dispatch = actor_of(request), dispatch_of(request, pk)
    steps = list(dispatch.steps.all())
    mine = may_send(actor, dispatch.document)
    context = {
        "dispatch": dispatch,
        "tone": TONES[dispatch.state],
        "events": events_of(steps),
        "outcome": outcome_of(steps),
        "may_send": mine,
        "may_note": mine and dispatch.state in ENDED and not dispatch.is_noted,
    }
    return render(request, "exchange/dispatch.html", context)


@login_required
@require_POST
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take note of what came back."""
    note_outcome(actor=actor_of(request), dispatch=dispatch_of(request, pk))
    messages.success(request, _("已知悉，首页不再提醒。"))
    return redirect("exchange:dispatch", pk=pk)


@login_required
@require_safe
def package(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the signed package over to who may send the document."""
    dispatch = dispatch_of(request, pk)
    require_send(actor_of(request), dispatch.document)
    if dispatch.package_file is None:
        raise Http404
    name = f"{dispatch.issue.document_number or ''}{dispatch.receiver}.zip"
    return stored_attachment(dispatch.package_file, name.replace("/", ""))


@login_required
@require_safe
def step_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Hand over the files of an answer, or the signed reply, as attachments."""
    step = step_of(request, pk)
    kept = {"docx": step.docx, "pdf": step.pdf, "zip": step.package_file}.get(form)
    if kept is None:
        raise Http404
    title = step.title or str(step.get_kind_display())
    return stored_attachment(kept, f"{step.number}{title}.{form}".replace("/", ""))
