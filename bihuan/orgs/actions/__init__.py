"""Every write of the room, by aggregate: keyword-only actor, one transaction, audit entry last."""

from bihuan.orgs.actions.accounts import (
    deactivate_account,
    make_account,
    one_time_password,
    reactivate_account,
    set_password,
    update_account,
)
from bihuan.orgs.actions.bulk_accounts import make_accounts, plan_accounts
from bihuan.orgs.actions.contact_points import (
    assign_contact_point,
    assign_liaison,
    end_contact_point,
    end_liaison,
)
from bihuan.orgs.actions.handovers import hand_over_account, hand_over_post
from bihuan.orgs.actions.notices import acknowledge_notice
from bihuan.orgs.actions.numbering import next_number
from bihuan.orgs.actions.people import (
    add_person,
    add_post,
    appoint,
    end_term,
    update_person,
    update_post,
)
from bihuan.orgs.actions.resets import ask_reset, decide_reset, remove_second_factor
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
    "acknowledge_notice",
    "add_person",
    "add_post",
    "appoint",
    "ask_reset",
    "assign_contact_point",
    "assign_liaison",
    "close_unit",
    "deactivate_account",
    "decide_reset",
    "disband_team",
    "end_contact_point",
    "end_liaison",
    "end_term",
    "grant_role",
    "hand_over_account",
    "hand_over_post",
    "join_team",
    "leave_team",
    "make_account",
    "make_accounts",
    "next_number",
    "one_time_password",
    "open_unit",
    "plan_accounts",
    "reactivate_account",
    "remove_second_factor",
    "revoke_role",
    "set_password",
    "set_up_team",
    "update_account",
    "update_person",
    "update_post",
    "update_team",
    "update_unit",
]
