"""Accounts in bulk: the workbook to fill in, what it would do, and doing it."""

from collections.abc import Sequence
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs import actions
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.account_sheets import (
    MOST_ROWS,
    AccountRow,
    SheetFault,
    read_accounts,
    write_template,
)
from bihuan.orgs.actions.bulk_accounts import AccountPlan
from bihuan.orgs.forms import SheetForm
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.views.slips import show_slips

SALT = "orgs.account_sheets"
KEPT_SECONDS = 3600
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def account_template(request: HttpRequest) -> HttpResponse:
    """Give the workbook to fill in, with the units that the administrator keeps."""
    actor = _administrator(request)
    kept = Unit.objects.open_on(clock.today())
    units = list(kept.filter(actor.within(Permission.MANAGE_ACCOUNTS, "path")))
    answer = HttpResponse(write_template(units), content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="accounts.xlsx"'
    return answer


@login_required
def account_sheet(request: HttpRequest) -> HttpResponse:
    """Take a filled workbook and show what it would do; nothing is stored yet."""
    actor = _administrator(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = read_accounts(file.read(), file.name)
        except WorkbookRefused as refused:
            form.add_error("file", str(refused))
        else:
            plan = actions.plan_accounts(actor, sheet.rows[:MOST_ROWS])
            return _preview(request, actor, sheet.rows, plan, sheet.faults)
    status = 422 if form.errors else 200
    return render(request, "orgs/account_sheet.html", {"form": form}, status=status)


@login_required
@require_POST
@never_cache
def account_sheet_confirmation(request: HttpRequest) -> HttpResponse:
    """Carry out what was shown, planned anew, and show the slips once."""
    actor = _administrator(request)
    try:
        said = signing.loads(request.POST.get("rows", ""), salt=SALT, max_age=KEPT_SECONDS)
        if said["account"] != str(actor.id):
            raise signing.BadSignature
    except signing.BadSignature:
        messages.error(request, _("预览已过时，请重新上传。"))
        return redirect("orgs:account_sheet")
    rows = [AccountRow(**row) for row in said["rows"]]
    try:
        made = actions.make_accounts(actor=actor, rows=rows)
    except Invalid as error:
        said_now = _("账号或单位刚才有变化，没有办理：%(why)s") % {"why": error.message}
        messages.error(request, said_now)
        return redirect("orgs:account_sheet")
    if not made:
        messages.success(request, _("角色已授予，没有新账号要打印登录单。"))
        return redirect("orgs:accounts")
    return show_slips(request, made)


def _preview(
    request: HttpRequest,
    actor: Actor,
    rows: Sequence[AccountRow],
    plan: AccountPlan,
    read_faults: Sequence[SheetFault],
) -> HttpResponse:
    faults = sorted([*read_faults, *plan.faults], key=lambda fault: fault.row)
    packed = {"account": str(actor.id), "rows": [asdict(row) for row in rows]}
    context = {
        "lines": plan.lines,
        "faults": faults,
        "added": len({line.username for line in plan.lines if line.state == "add"}),
        "roles": plan.count("add") + plan.count("add_role"),
        "left": plan.count("leave"),
        "rows": "" if faults else signing.dumps(packed, salt=SALT, compress=True),
    }
    status = 422 if faults else 200
    return render(request, "orgs/account_preview.html", context, status=status)


def _administrator(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ACCOUNTS)
    return actor
