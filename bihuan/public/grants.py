"""What the database role of the process that faces residents may do, column by column.

It adds, and reads what is published and what tells one opinion's way. It reads no words of an
opinion, no contact, no account, no entry of the log. A field that was renamed makes this fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, models

from bihuan.appraisals import models as polled
from bihuan.audit.models import Entry, Head
from bihuan.opinions.models import Category, Contact, Opinion, OpinionGroup
from bihuan.orgs.models import NumberSeries, Unit
from bihuan.presets.models import Preset
from bihuan.questionnaires import models as asked
from bihuan.rectification.asking import FOR_RESIDENTS
from bihuan.rectification.models import (
    Decision,
    Problem,
    ProblemOpinions,
    ProblemStep,
    Satisfaction,
)
from bihuan.search.models import IndexedText

EVERY = ("*",)


@dataclass(frozen=True)
class Grant:
    """What is granted on one model: fields to read and to change, and whether rows may be added."""

    model: type[models.Model]
    reads: tuple[str, ...] = ()
    adds: bool = False
    changes: tuple[str, ...] = ()
    deletes: bool = False

    def statements(self, role: str) -> Iterator[str]:
        """Yield the statements for a role, whose name is quoted already."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        for verb, names in (("SELECT", self.reads), ("UPDATE", self.changes)):
            if names:
                yield f"GRANT {verb}{self._columns(names)} ON {table} TO {role}"
        if self.adds:
            yield f"GRANT INSERT ON {table} TO {role}"
        if self.deletes:
            yield f"GRANT DELETE ON {table} TO {role}"

    def _columns(self, names: tuple[str, ...]) -> str:
        if names == EVERY:
            return ""
        fields = [self.model._meta.get_field(name) for name in names]
        columns = [connection.ops.quote_name(str(each.column)) for each in fields]  # type: ignore[union-attr]
        return f" ({', '.join(columns)})"


GRANTS = (
    Grant(Unit, reads=EVERY),
    Grant(Preset, reads=EVERY),
    Grant(NumberSeries, reads=EVERY, adds=True, changes=("last",)),
    Grant(
        Opinion,
        reads=(
            *("id", "home", "unit", "path", "year", "number", "channel", "ref"),
            *("state", "group", "raised_on", "phrase_hash"),
        ),
        adds=True,
    ),
    Grant(
        Contact,
        reads=("id", "home", "opinion", "left_on", "erased_on"),
        adds=True,
        changes=("sealed", "key_id", "erased_on"),
    ),
    Grant(
        OpinionGroup,
        reads=(
            *("id", "home", "category", "state", "answer", "raw_count", "merged_into"),
            *("public_wording", "public_outcome", "public_on"),
        ),
    ),
    Grant(Category, reads=("id", "home", "code", "label", "position")),
    # What was put right, and how satisfied they are with it. `state_at` only so that the row can be
    # locked (SELECT … FOR UPDATE needs one column that may be changed).
    Grant(Problem, reads=(*FOR_RESIDENTS, "category"), changes=("state_at",)),
    Grant(ProblemOpinions, reads=("id", "home", "problem", "group", "linked_at", "released_on")),
    Grant(ProblemStep, adds=True),
    Grant(Decision, reads=("id", "problem", "opened_on", "decided_at"), adds=True),
    Grant(
        Satisfaction,
        reads=("id", "home", "problem", "opinion", "is_latest"),
        adds=True,
        changes=("is_latest",),
    ),
    # A response is only added: counting it, in batches, is the worker's.
    Grant(asked.Questionnaire, reads=EVERY),
    Grant(asked.Question, reads=EVERY),
    Grant(asked.Response, adds=True),
    Grant(asked.Answer, adds=True),
    Grant(
        asked.Code,
        reads=("id", "home", "questionnaire", "digest", "is_used"),
        changes=("is_used",),
    ),
    # A ballot takes the place of an earlier one with the same slip; no slip is added, and neither
    # sealed lists nor the roll are read. `state_at` only so that the row can be locked (FOR SHARE).
    Grant(polled.Poll, reads=EVERY, changes=("state_at",)),
    Grant(polled.VoterGroup, reads=EVERY),
    Grant(polled.BallotSlip, reads=EVERY, changes=("ballot",)),
    Grant(polled.BallotBox, reads=EVERY),
    Grant(polled.OpenedList, reads=EVERY),
    Grant(polled.PollStep, reads=("poll", "kind", "facts")),
    Grant(IndexedText, adds=True),
    Grant(Entry, adds=True),
    Grant(Head, reads=EVERY, adds=True, changes=("sequence", "hash")),
)


def statements(role: str) -> list[str]:
    """Return the SQL that makes a role, or brings one back to exactly this; may be repeated."""
    name = connection.ops.quote_name(role)
    literal = "'" + role.replace("'", "''") + "'"
    made = (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal}) "
        f"THEN CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT; "
        f"END IF; END $$"
    )
    granted = [statement for grant in GRANTS for statement in grant.statements(name)]
    return [
        made,
        f"ALTER ROLE {name} SET statement_timeout = '15s'",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        *granted,
    ]
