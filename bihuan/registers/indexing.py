"""What of a record can be found: its title, its unit, and its words that are nobody's own.

Sensitive columns are never indexed, numbers and days neither. A single record is indexed by the
action that writes it; an import of many rows asks for a job, since an index of bigrams costs as
much again as the import itself.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.jobs.actions import start_job
from bihuan.jobs.running import Outcome, Run
from bihuan.orgs.access import Actor
from bihuan.registers.describing import Describing
from bihuan.registers.models import Column, ColumnType, Record, Register, Status, Version
from bihuan.search import actions as search
from bihuan.search.actions import Text

KIND = "record"
WORDY = frozenset(
    {
        ColumnType.TEXT,
        ColumnType.LONG_TEXT,
        ColumnType.PLACE,
        ColumnType.CHOICE,
        ColumnType.CHOICES,
        ColumnType.UNIT,
        ColumnType.PERSON,
    }
)
CHUNK = 400
AT_ONCE = 300
"""Rows of an import that are indexed with it; of more, a job does it."""
WORK = "bihuan.registers.indexing.index_register"


def index_version(version: Version) -> None:
    """Put what a record now says into the index; a void or purged one is taken out."""
    if version.status == Status.VOID:
        forget_records([version.record_id])
        return
    describing = Describing(version.register)
    describing.read([version])
    search.put([_text(version, describing)])


def forget_records(ids: Iterable[UUID]) -> None:
    """Take records out of the index, every trace of their words with them."""
    search.remove(KIND, ids)


def index_records(register: Register, ids: Iterable[UUID]) -> int:
    """Index records of one register as they stand, locked meanwhile; return how many."""
    describing, count, left = Describing(register), 0, iter(ids)
    while some := list(islice(left, CHUNK)):
        with transaction.atomic():
            # Whoever changes one of them now waits, and indexes what they wrote after this.
            list(Record.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk"))
            standing = Version.objects.current().filter(record_id__in=some)
            standing = standing.exclude(status=Status.VOID).filter(record__purged_at=None)
            versions = list(standing.select_related("unit"))
            describing.read(versions)
            forget_records(set(some) - {version.record_id for version in versions})
            count += search.put(_text(version, describing) for version in versions)
    return count


def index_import(actor: Actor, register: Register, ids: list[UUID], moment: dt.datetime) -> None:
    """Index what an import wrote: at once where it is little, or the machine's keeper waits."""
    if len(ids) <= AT_ONCE or actor.id is None:
        index_records(register, ids)
        return
    _ask(actor, register, since=moment)


def index_all(actor: Actor, register: Register) -> None:
    """Index all of a register's records anew: its description changed what may be found."""
    ids = Version.objects.current().filter(register=register).order_by()
    some = list(ids.values_list("record_id", flat=True)[: AT_ONCE + 1])
    if len(some) <= AT_ONCE:
        index_records(register, some)
    elif actor.id is None:
        index_records(register, list(ids.values_list("record_id", flat=True)))
    else:
        _ask(actor, register)


def _ask(actor: Actor, register: Register, since: dt.datetime | None = None) -> None:
    start_job(
        actor=actor,
        label=_("把“%(register)s”的记录编入检索") % {"register": register.label},
        work=WORK,
        arguments={
            "register": str(register.pk),
            "since": since.isoformat() if since else "",
        },
        unit_path=register.home.path,
    )


def index_register(run: Run, *, register: str, since: str = "") -> Outcome:
    """Index a register's records, or those written since a moment; harmless when done twice."""
    found = Register.objects.select_related("home").prefetch_related("columns").get(pk=register)
    versions = Version.objects.current().filter(register=found)
    if since:
        versions = versions.filter(recorded_at__gte=dt.datetime.fromisoformat(since))
    ids = list(versions.order_by().values_list("record_id", flat=True))
    for done in range(0, len(ids), CHUNK):
        run.progress(done, len(ids))
        index_records(found, ids[done : done + CHUNK])
    return Outcome(_("“%(register)s”的记录都能查到了。") % {"register": found.label})


def all_texts() -> Iterator[int]:
    """Index every record there is, register by register; yield how many each step did."""
    for register in Register.objects.select_related("home").prefetch_related("columns"):
        ids = Version.objects.current().filter(register=register).order_by()
        # A list: an open cursor would hold a state of the database that others move on from.
        left = iter(list(ids.values_list("record_id", flat=True)))
        while some := list(islice(left, CHUNK)):
            yield index_records(register, some)


def what_is_found(register: Register) -> list[tuple[str, Any]]:
    """Return what of a register's description decides what is found, to tell whether it changed."""
    columns = register.columns.filter(is_retired=False).order_by("code")
    return [("title", register.title_column)] + [
        (column.code, (column.type, column.is_sensitive, column.choices)) for column in columns
    ]


def _text(version: Version, describing: Describing) -> Text:
    register = describing.register
    columns = [c for c in register.columns_in_order if c.type in WORDY and not c.is_sensitive]
    said = {column.code: _said(describing, column, version) for column in columns}
    title = said.pop(register.title_column, "") or register.label
    words = dict.fromkeys([version.unit.name, *filter(None, said.values())])
    return Text(KIND, version.record_id, version.path, version.date, title, " ".join(words))


def _said(describing: Describing, column: Column, version: Version) -> str:
    return describing.bare(column, version.values.get(column.code))
