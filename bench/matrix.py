"""`python -m bench.matrix [--records N]`: the progress matrices among a million records.

The data is that of `bench`, built where it is not there yet. A city asks 500 villages for 20
things, a township asks 60 persons for 10; both are held against SQL written by hand, one statement
a register, and refused where the two do not agree. CPU time stands beside, since it says more on a
machine that others share.
"""

import argparse
import datetime as dt
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bench.measuring import Measure, in_turn

if TYPE_CHECKING:
    from bihuan.campaigns.models import Campaign
    from bihuan.campaigns.requirements.progress import Matrix
    from bihuan.orgs.models import Unit

VILLAGES, PERSONS, RUNS = 500, 60, 15
UNIT_REGISTERS, PERSON_REGISTERS = range(10), range(10, 15)
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
BASIS = "测量"


def main() -> None:
    """Measure on SQLite under var/bench-N, or on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="python -m bench.matrix")
    parser.add_argument("--records", type=int, default=1_000_000)
    records = parser.parse_args().records
    home = Path(__file__).resolve().parents[1] / "var" / f"bench-{records}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "BIHUAN_HOME": str(home),
        "BIHUAN_MODE": "demo",
        "BIHUAN_SECRET_KEY": "only-for-measuring-" + "x" * 40,
        "DJANGO_SETTINGS_MODULE": "bihuan.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from bench import dataset

    city = dataset.build(records)
    print(f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("| work | ours | held against | figure | limit | kept |\n|---|---:|---:|---:|---:|---|")
    for measure in measures(city):
        print(measure.row(), flush=True)


def measures(city: "Unit") -> Iterator[Measure]:
    """Yield the rows of this benchmark."""
    units = _campaign(city, "unit", UNIT_REGISTERS)
    town = _township(city)
    _give_persons(town)
    persons = _campaign(town, "person", PERSON_REGISTERS)
    yield from _measured("60 persons × 10 requirements", persons, PERSON_REGISTERS, 30, PERSONS)
    yield from _measured("500 units × 20 requirements", units, UNIT_REGISTERS, 300, VILLAGES)
    yield from _pages(city, {"60 × 10": persons, "500 × 20": units})


def _measured(
    name: str, campaign: "Campaign", registers: range, limit: int, rows: int
) -> Iterator[Measure]:
    from bihuan.campaigns.requirements.access import standing_on
    from bihuan.campaigns.requirements.progress import matrix
    from bihuan.campaigns.requirements.whom import subjects_of
    from bihuan.figures.computing import definitions_in
    from bihuan.figures.grouping import compute_by
    from bihuan.orgs.access import Actor

    actor = Actor.installation()

    def whole() -> "Matrix":
        asked = list(standing_on(campaign, LAST))
        subjects = subjects_of(asked, campaign, LAST, actor)[:rows]
        return matrix(campaign, asked, LAST, actor=actor, subjects=subjects)

    found = whole()
    definitions = list(
        definitions_in(campaign.home, [c.definition.code for c in found.columns]).values()
    )
    among: Any = [line.subject.of for line in found.lines]

    def computed() -> object:
        return compute_by(definitions, among, (FIRST, LAST), actor=actor, within=campaign.home)

    by_hand = _by_hand(campaign, registers, among)
    _refuse_disagreement(found, by_hand(), rows)
    mine, theirs = in_turn(computed, by_hand, RUNS)
    taken = f"CPU {_cpu(computed):.0f} against {_cpu(by_hand):.0f} ms"
    yield Measure(f"{name}, computed ({taken})", mine, theirs, 1.5, "x")
    all_in_all, _none = in_turn(whole, None, RUNS)
    yield Measure(
        f"{name}, whole matrix (CPU {_cpu(whole):.0f} ms)", all_in_all, theirs, limit, "ms"
    )


def _cpu(work: Callable[[], object]) -> float:
    """Return the median of the processor's time that a call takes, in milliseconds."""
    taken = []
    for _ in range(RUNS):
        begin = time.process_time()
        work()
        taken.append((time.process_time() - begin) * 1000)
    return statistics.median(taken)


def _by_hand(
    campaign: "Campaign", registers: range, among: Any
) -> Callable[[], dict[str, dict[Any, Any]]]:
    """Return what asks the same by hand: one grouped statement a register."""
    from django.db import connection

    from bench.dataset import KINDS
    from bihuan.orgs.models import Unit
    from bihuan.registers.models import Register

    known = {register.code: register for register in Register.objects.all()}
    sqlite = connection.vendor == "sqlite"
    is_of_units = isinstance(among[0], Unit)
    key = f"substr(path, 1, {len(among[0].path)})" if is_of_units else "person_id"
    only = "" if is_of_units else "AND person_id IS NOT NULL "
    path = campaign.home.path
    statements = {}
    for at in registers:
        register = known[f"bench{at}"]
        slot = {column.code: column.slot for column in register.columns_in_order}
        kind = f"FILTER (WHERE {slot['kind']} = '{KINDS[at % 4]}')"
        statements[f"bench{at}"] = (
            f"SELECT {key}, COUNT(*), SUM({slot['km']}) {kind}, COUNT(*) {kind} "
            "FROM registers_version WHERE superseded_at IS NULL AND register_id = %s "
            "AND status = 'verified' AND path >= %s AND path < %s AND date BETWEEN %s AND %s "
            f"{only}GROUP BY 1",
            [
                register.id.hex if sqlite else register.id, path, path + "~",
                FIRST.isoformat() if sqlite else FIRST, LAST.isoformat() if sqlite else LAST,
            ],
        )  # fmt: skip

    def ask() -> dict[str, dict[Any, Any]]:
        found = {}
        with connection.cursor() as cursor:
            for code, (statement, parameters) in statements.items():
                cursor.execute(statement, parameters)
                found[code] = {row[0]: row[1:] for row in cursor.fetchall()}
        return found

    return ask


