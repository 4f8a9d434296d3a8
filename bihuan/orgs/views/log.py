"""The audit log, for the auditor: reading it and verifying its chain. Nothing here writes."""

import datetime as dt
import time
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from bihuan.audit import actions as audit
from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.orgs.access import Actor, actor_of, entries_visible_to
from bihuan.orgs.forms import LogForm
from bihuan.orgs.permissions import Permission
from bihuan.ui.rooms import modules

PAGE = 50
MOST_FAULTS = 100


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """List entries, the newest first, by actor, action, day and target, paged by number."""
    actor = _auditor(request)
    labels = action_labels()
    form = LogForm(request.GET or None, actions=sorted(labels.items(), key=lambda pair: pair[1]))
    entries = entries_visible_to(actor)
    if form.is_bound and form.is_valid():
        entries = _filtered(entries, form.cleaned_data)
    before = request.GET.get("before", "")
    if before.isdecimal():
        entries = entries.filter(sequence__lt=int(before))
    shown = list(entries.order_by("-sequence")[: PAGE + 1])
    asked = {name: str(value) for name, value in request.GET.items() if value}
    asked.pop("before", None)
    context = {
        "form": form,
        "rows": [(each, labels.get(each.action, each.action)) for each in shown[:PAGE]],
        "is_filtered": bool(asked),
        "first_url": f"?{urlencode(asked)}" if before else "",
        "next_url": _next(asked, shown),
    }
    return render(request, "orgs/log.html", context)


@login_required
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """Show one entry with its hash and the one before."""
    actor = _auditor(request)
    found = get_object_or_404(entries_visible_to(actor), sequence=sequence)
    label = action_labels().get(found.action, found.action)
    return render(request, "orgs/entry.html", {"entry": found, "label": label})


@login_required
def verification(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain when asked to and show what is wrong with it."""
    _auditor(request)
    sequence, _colon, hash_ = audit.head().partition(":")
    context: dict[str, Any] = {"sequence": int(sequence), "hash": hash_}
    if request.method == "POST":
        begun = time.monotonic()
        anchor = request.POST.get("anchor", "").strip()
        anchors, context["bad_anchor"] = _anchors(anchor)
        faults = list(islice(verify(anchors), MOST_FAULTS + 1))
        context |= {
            "is_done": True,
            "anchor": anchor,
            "faults": faults[:MOST_FAULTS],
            "more": len(faults) > MOST_FAULTS,
            "seconds": time.monotonic() - begun,
        }
    return render(request, "orgs/verification.html", context)


def action_labels() -> dict[str, str]:
    """Return what actions are called, from each room's `audited.py`."""
    return {code: str(label) for room in modules("audited") for code, label in room.ACTIONS.items()}


def _auditor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require(Permission.READ_AUDIT)
    return actor


def _filtered(entries: QuerySet[Entry], asked: dict[str, Any]) -> QuerySet[Entry]:
    if asked["actor"]:
        entries = entries.filter(actor_name__contains=asked["actor"])
    if asked["action"]:
        entries = entries.filter(action=asked["action"])
    if asked["from_on"]:
        entries = entries.filter(at__gte=_midnight(asked["from_on"]))
    if asked["to_on"]:
        entries = entries.filter(at__lt=_midnight(asked["to_on"] + dt.timedelta(days=1)))
    if asked["target"]:
        entries = entries.filter(Q(target_id=asked["target"]) | Q(note__contains=asked["target"]))
    return entries.filter(result="refused") if asked["refused"] else entries


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _next(asked: dict[str, str], shown: list[Entry]) -> str:
    if len(shown) <= PAGE:
        return ""
    return "?" + urlencode({**asked, "before": shown[PAGE - 1].sequence})


def _anchors(text: str) -> tuple[list[str], bool]:
    """Read an anchor that a person typed; tell whether it has the wrong form."""
    sequence, _colon, hash_ = text.partition(":")
    is_good = sequence.isdecimal() and len(hash_) == 64
    return ([text], False) if is_good else ([], bool(text))
