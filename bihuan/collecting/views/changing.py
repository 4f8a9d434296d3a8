"""What is done to a collection or an ask: by POST, then back to its page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.collecting.access import ask_for, collection_for
from bihuan.collecting.actions import (
    close_collection,
    extend_collection,
    return_ask,
    waive_ask,
)
from bihuan.collecting.errors import CollectionClosed
from bihuan.collecting.forms import DueForm
from bihuan.collecting.models import Collection
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import actor_of


@login_required
@require_POST
def returning(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Say that a unit has entered all, or has nothing to report."""
    actor = actor_of(request)
    ask = ask_for(actor, ask_id)
    has_nothing = request.POST.get("how") == "nothing"
    try:
        return_ask(actor=actor, ask=ask, has_nothing=has_nothing)
    except (Invalid, CollectionClosed) as error:
        messages.warning(request, str(error))
    else:
        said = _("已记为零报告。") if has_nothing else _("已记为填完，谢谢。")
        messages.success(request, said)
    return _back(request, reverse("collecting:ask", kwargs={"ask_id": ask.pk}))


@login_required
@require_POST
def waiver(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Let a unit off, with a reason."""
    actor = actor_of(request)
    ask = ask_for(actor, ask_id)
    try:
        waive_ask(actor=actor, ask=ask, reason=request.POST.get("reason", ""))
    except (Invalid, CollectionClosed) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("“%(unit)s”这次免报。") % {"unit": ask.unit})
    return HttpResponseRedirect(_url(ask.collection))


@login_required
@require_POST
def due_day(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Move the day by which a collection is to be returned."""
    actor = actor_of(request)
    collection = collection_for(actor, collection_id)
    form = DueForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("请填写一个日期。"))
        extend_collection(actor=actor, collection=collection, due_on=form.cleaned_data["due_on"])
    except (Invalid, CollectionClosed) as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(_url(collection))


@login_required
@require_POST
def closing(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """End a collection."""
    actor = actor_of(request)
    collection = collection_for(actor, collection_id)
    try:
        close_collection(actor=actor, collection=collection)
    except CollectionClosed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("收表已结束；再收到的文件照常登记。"))
    return HttpResponseRedirect(_url(collection))


def _url(collection: Collection) -> str:
    return reverse("collecting:collection", kwargs={"collection_id": collection.pk})


def _back(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """Lead back to the page that asked, where it is one of this site; else to an address."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return HttpResponseRedirect(wanted)
    return HttpResponseRedirect(address)
