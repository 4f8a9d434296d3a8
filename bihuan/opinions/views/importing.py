"""A table of another system: uploaded, its columns mapped once, looked through, taken."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.jobs.actions.asking import start_job
from bihuan.lib.errors import DomainError, Invalid
from bihuan.opinions import uploads
from bihuan.opinions.access import RECORD, SORT, categories_in_use
from bihuan.opinions.actions.mapping import keep_mapping
from bihuan.opinions.forms import FileForm
from bihuan.opinions.models import ColumnMapping
from bihuan.opinions.reading import FIELDS, guessed
from bihuan.opinions.tables import CHANNELS_OF_TABLES, Table, opinions_in, read_table
from bihuan.opinions.taking import known_refs, take
from bihuan.opinions.views.entering import home_to_record_in
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit

SHOWN, FAULTS_SHOWN = 20, 100
MOST_AT_ONCE = 1_000
WORK = "bihuan.opinions.jobs.take_table"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def importing(request: HttpRequest) -> HttpResponse:
    """Lead a table through its three steps; nothing is recorded before the last."""
    actor = actor_of(request)
    actor.require(RECORD)
    home = home_to_record_in(actor, request.GET.get("home", ""))
    actor.require(RECORD, home)
    token = request.GET.get("file", "")
    if not token:
        return _upload(request, actor, home)
    kept = uploads.find(token, actor=actor)
    table = read_table(kept.path, kept.name)
    mapping = ColumnMapping.objects.filter(home=home, heads_digest=table.digest).first()
    if request.method == "POST" and request.POST.get("do") == "map":
        return _map(request, actor, home, token, table)
    if mapping is None or "map" in request.GET:
        return _mapping_page(request, table, kept.name, mapping)
    if request.method == "POST":
        return _take(request, actor, home, token, mapping, table, kept.name)
    return _preview(request, home, mapping, table, kept.name)


def _upload(request: HttpRequest, actor: Actor, home: Unit) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_table(content, file.name)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            token = uploads.keep(content, file.name, actor=actor)
            return HttpResponseRedirect(_url(home, token))
    context = {
        "form": form,
        "mappings": ColumnMapping.objects.filter(home=home).order_by("-mapped_at")[:10],
    }
    return render(request, "opinions/import.html", context, status=422 if form.errors else 200)


def _mapping_page(
    request: HttpRequest, table: Table, name: str, mapping: ColumnMapping | None, fault: str = ""
) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    chosen = mapping.columns if mapping else guessed(table.heads)
    if given is not None:
        chosen = {field: given.get(field, "") for field in FIELDS}
    samples = [table.rows[at][1] for at in range(min(3, len(table.rows)))]
    context = {
        "name": name,
        "fault": fault,
        "fields": [(field, label, chosen.get(field, "")) for field, (label, _n) in FIELDS.items()],
        "heads": [head for head in table.heads if head],
        "channels": [(each.value, each.label) for each in CHANNELS_OF_TABLES],
        "channel": request.POST.get("channel", mapping.channel if mapping else ""),
        "columns": table.heads,
        "samples": samples,
    }
    return render(request, "opinions/import_mapping.html", context, status=422 if fault else 200)


def _map(request: HttpRequest, actor: Actor, home: Unit, token: str, table: Table) -> HttpResponse:
    columns = {field: head for field in FIELDS if (head := request.POST.get(field, ""))}
    try:
        keep_mapping(
            actor=actor,
            home=home,
            heads=table.heads,
            columns=columns,
            channel=request.POST.get("channel", ""),
        )
    except Invalid as error:
        return _mapping_page(request, table, "", None, str(error))
    return HttpResponseRedirect(_url(home, token))


def _preview(
    request: HttpRequest, home: Unit, mapping: ColumnMapping, table: Table, name: str
) -> HttpResponse:
    reading = opinions_in(
        table, mapping.columns, mapping.channel, home, list(categories_in_use(home))
    )
    known = known_refs(home, reading.specs)
    query = request.GET.copy()
    query["map"] = "1"
    context: dict[str, Any] = {
        "name": name,
        "mapping": mapping,
        "columns": [(FIELDS[field][0], head) for field, head in mapping.columns.items()],
        "channel": mapping.get_channel_display(),
        "specs": reading.specs[:SHOWN],
        "good": len(reading.specs) - len(known),
        "known": len(known),
        "unplaced": reading.unplaced,
        "faults": reading.faults[:FAULTS_SHOWN],
        "fault_count": len(reading.faults),
        "map_url": f"?{query.urlencode()}",
        "home": home,
    }
    return render(request, "opinions/import_preview.html", context)


def _take(
    request: HttpRequest,
    actor: Actor,
    home: Unit,
    token: str,
    mapping: ColumnMapping,
    table: Table,
    name: str,
) -> HttpResponse:
    if len(table.rows) > MOST_AT_ONCE:
        job = start_job(
            actor=actor,
            label=_("导入意见：%(name)s") % {"name": name[:80]},
            work=WORK,
            arguments={"home": str(home.pk), "token": token},
            unit_path=home.path,
        )
        return HttpResponseRedirect(reverse("jobs:job", args=[job.pk]))
    taken = take(actor=actor, home=home, table=table, mapping=mapping, name=name)
    messages.success(request, taken.said)
    to = "opinions:inbox" if actor.may(SORT, home) and taken.made else "opinions:list"
    return HttpResponseRedirect(reverse(to))


def _url(home: Unit, token: str) -> str:
    query = urlencode({"home": home.code, "file": token})
    return f"{reverse('opinions:import')}?{query}"