def _refuse_disagreement(found: "Matrix", by_hand: dict[str, dict[Any, Any]], rows: int) -> None:
    """Raise where the two do not answer the same: a benchmark of a wrong answer says nothing."""
    from bihuan.orgs.models import Unit

    assert len(found.lines) == rows, len(found.lines)
    checked = 0
    for line in found.lines:
        of = line.subject.of
        for cell in line.cells:
            assert cell is not None
            code, _mark, what = cell.column.definition.code.partition("_")
            rows_of = by_hand[code]
            key: Any = of.path if isinstance(of, Unit) else of.pk
            theirs = rows_of.get(key) or (rows_of.get(key.hex) if isinstance(key, UUID) else None)
            wanted = (theirs or (0, 0, 0))[1 if what == "km" else 0] or 0
            mine = int((cell.value or 0) * (100 if what == "km" else 1))  # type: ignore[operator]
            assert mine == int(wanted), (of, code, mine, wanted)
            checked += bool(wanted)
    assert checked > rows, "hardly anything was counted"


def _campaign(home: "Unit", scope: str, registers: range) -> "Campaign":
    """Return a campaign that requires two figures of each register, made where there is none."""
    from bihuan.campaigns.actions.requiring import RequirementSpec, make_requirement
    from bihuan.campaigns.models import Campaign
    from bihuan.lib import clock
    from bihuan.orgs.access import Actor

    code = f"bench-{scope}"
    there = Campaign.objects.filter(home=home, code=code).select_related("home").first()
    if there is not None:
        return there
    made = Campaign.objects.create(
        home=home, path=home.path, code=code, title=code, mode="concurrent", state="running",
        begins_on=FIRST, ends_on=LAST, made_at=clock.now(),
    )  # fmt: skip
    whom: dict[str, Any] = {"unit_kinds": ("village",)}
    if scope == "person":
        whom = {"post_kinds": ("cadre",)}
    for at in registers:
        for figure, threshold in ((f"bench{at}_count", 3), (f"bench{at}_km", 20)):
            make_requirement(
                actor=Actor.installation(),
                campaign=made,
                spec=RequirementSpec(
                    code=figure, label=figure, figure=figure, scope=scope, rule="at_least",
                    threshold=threshold, due_on=LAST, basis=BASIS, **whom,
                ),
            )  # fmt: skip
    made.requirements.update(from_on=FIRST)
    return made


def _township(city: "Unit") -> "Unit":
    from bihuan.orgs.models import Unit

    rows = Unit.objects.under(city.path).filter(kind="township").select_related("home")
    return rows.order_by("path")[0]


def _give_persons(town: "Unit") -> None:
    """Let 60 cadres of a township be whom its records on some registers are about."""
    from bihuan.orgs.access import Actor
    from bihuan.orgs.actions import add_person, add_post, appoint
    from bihuan.orgs.models import Person
    from bihuan.registers.models import Version

    if Person.objects.filter(home=town).count() >= PERSONS:
        return
    actor, rng = Actor.installation(), random.Random(PERSONS)
    ids = []
    for at in range(PERSONS):
        person = add_person(actor=actor, unit=town, code=f"bench-{at}", name=f"干部{at}")
        post = add_post(actor=actor, unit=town, code=f"bench-{at}", title=f"岗位{at}", kind="cadre")
        appoint(actor=actor, post=post, person=person, from_on=dt.date(2020, 1, 1))
        ids.append(person.pk)
    codes = [f"bench{at}" for at in PERSON_REGISTERS]
    rows = Version.objects.filter(
        path__gte=town.path, path__lt=town.path + "~", register__code__in=codes
    )
    changed = [
        Version(pk=pk, person_id=rng.choice(ids)) for pk in rows.values_list("pk", flat=True)
    ]
    Version.objects.bulk_update(changed, ["person_id"], batch_size=500)


def _pages(city: "Unit", campaigns: "dict[str, Campaign]") -> Iterator[Measure]:
    """Measure the pages, through middleware, access and templates."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bench.reading import BACKEND, clerk

    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(SERVER_NAME="localhost")
    client.force_login(clerk(city), backend=BACKEND)
    for name, campaign in campaigns.items():
        address = reverse("requirements:matrix", args=[campaign.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        queries = len(seen)  # now: the next request empties the list
        ask = partial(client.get, address)
        taken, _none = in_turn(ask, None, RUNS)
        label = f"page of the matrix {name} ({queries} queries, CPU {_cpu(ask):.0f} ms)"
        yield Measure(label, taken, 0, 100 if name == "60 × 10" else 600, "ms")


if __name__ == "__main__":
    main()
