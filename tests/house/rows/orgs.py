"""Units and people, accounts, the audit log."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.house.addresses import ABOVE, CONTENT, EVERYBODY, Row
from tests.house.world import World

IN_TOWN = {"unit": "town"}


def _account(world: World) -> Mapping[str, Any]:
    return {"pk": world.account.pk}


CLERK = frozenset({"clerk"})
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})
LEADER = frozenset({"leader"})
UNSEEN = CONTENT - ABOVE
"""Those who see people elsewhere, but not the third village's and the town's own."""


def _unit(world: World) -> Mapping[str, Any]:
    return {"pk": world.cast.villages[2].pk}


def _team(world: World) -> Mapping[str, Any]:
    return {"pk": world.team.pk}


def _post(world: World) -> Mapping[str, Any]:
    return {"pk": world.leader.post_terms.get().post_id}


def _term(world: World) -> Mapping[str, Any]:
    return {"pk": world.leader.post_terms.get().pk}


def _person(world: World) -> Mapping[str, Any]:
    return {"pk": world.leader.pk}


def _member(world: World) -> Mapping[str, Any]:
    return {"pk": world.team.members.get().pk}


KEPT: tuple[tuple[Callable[[World], Mapping[str, Any]], tuple[str, ...]], ...] = (
    (_unit, ("new_unit", "unit_change", "unit_closure", "new_person", "new_post", "new_team")),
    (_person, ("person_change",)),
    (_post, ("post_change", "new_term")),
    (_term, ("term_end", "post_handover")),
    (_team, ("team_change", "team_end", "new_member")),
    (_member, ("member_end",)),
)
"""Pages on which whoever keeps people changes them."""

ROWS = [
    # Units and people
    Row("orgs:units", {200: CONTENT}),
    Row("orgs:unit", {200: ABOVE, 404: UNSEEN}, lambda world: {"pk": world.cast.villages[2].pk}),
    Row("orgs:person", {200: ABOVE, 404: UNSEEN}, lambda world: {"pk": world.leader.pk}),
    Row("orgs:teams", {200: CONTENT}),
    Row("orgs:team", {200: ABOVE, 404: UNSEEN}, lambda world: {"pk": world.team.pk}),
    Row("orgs:structure", {200: CONTENT}),
    Row("orgs:coverage", {200: ABOVE, 404: UNSEEN}, given=IN_TOWN),
    Row("orgs:new_contact_point", {200: CLERK, 404: UNSEEN}, given=IN_TOWN),
    Row(
        "orgs:contact_point_end",
        {200: CLERK, 404: UNSEEN},
        lambda world: {"pk": world.contact_point.pk},
    ),
    Row("orgs:new_liaison", {200: CLERK, 404: UNSEEN}, given=IN_TOWN),
    Row("orgs:liaison_end", {200: CLERK, 404: UNSEEN}, lambda world: {"pk": world.liaison.pk}),
    *(
        Row(f"orgs:{name}", {200: CLERK, 404: UNSEEN}, arguments)
        for arguments, names in KEPT
        for name in names
    ),
    # Accounts
    Row("orgs:accounts", {200: ADMINISTRATOR}),
    Row("orgs:new_account", {200: ADMINISTRATOR}),
    Row("orgs:account", {200: ADMINISTRATOR}, _account),
    Row("orgs:account_roles", {422: ADMINISTRATOR}, _account, method="post"),
    Row("orgs:account_password", {200: ADMINISTRATOR}, _account, method="post"),
    Row(
        "orgs:account_closure",
        {302: ADMINISTRATOR},
        _account,
        method="post",
        given={"reason": "调离"},
    ),
    Row(
        "orgs:role_revocation",
        {302: ADMINISTRATOR},
        lambda world: {"pk": world.grant.pk},
        method="post",
    ),
    Row("orgs:account_change", {302: ADMINISTRATOR}, _account, method="post"),
    Row("orgs:account_handover", {200: ADMINISTRATOR}, _account),
    Row("orgs:account_reset", {302: ADMINISTRATOR}, _account, method="post"),
    # It has no second factor to be taken away.
    Row("orgs:account_second_factor", {400: ADMINISTRATOR}, _account, method="post"),
    Row("orgs:account_sheet", {200: ADMINISTRATOR}),
    Row("orgs:account_template", {200: ADMINISTRATOR}),
    Row("orgs:account_sheet_confirmation", {302: ADMINISTRATOR}, method="post"),
    Row("orgs:slips", {302: ADMINISTRATOR}, method="post"),
    # A reset that needs a second person: whoever asks, whoever may confirm, and nobody else.
    Row(
        "orgs:reset",
        {200: ADMINISTRATOR | AUDITOR | LEADER, 404: EVERYBODY - ADMINISTRATOR - AUDITOR - LEADER},
        lambda world: {"pk": world.reset.pk},
    ),
    Row("orgs:notices", {200: EVERYBODY}),
    Row(
        "orgs:notice_reading",
        {302: AUDITOR, 404: EVERYBODY - AUDITOR},
        lambda world: {"pk": world.notice.pk},
        method="post",
    ),
    Row(
        "orgs:handover",
        {200: CLERK | ADMINISTRATOR, 404: EVERYBODY - CLERK - ADMINISTRATOR},
        lambda world: {"pk": world.handover.pk},
    ),
    # The audit log
    Row("orgs:log", {200: AUDITOR}),
    Row("orgs:verification", {200: AUDITOR}),
    Row("orgs:entry", {200: AUDITOR}, lambda world: {"sequence": world.entry.sequence}),
]
