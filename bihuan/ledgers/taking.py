"""What one page of the take-over works on: the files, their tables, and what is proposed."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from bihuan.ledgers.converting import Decision, convert
from bihuan.ledgers.errors import UploadGone
from bihuan.ledgers.proposing.known import Known, known_to
from bihuan.ledgers.proposing.proposal import propose
from bihuan.ledgers.proposing.proposed import Proposal
from bihuan.ledgers.reading import File, TableFound, read_tables
from bihuan.ledgers.trial import Outcome, outcome_of
from bihuan.ledgers.uploads import Upload
from bihuan.lib.collector import collector_paused
from bihuan.lib.errors import NotAllowed
from bihuan.lib.workbooks.reading import CellFault, read_workbook
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import registers_visible_to
from bihuan.registers.actions.rows import IncomingRow
from bihuan.registers.models import Register


def homes_to_take_over_for(actor: Actor) -> list[Unit]:
    """Return the administrations whose registers an actor may make and fill."""
    return [
        home
        for home in homes_of(actor, Permission.DEFINE_REGISTERS)
        if actor.may(Permission.DEFINE_REGISTERS, home)
        and actor.may(Permission.ENTER_RECORDS, home)
    ]


def home_asked(actor: Actor, code: str = "") -> Unit:
    """Return the administration meant; raises NotAllowed where the actor has none."""
    homes = homes_to_take_over_for(actor)
    found = next((home for home in homes if code in ("", home.code)), None)
    if found is None:
        raise NotAllowed(_("接入现有台账要有整个单位的设置和填报权限，请与办公室文书联系。"))
    return found


def read_file(name: str, content: bytes) -> File:
    """Read one file; cells whose formula failed go along. Raises WorkbookRefused."""
    errors: list[CellFault] = []
    sheets = read_workbook(content, name=name, errors=errors)
    return File(name, sheets, errors)


@dataclass
class Taking:
    """The files of one upload, read for an actor and an administration."""

    actor: Actor
    home: Unit
    upload: Upload

    @cached_property
    def registers(self) -> list[Register]:
        """Return the open registers of the administration that the actor sees."""
        found = registers_visible_to(self.actor).filter(home=self.home, closed_on=None)
        return list(found)

    @cached_property
    def known(self) -> Known:
        """Return what the office knows already."""
        return known_to(self.home, self.registers)

    @cached_property
    def tables(self) -> list[TableFound]:
        """Return the tables found. Raises WorkbookRefused where a file cannot be read."""
        files = [read_file(name, content) for name, content in self.upload.files]
        return read_tables(files, is_unit=self.known.is_unit)

    @property
    def source(self) -> str:
        """Return the files' names, for the audit log."""
        return "、".join(name for name, _content in self.upload.files)[:120]

    def proposal(self, number: int) -> Proposal:
        """Return what is proposed for a table; raises UploadGone where there is none."""
        if not 0 <= number < len(self.tables):
            raise UploadGone
        return propose(self.tables[number], self.known)

    @collector_paused()
    def outcome(
        self, table: TableFound, decision: Decision, register: Register, *, is_new: bool
    ) -> tuple[Outcome, list[IncomingRow]]:
        """Return what would come of a decision, and the rows that are right."""
        converted = convert(table, decision, self.known)
        found = outcome_of(self.actor, register, converted, is_new=is_new)
        return found, converted.rows
