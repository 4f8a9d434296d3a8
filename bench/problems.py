"""`python -m bench.problems [--problems N]`: problems and tasks in numbers, by pages and actions.

A city with 1,867 units in five levels, 100,000 problems on its villages, stations and towns, one
measure each; the clerk of the whole city asks. Pages are asked through Django's test client, so
that middleware, access and templates are in the figure. The data stay in BIHUAN_HOME (without it
in `var/bench-problems-N`) for the next run.

Each row gives medians: on the clock, and of the processor's time of this process; on SQLite, which
runs in it, the second is what the first is on a quiet machine, but for waiting on the disk. Where
others work on the same cores even that grows (caches, hyper-threads), so a yardstick, a fixed piece
of Python, is run before and after each: `in quiet` is the processor's time divided by the
yardstick's, times the least that the yardstick took. It is held against the limit.
"""

import argparse
import datetime as dt
import json
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bihuan.orgs.models import Account, Unit

RUNS = 15
YARDSTICKS: list[float] = []
"""How long the yardstick took, every time."""
STATES = (
    ("doing", 30), ("closed", 40), ("found", 6), ("planned", 5), ("waiting", 4),
    ("done", 5), ("verified", 3), ("long_term", 4), ("explained", 3),
)  # fmt: skip
WORDS = ("渠道", "道路", "路灯", "校舍", "饮水", "垃圾", "水费", "巡防", "公示", "低保")


@dataclass(frozen=True)
class Row:
    """One piece of work: how many statements (None: not counted), milliseconds, the limit."""

    name: str
    statements: int | None
    quiet: float
    processor: float
    clock: float
    limit: float

    def __str__(self) -> str:
        said = "–" if self.statements is None else str(self.statements)
        kept = f"{self.limit:g}" if self.quiet <= self.limit else f"{self.limit:g}: **no**"
        times = f"{self.quiet:,.1f} | {self.processor:,.1f} | {self.clock:,.1f}"
        return f"| {self.name} | {said} | {times} | {kept} |"


