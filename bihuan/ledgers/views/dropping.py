"""Dropping ledgers, and the tables found in them."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.ledgers import uploads
from bihuan.ledgers.forms import LedgerForm
from bihuan.ledgers.proposing.proposed import Proposal
from bihuan.ledgers.taking import Taking, home_asked, homes_to_take_over_for
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.access import Actor, actor_of

MOST_ROWS = 50_000  # read anew with each look at the page; what is longer is a register's import


@dataclass(frozen=True)
class Line:
    """A table in the list of those found."""

    name: str
    sheets: str
    rows: int
    columns: int
    fits: str
    url: str


def taking_of(request: HttpRequest, token: str) -> Taking:
    """Return what an address of an upload is about; raises UploadGone (404), NotAllowed."""
    actor = actor_of(request)
    home_asked(actor)
    upload = uploads.find(token, actor=actor)
    return Taking(actor, home_asked(actor, upload.home), upload)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest) -> HttpResponse:
    """Take ledgers; what is proposed for them is shown next, and nothing is stored yet."""
    actor = actor_of(request)
    home_asked(actor)
    homes = homes_to_take_over_for(actor)
    if request.method != "POST":
        return render(request, "ledgers/drop.html", {"form": LedgerForm(homes=homes)})
    form = LedgerForm(request.POST, request.FILES, homes=homes)
    token = _kept(form, actor) if form.is_valid() else ""
    if not token:
        return render(request, "ledgers/drop.html", {"form": form}, status=422)
    return HttpResponseRedirect(reverse("ledgers:tables", args=[token]))


def _kept(form: LedgerForm, actor: Actor) -> str:
    """Keep the files and return their token; empty, with the reason in the form, where none can."""
    home = home_asked(actor, form.cleaned_data.get("home", ""))
    files = [(file.name, file.read()) for file in form.cleaned_data["ledgers"]]
    for name, content in files:
        alone = Taking(actor, home, uploads.Upload("", ((name, content),), home.code))
        try:
            if sum(len(table.rows) for table in alone.tables) > MOST_ROWS:
                said = _("“%(file)s”超过%(n)d行，请先建好台账，再用台账里的“导入”。")
                form.add_error("ledgers", said % {"file": name, "n": MOST_ROWS})
            elif not alone.tables:
                said = _("“%(file)s”里没有找到一行行的记录，请检查是不是选错了文件。")
                form.add_error("ledgers", said % {"file": name})
        except WorkbookRefused as refused:
            form.add_error("ledgers", _("“%(file)s”：%(why)s") % {"file": name, "why": refused})
    return "" if form.errors else uploads.keep(files, actor=actor, home=home)


@login_required
@require_safe
def tables(request: HttpRequest, token: str) -> HttpResponse:
    """List the tables found; a single one is shown at once."""
    taking = taking_of(request, token)
    proposals = [taking.proposal(number) for number in range(len(taking.tables))]
    lines = [_line(token, number, found) for number, found in enumerate(proposals)]
    if len(lines) == 1:
        return HttpResponseRedirect(lines[0].url)
    context = {"lines": lines, "source": taking.source}
    return render(request, "ledgers/tables.html", context)


def _line(token: str, number: int, found: Proposal) -> Line:
    page = "fit" if found.fits else "proposal"
    return Line(
        found.name,
        "、".join(dict.fromkeys(found.table.sheets)),
        len(found.table.rows),
        len(found.taken),
        found.fits.label if found.fits else "",
        reverse(f"ledgers:{page}", args=[token, number]),
    )
