"""What a change of a register's description would do, in sentences, before it is done."""

from collections.abc import Mapping

from bihuan.orgs.access import Actor
from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.consequences.columns import of_columns
from bihuan.registers.consequences.consequence import Consequence
from bihuan.registers.consequences.described import burden, of_concepts, of_description
from bihuan.registers.consequences.recorded import Recorded
from bihuan.registers.consequences.ruled import of_rules
from bihuan.registers.consequences.uses import of_uses
from bihuan.registers.models import Register
from bihuan.registers.standing import spec_of


def consequences(
    actor: Actor, register: Register, after: RegisterSpec, holders: Mapping[str, int]
) -> list[Consequence]:
    """Return all that bringing a register to a description would do, the gravest first.

    `holders` are the numbers of accounts by role.
    """
    before = spec_of(register)
    standing = {column.code: column for column in before.columns}
    kept = {column.code: column.required for column in after.columns}
    asked = {code for code in standing if code not in kept}
    asked |= {
        code
        for code, required in kept.items()
        if required and not (code in standing and standing[code].required)
    }
    recorded = Recorded(actor, register, asked)
    found = [
        *of_uses(register, before, after),
        *of_columns(before, after, recorded),
        *of_concepts(before, after),
        *of_rules(before, after, recorded),
        *of_description(before, after, holders),
    ]
    return sorted(found, key=lambda each: ("bad", "warn", "plain").index(each.tone))


__all__ = [
    "Consequence",
    "burden",
    "consequences",
]
