"""The contact that a resident left: masked, shown once for a reason, erased when they ask."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Invalid
from bihuan.opinions.access import opinion_for
from bihuan.opinions.actions.contacts import LONGEST_REASON, erase_contact, read_contact
from bihuan.opinions.contacts import ContactShown, shown_contact
from bihuan.opinions.models import Opinion
from bihuan.orgs.access import Actor, actor_of


class ReasonForm(forms.Form):
    """Why a contact is looked at or erased."""

    reason = forms.CharField(
        label=_lazy("理由"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_lazy("会记入审计日志、长期保留：请不要写姓名、电话等个人信息。"),
        error_messages={"required": _lazy("请写明理由。")},
    )

    def __init__(self, data: object = None, *, auto_id: str = "id_%s") -> None:
        super().__init__(data, label_suffix="", auto_id=auto_id)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ContactCard:
    """What `opinions/_contact.html` draws on an opinion's page."""

    shown: ContactShown
    read_url: str
    erase_url: str
    read_form: ReasonForm
    erase_form: ReasonForm


def contact_card(actor: Actor, opinion: Opinion) -> ContactCard | None:
    """Return the card of an opinion's contact; None where there is none to be shown."""
    shown = shown_contact(actor, opinion)
    if shown is None:
        return None
    return ContactCard(
        shown,
        reverse("opinions:contact", args=[opinion.pk]),
        reverse("opinions:contact_erasure", args=[opinion.pk]),
        ReasonForm(auto_id="contact-read-%s"),
        ReasonForm(auto_id="contact-erase-%s"),
    )


@login_required
@require_POST
def reading(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Show a contact in full on this one page; the log keeps who, when and why."""
    actor = actor_of(request)
    opinion = opinion_for(actor, opinion_id)
    form = ReasonForm(request.POST)
    text = ""
    try:
        text = read_contact(actor=actor, opinion=opinion, reason=request.POST.get("reason", ""))
    except Invalid as error:
        form.add_error(None, error.message)
    response = render(
        request,
        "opinions/contact.html",
        {"opinion": opinion, "text": text, "form": form},
        status=200 if text else 422,
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def erasure(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Erase a contact before its time."""
    actor = actor_of(request)
    opinion = opinion_for(actor, opinion_id)
    try:
        erase_contact(actor=actor, opinion=opinion, reason=request.POST.get("reason", ""))
        messages.success(request, _("联系方式已清除，不能再恢复。"))
    except Invalid as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(reverse("opinions:opinion", args=[opinion.pk]))
