"""Background work of the room: exports and imports too large to wait for.

Each takes the question of the page, asks it anew as the account that started it, with the rights
that it has by now, and leaves a file or says what became of the rows.
"""

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.jobs.running import Outcome, Run
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.registers import uploads
from bihuan.registers.access import register_for
from bihuan.registers.actions import take_workbook
from bihuan.registers.errors import ChangedMeanwhile
from bihuan.registers.forms import FilterForm
from bihuan.registers.links import register_url
from bihuan.registers.listing import Criteria, rows_for
from bihuan.registers.models import Register
from bihuan.registers.sheets import export_register
from bihuan.registers.telling import told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_AT_ONCE = 5000
"""Rows that a page exports while somebody waits."""

MOST_BYTES_AT_ONCE = 400_000
"""Bytes of a workbook that is imported while somebody waits: some five thousand rows."""

EXPORT = "bihuan.registers.jobs.export_rows"
IMPORT = "bihuan.registers.jobs.import_rows"


def is_large(actor: Actor, register: Register, criteria: Criteria) -> bool:
    """Tell whether more rows are asked for than a page exports; counts no further than that."""
    rows = rows_for(actor, register, criteria).order_by()
    return len(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]) > MOST_AT_ONCE


def export_rows(run: Run, *, register: str, home: str, query: str) -> Outcome:
    """Write the rows that a table shows into a workbook; `query` is that of its address."""
    found = register_for(run.actor, register, home)
    form = FilterForm(QueryDict(query), run.actor, found)
    criteria = form.criteria()
    total = rows_for(run.actor, found, criteria).count()
    path = run.folder / "rows.xlsx"

    def say(done: int) -> None:
        run.progress(done, total, _("正在写出记录"))

    count = export_register(
        actor=run.actor, register=found, target=path, criteria=criteria, progress=say
    )
    return Outcome(
        _("“%(register)s”共%(count)d条记录已写成 Excel 文件。")
        % {"register": found.label, "count": count},
        file=path,
        file_name=f"{found.label}-{clock.today():%Y%m%d}.xlsx",
        media_type=XLSX,
    )


def import_rows(
    run: Run,
    *,
    register: str,
    home: str,
    token: str,
    good_rows_only: bool = False,
    change_alike: bool = True,
    back_url: str = "",
) -> Outcome:
    """Import a workbook that was uploaded and confirmed, in one transaction with the job's end.

    `back_url` leads to the rows that were left out.
    """
    found = register_for(run.actor, register, home)
    run.progress(0, 0, _("正在读取文件"))
    kept = uploads.find(token, actor=run.actor, register=found)
    name = kept.name
    try:
        with transaction.atomic():
            report = take_workbook(
                actor=run.actor,
                register=found,
                source=kept.path,
                name=name,
                good_rows_only=good_rows_only,
                change_alike=change_alike,
                progress=lambda done: run.progress(done, 0, _("正在核对记录")),
            )
            if not report.faults or (good_rows_only and report.handed_back):
                url = back_url if report.handed_back and back_url else register_url(found)
                tone = "warn" if report.handed_back else "good"
                return run.finish_with(Outcome(told(name, report), url=url, tone=tone))
    except ChangedMeanwhile:
        said = _("导入时有记录被别人改过，没有存入任何记录，请重新上传核对。")
        return Outcome(said, url=register_url(found, "import"), tone="bad")
    heads = (_("工作表"), _("行"), _("列"), _("问题"))
    rows = [(f.sheet, str(f.row), f.column, f.message) for f in report.faults]
    said = _("“%(file)s”有%(count)d处问题，没有存入任何记录；请改正后重新上传。")
    words = {"file": name, "count": len(rows)}
    return Outcome(
        said % words, url=register_url(found, "import"), tone="bad", heads=heads, rows=rows
    )


def may_fetch(actor: Actor, *, register: str, home: str, **_more: Any) -> bool:
    """Tell whether the actor still sees the register; raises NoSuchRegister where not."""
    return bool(register_for(actor, register, home))
