"""Every write of the room: a ledger becomes a register with its rows, both or nothing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.ledgers.errors import RowsRefused, TwinRegister
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.actions import define_register, import_rows
from bihuan.registers.actions.importing import ImportReport
from bihuan.registers.actions.rows import IncomingRow
from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.models import Register


@action("ledger.take_over")
def take_over(
    *,
    actor: Actor,
    home: Unit,
    spec: RegisterSpec,
    rows: Sequence[IncomingRow],
    source: str,
    handed_back: int = 0,
) -> tuple[Register, ImportReport]:
    """Make a register and import the rows that were looked at, in one transaction.

    `handed_back` is how many rows the clerk left out because of faults. Raises TwinRegister where
    one of this name stands; Invalid where the description contradicts itself; RowsRefused where a
    row that was sound is no longer; NotAllowed without the rights to define and enter.
    """
    actor.require(Permission.DEFINE_REGISTERS, home)
    actor.require(Permission.ENTER_RECORDS, home)
    if Register.objects.filter(home=home, label=spec.label, closed_on=None).exists():
        raise TwinRegister(
            _("已经有一本叫“%(label)s”的台账了；请换一个名称，或把这些行导入那一本。")
            % {"label": spec.label}
        )
    note = _("由现有台账“%(source)s”建立") % {"source": source}
    register = define_register(actor=actor, home=home, spec=spec, is_new=True, note=note)
    # Rows that say the same stand twice in the ledger too: each is a record.
    report = import_rows(
        actor=actor, register=register, rows=rows, source=source, match_standing=False
    )
    _refuse_faults(report)
    _record(actor, register, report, source, handed_back)
    return register, report


@action("ledger.take_in")
def take_in(
    *,
    actor: Actor,
    register: Register,
    rows: Sequence[IncomingRow],
    source: str,
    handed_back: int = 0,
) -> ImportReport:
    """Import the rows of a ledger into the register that it fits; what stands already is left.

    Raises RowsRefused where a row that was sound is no longer, Invalid for a register no longer
    kept, NotAllowed without the right to enter over its home.
    """
    actor.require(Permission.ENTER_RECORDS, register.home)
    report = import_rows(actor=actor, register=register, rows=rows, source=source)
    _refuse_faults(report)
    _record(actor, register, report, source, handed_back)
    return report


def _refuse_faults(report: ImportReport) -> None:
    if report.faults:
        first = report.faults[0]
        raise RowsRefused(
            _("%(sheet)s第%(row)d行现在不能导入了：%(why)s没有存入任何内容，请重新核对。")
            % {"sheet": first.sheet, "row": first.row, "why": first.message}
        )


def _record(
    actor: Actor, register: Register, report: ImportReport, source: str, handed_back: int
) -> None:
    audit.append(
        actor=actor,
        action="ledger.take_over",
        target=("register", register.pk),
        unit_path=register.home.path,
        values={"source": source, "added": report.added, "handed_back": handed_back},
        note=_("%(source)s：导入%(added)d条，退回%(back)d行")
        % {"source": source, "added": report.added, "back": handed_back},
    )
