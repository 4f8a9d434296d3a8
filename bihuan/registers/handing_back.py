"""Handing an uploaded workbook back: planned anew, so that it says what is wrong now."""

from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.actions.workbooks import plan_incoming
from bihuan.registers.identifiers import Identifier
from bihuan.registers.marking import Marking, marked
from bihuan.registers.models import Register
from bihuan.registers.sheets import Incoming, read_rows


def marked_workbook(
    actor: Actor,
    register: Register,
    source: Path,
    name: str,
    *,
    bad_rows_only: bool = False,
    collection: str = "",
) -> tuple[bytes, str]:
    """Return an uploaded workbook with its faults marked, and what it is called.

    It bears the identifier that it came with, else one of this register. Raises Invalid where
    nothing is wrong any more, WorkbookRefused for what cannot be read.
    """
    incoming = read_rows(register, source, name=name)
    plan = plan_incoming(actor=actor, register=register, incoming=incoming, most_faults=None)
    if not plan.faults:
        raise Invalid(_("这个文件里没有要改的地方了。"))
    units = [unit for unit, _day in plan.places]
    marking = Marking(
        register=register,
        source=source,
        name=name,
        incoming=incoming,
        faults=plan.faults,
        identifier=_identifier(register, incoming, units, collection),
    )
    content = marked(marking, bad_rows_only=bad_rows_only)
    ending = _("（待改正的行）") if bad_rows_only else _("（已标出问题）")
    return content, f"{PurePath(name).stem}{ending}.xlsx"


def _identifier(
    register: Register, incoming: Incoming, units: list[Unit], collection: str
) -> Identifier:
    if incoming.identifier is not None:
        return incoming.identifier
    different = {unit.pk for unit in units}
    return Identifier.of(register, units[0] if len(different) == 1 else None, collection)
