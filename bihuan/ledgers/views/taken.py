"""After the confirmation: where to go on, and the rows that were handed back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.ledgers import uploads
from bihuan.ledgers.errors import UploadGone
from bihuan.ledgers.handing_back import bad_rows_workbook
from bihuan.ledgers.reading.found import TableFound
from bihuan.ledgers.taking import Taking, home_asked
from bihuan.ledgers.trial import Outcome
from bihuan.orgs.access import Actor, actor_of
from bihuan.registers import uploads as kept
from bihuan.registers.access import registers_visible_to
from bihuan.registers.actions.importing import ImportReport
from bihuan.registers.links import register_url
from bihuan.registers.models import Register
from bihuan.registers.views.downloads import workbook_answer


def led_on(
    request: HttpRequest,
    taking: Taking,
    register: Register,
    report: ImportReport,
    table: TableFound,
    outcome: Outcome,
) -> HttpResponse:
    """Say what was done and lead on: to the bad rows, the other tables, or the register."""
    said = _("“%(register)s”：导入%(added)d条。") % {"register": register, "added": report.added}
    if report.unchanged:
        said += _("另有%(n)d条原来就有，没有重复登记。") % {"n": report.unchanged}
    messages.success(request, said)
    if outcome.bad_rows:
        content = bad_rows_workbook(table, outcome.faults, register.label)
        token = uploads.sign(
            {
                "register": str(register.pk),
                "key": kept.store(content),
                "bad": str(len(outcome.bad_rows)),
                "added": str(report.added),
                "back": taking.upload.token if len(taking.tables) > 1 else "",
            },
            taking.actor,
        )
        return HttpResponseRedirect(reverse("ledgers:taken", args=[token]))
    if len(taking.tables) > 1:
        return HttpResponseRedirect(reverse("ledgers:tables", args=[taking.upload.token]))
    return HttpResponseRedirect(register_url(register))


@login_required
@require_safe
def taken(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was taken and what was handed back."""
    said, register = _asked(actor_of(request), token)
    context = {
        "register": register,
        "added": said["added"],
        "bad": said["bad"],
        "table_url": register_url(register),
        "bad_rows_url": reverse("ledgers:bad_rows", args=[token]),
        "tables_url": reverse("ledgers:tables", args=[said["back"]]) if said["back"] else "",
    }
    return render(request, "ledgers/taken.html", context)


@login_required
@require_safe
def bad_rows(request: HttpRequest, token: str) -> FileResponse:
    """Download the rows that were handed back, with the reason beside each."""
    said, register = _asked(actor_of(request), token)
    name = _("%(register)s（退回的行）.xlsx") % {"register": register}
    return workbook_answer(uploads.read(said["key"]), name)


def _asked(actor: Actor, token: str) -> tuple[dict[str, str], Register]:
    home_asked(actor)
    said = uploads.unsigned(token, actor)
    register = (
        registers_visible_to(actor).filter(pk=said["register"]).first()
        if "register" in said
        else None
    )
    if register is None:
        raise UploadGone
    return said, register
