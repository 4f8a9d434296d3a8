"""Every write of the room, by aggregate: keyword-only actor, one transaction, audit entry last."""

from bihuan.orgs.actions.accounts import (
    deactivate_account,
    make_account,
    one_time_password,
    reactivate_account,
    set_password,
    update_account,
)
from bihuan.orgs.actions.contact_points import (
    assign_contact_point,
    assign_liaison,
    end_contact_point,
    end_liaison,
)
from bihuan.orgs.actions.people import (
    add_person,
    add_post,
    appoint,
    end_term,
    update_person,
    update_post,
)
from bihuan.orgs.actions.roles import grant_role, revoke_role
from bihuan.orgs.actions.teams import (
    disband_team,
    join_team,
    leave_team,
    set_up_team,
    update_team,
)
from bihuan.orgs.actions.units import close_unit, open_unit, update_unit

__all__ = [
    "add_person",
    "add_post",
    "appoint",
    "assign_contact_point",
    "assign_liaison",
    "close_unit",
    "deactivate_account",
    "disband_team",
    "end_contact_point",
    "end_liaison",
    "end_term",
    "grant_role",
    "join_team",
    "leave_team",
    "make_account",
    "one_time_password",
    "open_unit",
    "reactivate_account",
    "revoke_role",
    "set_password",
    "set_up_team",
    "update_account",
    "update_person",
    "update_post",
    "update_team",
    "update_unit",
]
