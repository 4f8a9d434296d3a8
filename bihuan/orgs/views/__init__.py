"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.orgs.views.accounts import (
    account,
    account_closure,
    account_password,
    account_roles,
    accounts,
    new_account,
    role_revocation,
)
from bihuan.orgs.views.coverage import (
    contact_point_end,
    coverage,
    liaison_end,
    new_contact_point,
    new_liaison,
)
from bihuan.orgs.views.log import entry, log, verification
from bihuan.orgs.views.people import person, structure
from bihuan.orgs.views.teams import team, teams
from bihuan.orgs.views.units import unit, units

__all__ = [
    "account",
    "account_closure",
    "account_password",
    "account_roles",
    "accounts",
    "contact_point_end",
    "coverage",
    "entry",
    "liaison_end",
    "log",
    "new_account",
    "new_contact_point",
    "new_liaison",
    "person",
    "role_revocation",
    "structure",
    "team",
    "teams",
    "unit",
    "units",
    "verification",
]
