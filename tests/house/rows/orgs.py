"""Units and people, accounts, the audit log."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import ABOVE, CONTENT, Row
from tests.house.world import World

IN_TOWN = {"unit": "town"}


def _account(world: World) -> Mapping[str, Any]:
    return {"pk": world.account.pk}


CLERK = frozenset({"clerk"})
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})
UNSEEN = CONTENT - ABOVE
"""Those who see people elsewhere, but not the third village's and the town's own."""

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
    # The audit log
    Row("orgs:log", {200: AUDITOR}),
    Row("orgs:verification", {200: AUDITOR}),
    Row("orgs:entry", {200: AUDITOR}, lambda world: {"sequence": world.entry.sequence}),
]