def main() -> None:
    """Measure on SQLite in BIHUAN_HOME, or on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="python -m bench.problems")
    parser.add_argument("--problems", type=int, default=100_000)
    count = parser.parse_args().problems
    own = Path(__file__).resolve().parents[1] / "var" / f"bench-problems-{count}"
    home = Path(os.environ.get("BIHUAN_HOME") or own)
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
    city, account = _build(count)
    print(f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("| work | statements | in quiet, ms | processor | clock | limit |")
    print("|---|---:|---:|---:|---:|---:|")
    for _ in range(200):
        _yardstick()
    for row in rows(city, account):
        print(row, flush=True)
    print(f"load average {os.getloadavg()[0]:.1f}; the yardstick took {min(YARDSTICKS):.1f} ms at")
    print(f"least, {statistics.median(YARDSTICKS):.1f} ms in the middle")


def rows(city: "Unit", account: "Account") -> Iterator[Row]:
    """Measure pages, roll-up, export, opening one by the action and by the interface."""
    from bihuan.orgs.access import Actor
    from bihuan.rectification import listing
    from bihuan.rectification.models import Problem
    from bihuan.rectification.rollup import roll_up

    client, queries = _client(account)
    actor = Actor.of(account)
    problem = Problem.objects.filter(state="doing").order_by("id")[100]
    pages = (
        ("open problems, most overdue first", "/rectification/list/", 45),
        ("overdue problems", "/rectification/list/?state=overdue", 45),
        ("the same, in the middle", _middle(actor), 45),
        ("board by state", "/rectification/", 45),
        ("one problem's page", f"/rectification/{problem.pk}/", 20),
        ("rates and roll-up, the page", "/rectification/rates/", 100),
        ("open tasks, all of them open", "/tasks/?show=open", 45),
        ("overdue tasks", "/tasks/?show=overdue", 45),
        ("tasks that wait for me", "/tasks/?show=mine", 100),
        ("all tasks", "/tasks/?show=all", 100),
        ("home page of who is clerk of the city", "/", 100),
    )
    for name, address, limit in pages:
        count = queries(address)
        yield Row(name, count, *_p50(lambda address=address: client(address)), limit)
    yield Row("roll-up of problems over the tree", 2, *_p50(lambda: roll_up(actor, city)), 50)
    export = _p50(lambda: _export(actor, listing.Criteria(state="")), 3)
    yield Row("the ledger of 10,000 rows as Excel", None, *export, 800)
    yield Row("open a problem by the action", None, *_p50(lambda: _open(actor, city)), 10)
    post = _interface(city)
    yield Row("a problem by the interface", None, *_p50(lambda: post("problems"), 45), 10)
    yield Row("an opinion by the interface", None, *_p50(lambda: post("opinions"), 45), 9)


def _export(actor: Any, criteria: Any) -> None:
    import io

    from bihuan.lib.workbooks.writing import write_workbook
    from bihuan.rectification import listing
    from bihuan.rectification.ledger import sheet_of

    rows = listing.rows_for(actor, criteria)
    write_workbook(io.BytesIO(), [sheet_of(rows, criteria, most=10_000)])


def _open(actor: Any, city: "Unit") -> None:
    from bihuan.orgs.models import Unit
    from bihuan.rectification.actions import ProblemSpec, open_problem

    unit = Unit.objects.under(city.path).filter(kind="village").select_related("home")[7]
    spec = ProblemSpec("路灯不亮", unit, dt.date.today())
    open_problem(actor=actor, home=unit.home, spec=spec)


def _middle(actor: Any) -> str:
    from bihuan.rectification import listing

    criteria = listing.Criteria()
    rows = listing.rows_for(actor, criteria)
    key = rows.order_by("own_due_on", "id").values_list("own_due_on", "id")[20_000]
    return f"/rectification/list/?after={key[1]}~{key[0]}"


def _interface(city: "Unit") -> Callable[[str], None]:
    """Return what posts a new opinion or problem as another system does."""
    from django.test import Client

    from bihuan.api.actions import make_key
    from bihuan.lib.ids import new_id
    from bihuan.orgs.access import Actor
    from bihuan.orgs.models import Unit

    town = Unit.objects.under(city.path).filter(kind="township").order_by("path")[3]
    _key, secret = make_key(
        actor=Actor.installation(),
        home=town,
        name=f"bench {new_id()}"[:40],
        scopes=["opinions", "problems"],
    )
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {secret}"})
    today = dt.date.today().isoformat()

    def post(what: str) -> None:
        said = {
            "opinions": {"text": "村口的路灯坏了一年，晚上走路看不见", "raised_on": today},
            "problems": {"title": "村口路灯不亮", "category": "", "found_on": today},
        }[what]
        body = json.dumps({"ref": str(new_id()), **said})
        answer = client.post(f"/api/v1/{what}/", body, content_type="application/json")
        assert answer.status_code == 201, answer.content.decode()

    return post


def _p50(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """Return medians in milliseconds: in quiet, of the processor, on the clock."""
    work()
    clocks, processors, shares = [], [], []
    for _ in range(runs):
        before = _yardstick()
        clock, processor = time.perf_counter(), time.process_time()
        work()
        processors.append((time.process_time() - processor) * 1000)
        clocks.append((time.perf_counter() - clock) * 1000)
        shares.append(processors[-1] * 2 / (before + _yardstick()))
    quiet = statistics.median(shares) * min(YARDSTICKS)
    return quiet, statistics.median(processors), statistics.median(clocks)


def _yardstick() -> float:
    """Return how long a fixed piece of Python keeps the processor, in milliseconds."""
    begin, total = time.process_time(), 0
    for number in range(100_000):
        total += number * number
    YARDSTICKS.append((time.process_time() - begin) * 1000)
    return YARDSTICKS[-1]


def _client(account: "Account") -> tuple[Callable[[str], None], Callable[[str], int]]:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(address)
        return len(captured)

    return ask, queries


def _build(count: int) -> "tuple[Unit, Account]":
    from django.db import connection, transaction

    from bench import dataset
    from bihuan.orgs import actions
    from bihuan.orgs.access import Actor
    from bihuan.orgs.models import Account, Unit
    from bihuan.rectification.models import Problem

    keeper = Actor.installation()
    city = Unit.objects.filter(code="bench-city").first()
    if city is None:
        with transaction.atomic():
            city = dataset._units()
    account = Account.objects.filter(username="bench-clerk").first()
    if account is None:
        account = actions.make_account(
            actor=keeper, username="bench-clerk", display_name="文书", home=city,
            password="measuring-moonlit-2010", person=None,
        )  # fmt: skip
        actions.grant_role(
            actor=keeper, account=account, role="clerk", unit=city, from_on=dataset.OPENED
        )
    if count > Problem.objects.count():
        _fill(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return city, account


def _fill(count: int) -> None:
    from django.utils import timezone

    from bihuan.lib.ids import new_id
    from bihuan.orgs.models import Unit
    from bihuan.rectification.models import NO_DAY, Problem, ProblemStep
    from bihuan.tasks.models import Task

    rng = random.Random(count)
    units = list(Unit.objects.filter(kind__in=("township", "village")).select_related("home"))
    today, now = dt.date.today(), timezone.now()
    states, weights = zip(*STATES, strict=True)
    for start in range(Problem.objects.count(), count, 5_000):
        problems, steps, tasks = [], [], []
        for number in range(start, min(start + 5_000, count)):
            unit = rng.choice(units)
            state = rng.choices(states, weights)[0]
            found = today - dt.timedelta(days=rng.randint(1, 700))
            due = None if state == "found" else found + dt.timedelta(days=rng.randint(20, 900))
            common = {"home_id": unit.home_id, "unit_id": unit.pk, "path": unit.path}
            problem = Problem(
                id=new_id(), **common, year=2000, number=number + 1, state=state, state_at=now,
                title=f"{unit.name}{rng.choice(WORDS)}问题{number}", origin="raised",
                horizon="year", found_on=found, due_on=due, own_due_on=due or NO_DAY,
                goal="办好", commitment="按期办好",
                committed_on=found,
                closed_on=today if state in ("closed", "explained") else None,
            )  # fmt: skip
            problems.append(problem)
            steps += [
                ProblemStep(
                    home_id=unit.home_id, problem=problem, kind=kind, at=now, by_name="文书"
                )
                for kind in ("open", "commit", "measure")
            ]
            tasks.append(
                Task(
                    **common,
                    year=2000,
                    number=number + 1,
                    title="办理",
                    about_kind="problem",
                    about_id=problem.id,
                    due_on=due or today,
                    assigned_at=now,
                    assigned_by_name="文书",
                    state="doing",
                    state_at=now,
                    handed_on=today,
                )
            )
        Problem.objects.bulk_create(problems)
        ProblemStep.objects.bulk_create(steps)
        Task.objects.bulk_create(tasks)
        print(f"  {start + len(problems):,} / {count:,}", flush=True)


if __name__ == "__main__":
    main()
