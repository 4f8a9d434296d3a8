"""Works that the tests ask for: each ends in another way."""

import time
from pathlib import Path
from typing import Any

from django.db import OperationalError, transaction

from bihuan.jobs import stopping
from bihuan.jobs.models import PeriodicRun
from bihuan.jobs.running import Outcome, Run
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

HERE = "bihuan.jobs.tests.works"


def say(run: Run, *, words: str) -> Outcome:
    """End well, with words."""
    run.progress(3, 3, "说话")
    return Outcome(words, url="/registers/")


def write_file(run: Run, *, text: str) -> Outcome:
    """Leave a file."""
    path = run.folder / "made.csv"
    path.write_text(text, "utf-8")
    return Outcome("已写好。", file=path, file_name="道路.csv", media_type="text/csv")


def refuse(run: Run) -> Outcome:
    """End with a sentence of the room's own."""
    raise Invalid("表格里没有表头。")


def crash(run: Run) -> Outcome:
    """Have a defect."""
    raise ZeroDivisionError("secret words")


def meet_a_busy_database(run: Run) -> Outcome:
    """Never get the writer's place."""
    raise OperationalError("database is locked")


def tell_rights(run: Run, *, permission: str) -> Outcome:
    """Say over what the owner holds a permission as the work runs."""
    return Outcome(",".join(run.actor.paths(Permission(permission))))


def list_faults(run: Run) -> Outcome:
    """End without doing what was asked, with a table."""
    return Outcome("没有导入。", tone="bad", heads=("行", "错误"), rows=[("3", "缺少里程")])


def go_on(run: Run, *, times: int) -> Outcome:
    """Say progress many times."""
    for at in range(times):
        run.said_at = 0.0
        run.progress(at, times)
    return Outcome("到头了。")


def be_stopped(run: Run) -> Outcome:
    """Meet the end of the worker."""
    raise stopping.Stopping


def leave_a_mark(run: Run, *, name: str, wait_for: str) -> Outcome:
    """Write one row and wait for a file inside one transaction, which says how it ended too."""
    with transaction.atomic():
        PeriodicRun.objects.create(name=name, done_at=clock.real_now())
        while not Path(wait_for).exists():
            run.progress(1, 2, "等待")
            time.sleep(0.05)
        return run.finish_with(Outcome("记下了。"))


def leave_a_mark_and_die_before_the_book(run: Run, *, name: str) -> Outcome:
    """Write one row and how it ended, then lose the worker before it can say more."""
    with transaction.atomic():
        PeriodicRun.objects.create(name=name, done_at=clock.real_now())
        run.finish_with(Outcome("记下了。"))
    raise KeyboardInterrupt


def may_fetch(actor: Actor, **arguments: Any) -> bool:
    """Let nobody fetch what was written about a secret."""
    return arguments.get("text") != "密"
