"""Pages that many look at: a table, the past, a download."""

import datetime as dt
import io
import os
from collections.abc import Iterator
from functools import partial

from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measuring import Measure, in_turn, milliseconds
from bench.report import YEAR
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import grant_role, make_account
from bihuan.orgs.models import Account, Unit
from bihuan.registers.listing import Criteria
from bihuan.registers.models import Register, Version
from bihuan.registers.sheets import export_register

EXPORTED = 10_000
VIEWS = 40
PAST = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)  # after all records: the same answer, asked as of
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def measures(city: Unit) -> Iterator[Measure]:
    """Yield the rows of this benchmark."""
    yield _as_of(city)
    yield from _tables(city)
    yield _export(city)


def _as_of(city: Unit) -> Measure:
    actor = Actor.installation()
    definitions = list(definitions_in(city).values())
    now, then = Scope(city, YEAR), Scope(city, YEAR, PAST)
    past, current = in_turn(
        lambda: compute(definitions, then, actor=actor),
        lambda: compute(definitions, now, actor=actor),
        5,
    )
    return Measure("200-figure report as of a moment, against now", past, current, 2.5, "x")


def _tables(city: Unit) -> Iterator[Measure]:
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(SERVER_NAME="localhost")
    client.force_login(clerk(city), backend=BACKEND)
    register = Register.objects.filter(home=city).order_by("code")[0]
    address = f"/registers/{register.code}/"
    middle = (
        Version.objects.current()
        .filter(register=register)
        .order_by("-date", "-id")[Version.objects.current().filter(register=register).count() // 2]
    )
    pages = {
        "table page, newest first": address,
        "table page, in the middle": f"{address}?after={middle.id}~{middle.date}",
        "table page, one kind and a year": f"{address}?c.kind=road&since=2024-01-01",
        "table page as of a moment": f"{address}?as_of=2024-12-31",
        "table page, sort by value asked": f"{address}?sort=-km",
        "totals of a table": f"{address}totals/",
    }
    client.get(address)  # the first page of a process reads templates and columns
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        note = f"{len(seen)} queries"
        times = sorted(milliseconds(partial(client.get, page)) for _ in range(VIEWS))
        yield Measure(f"{name}, p95 ({note})", times[int(VIEWS * 0.95)], 0, 100, "ms", note)


def clerk(city: Unit) -> Account:
    """Return the city's clerk, made where there is none yet."""
    found = Account.objects.filter(username="bench-clerk").first()
    if found is not None:
        return found
    actor = Actor.installation()
    account = make_account(
        actor=actor, username="bench-clerk", display_name="bench", password=os.urandom(12).hex(),
        home=city,
    )  # fmt: skip
    grant_role(actor=actor, account=account, role="clerk", unit=city, from_on=dt.date(2000, 1, 1))
    return account


def _export(city: Unit) -> Measure:
    """Export the newest days that hold ten thousand rows or somewhat fewer."""
    actor = Actor.installation()
    register = Register.objects.filter(home=city).order_by("code")[0]
    rows = Version.objects.current().filter(register=register, status="verified")
    days = rows.order_by("-date").values_list("date", flat=True)
    first = days[min(EXPORTED, rows.count()) - 1]
    assert rows.aggregate(total=Sum("n1"))["total"] is not None
    criteria = Criteria(first=first)

    def export() -> object:
        return export_register(
            actor=actor, register=register, target=io.BytesIO(), criteria=criteria
        )

    taken, _ = in_turn(export, None, 3)
    return Measure("export of 10,000 rows", taken, 0, 800, "ms")
