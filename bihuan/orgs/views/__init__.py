"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.orgs.views.account_sheets import (
    account_sheet,
    account_sheet_confirmation,
    account_template,
)
from bihuan.orgs.views.accounts import (
    account,
    account_change,
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
from bihuan.orgs.views.handovers import (
    account_handover,
    handover,
    post_handover,
)
from bihuan.orgs.views.keeping import (
    new_person,
    new_post,
    new_term,
    new_unit,
    person_change,
    post_change,
    term_end,
    unit_change,
    unit_closure,
)
from bihuan.orgs.views.log import (
    entry,
    log,
    verification,
)
from bihuan.orgs.views.notices import (
    account_reset,
    account_second_factor,
    notice_reading,
    notices,
    reset,
)
from bihuan.orgs.views.people import (
    person,
    structure,
)
from bihuan.orgs.views.slips import (
    slips,
)
from bihuan.orgs.views.team_keeping import (
    member_end,
    new_member,
    new_team,
    team_change,
    team_end,
)
from bihuan.orgs.views.teams import (
    team,
    teams,
)
from bihuan.orgs.views.units import (
    unit,
    units,
)

__all__ = [
    "account",
    "account_change",
    "account_closure",
    "account_handover",
    "account_password",
    "account_reset",
    "account_roles",
    "account_second_factor",
    "account_sheet",
    "account_sheet_confirmation",
    "account_template",
    "accounts",
    "contact_point_end",
    "coverage",
    "entry",
    "handover",
    "liaison_end",
    "log",
    "member_end",
    "new_account",
    "new_contact_point",
    "new_liaison",
    "new_member",
    "new_person",
    "new_post",
    "new_team",
    "new_term",
    "new_unit",
    "notice_reading",
    "notices",
    "person",
    "person_change",
    "post_change",
    "post_handover",
    "reset",
    "role_revocation",
    "slips",
    "structure",
    "team",
    "team_change",
    "team_end",
    "teams",
    "term_end",
    "unit",
    "unit_change",
    "unit_closure",
    "units",
    "verification",
]
