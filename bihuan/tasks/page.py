"""What the page of one task shows: where it stands, what may be done, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.files.asking import attachments_of
from bihuan.files.models import Attachment
from bihuan.files.rules import ACCEPT
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account
from bihuan.orgs.permissions import Permission
from bihuan.tasks import forms
from bihuan.tasks.about_links import links_of
from bihuan.tasks.actions.evidence import TAKES_EVIDENCE
from bihuan.tasks.days import basis_of_due, provisional_note
from bihuan.tasks.deeds import DEEDS, Deed
from bihuan.tasks.judging import EVIDENCE_OF, standing_of
from bihuan.tasks.lamps import lamp_of
from bihuan.tasks.models import Part, PartRole, State, Step, StepKind, Task
from bihuan.tasks.offering import Offer, offer, waits_on
from bihuan.tasks.presenting import events_of, pieces_of
from bihuan.tasks.rules import BY_THE_UNIT
from bihuan.tasks.slips import chasing_text, slip_text

WITH_FILES = ("progress", "submission")
"""Deeds that files may be sent along with."""


@dataclass(frozen=True)
class Offered:
    """A deed with its form; `is_open` where it is what the page is for now."""

    deed: Deed
    form: forms.StepForm
    url: str
    is_open: bool = False
    warning: str = ""

    @property
    def takes_files(self) -> bool:
        """Tell whether files may be sent along."""
        return self.deed.slug in WITH_FILES

    @property
    def asks_nothing(self) -> bool:
        """Tell whether a button is all there is."""
        return not self.form.fields


def context_of(actor: Actor, task: Task, bound: tuple[Deed, forms.StepForm] | None = None) -> Any:
    """Return what the task's page is given; `bound` is a form that was refused."""
    parts = list(Part.objects.filter(task=task).select_related("unit", "person"))
    steps = list(Step.objects.filter(task=task))
    files = attachments_of(EVIDENCE_OF, task.pk)
    may = offer(actor, task, parts, steps, [one.added_by for one in files])
    offered = _offered(task, may, bound, acts_for_unit=_acts_for_unit(actor, task))
    does = StepKind.PROGRESS in may.kinds or StepKind.SIGN_FOR in may.kinds
    pieces = pieces_of(task, files, _names(files), may_remove=does)
    standing = [part for part in parts if part.ended_at is None]
    return {
        "task": task,
        "lamp": lamp_of(task, clock.today()),
        "waits_on": waits_on(task),
        "hints": may.hints,
        "open_deeds": [each for each in offered if each.is_open],
        "folded_deeds": [each for each in offered if not each.is_open],
        "assisting": [part.unit for part in standing if part.role == PartRole.ASSISTS],
        "responsible": [part.person for part in standing if part.role == PartRole.RESPONSIBLE],
        "about": links_of(actor, [task]).get(task.pk),
        "basis_of_due": basis_of_due(task),
        "provisional": provisional_note(task),
        "events": events_of(steps, pieces),
        "pieces": [piece for piece in pieces if piece.url],
        "evidence_url": _evidence_url(actor, task, standing),
        "accept": ACCEPT,
        "slip_text": slip_text(task),
        "chasing_text": chasing_text(task) if StepKind.CHASE in may.kinds else "",
        "units": _units(offered),
    }


def _offered(
    task: Task,
    may: Offer,
    bound: tuple[Deed, forms.StepForm] | None,
    *,
    acts_for_unit: bool,
) -> list[Offered]:
    made = []
    for deed in DEEDS:
        if not may.kinds.intersection(deed.kinds) and not (bound and bound[0] is deed):
            continue
        refused = bound is not None and bound[0] is deed
        form = bound[1] if bound and refused else form_of(deed, task, may.kinds)
        url = reverse("tasks:step", kwargs={"pk": task.pk, "slug": deed.slug})
        is_due = _is_due(deed, task) and (acts_for_unit or deed.kinds[0] not in BY_THE_UNIT)
        is_for_another = not acts_for_unit and deed.slug in WITH_FILES
        made.append(
            Offered(deed, form, url, refused or is_due, _as_doer() if is_for_another else "")
        )
    return made


def _as_doer() -> str:
    return _("代承办单位填写后，您就算经手人，这项任务不能再由您验收或销号。")


def form_of(deed: Deed, task: Task, kinds: Any = (), data: Any = None) -> forms.StepForm:
    """Return a deed's form."""
    if deed.form is forms.VerifyForm:
        return forms.VerifyForm(data, task, may_close=_closes(kinds))
    return deed.form(data, task)


def _closes(kinds: Any) -> bool:
    return StepKind.VOID in kinds  # who may make it void assigns, and so closes


def _is_due(deed: Deed, task: Task) -> bool:
    """Tell whether a deed is what the task waits for."""
    if deed.slug in ("reassignment", "insistence"):
        return task.state == State.RETURNED or task.waits_for_unit_on(clock.today())
    if deed.slug == "chasing":
        return task.is_overdue_on(clock.today())
    return deed.slug in (
        *("signing", "progress", "submission", "verification", "closing"),
        *("extension-decision", "resumption"),
    )


def _acts_for_unit(actor: Actor, task: Task) -> bool:
    """Tell whether the unit's deeds are the actor's own: not those of a clerk who assigns."""
    if not actor.may(Permission.ASSIGN_TASKS, task.path):
        return True
    return task.path in standing_of(actor).paths


def _names(files: Sequence[Attachment]) -> dict[UUID, str]:
    """Return the names that people know those by who added files."""
    ids = {one.added_by for one in files if one.added_by}
    found = Account.objects.filter(pk__in=ids) if ids else ()
    return {account.pk: str(account) for account in found}


def _evidence_url(actor: Actor, task: Task, parts: Sequence[Part]) -> str:
    paths = [task.path, *(part.path for part in parts if part.unit_id)]
    may = any(actor.may(Permission.DO_TASKS, path) for path in paths)
    if not may or task.state not in TAKES_EVIDENCE:
        return ""
    return reverse("tasks:evidence", kwargs={"pk": task.pk})


def _units(offered: Sequence[Offered]) -> list[Any]:
    for each in offered:
        if isinstance(each.form, forms.ReassignForm):
            field: Any = each.form.fields["unit"]
            return list(field.offered())
    return []
