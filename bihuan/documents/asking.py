"""Who may be asked about a draft: units of the document's administration, and who works there.

Somebody outside it does not see the document, so they are not asked either.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.documents.models import Document
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, RoleGrant, Unit
from bihuan.orgs.permissions import CONTENT_ROLES

LONGEST_NAME = 60
MOST_ASKED = 60


@dataclass(frozen=True)
class Party:
    """A unit or a person who is asked."""

    name: str
    unit: Unit | None = None
    account: Account | None = None


def units_to_ask(document: Document) -> QuerySet[Unit]:
    """Return the units of the document's administration that exist today."""
    return Unit.objects.open_on(clock.today()).filter(home=document.home_id).order_by("path")


def accounts_to_ask(document: Document) -> QuerySet[Account]:
    """Return the accounts that hold a role of work in the document's administration today."""
    held = RoleGrant.objects.on(clock.today()).filter(
        role__in=CONTENT_ROLES, unit__home=document.home_id
    )
    return Account.objects.filter(is_active=True, pk__in=held.values("account")).order_by(
        "display_name", "username"
    )


def checked_parties(
    document: Document, units: Iterable[Unit], accounts: Iterable[Account]
) -> list[Party]:
    """Return who is asked; raises Invalid for nobody, too many, or somebody from outside."""
    wanted_units, wanted_accounts = {u.pk for u in units}, {a.pk for a in accounts}
    found = [
        *[
            Party(u.name[:LONGEST_NAME], unit=u)
            for u in units_to_ask(document).filter(pk__in=wanted_units)
        ],
        *[
            Party(str(a)[:LONGEST_NAME], account=a)
            for a in accounts_to_ask(document).filter(pk__in=wanted_accounts)
        ],
    ]
    if not wanted_units and not wanted_accounts:
        raise Invalid(_("请至少选一个单位或一个人。"))
    if len(found) > MOST_ASKED:
        raise Invalid(_("一次最多送%(most)s个单位和个人，请分几次送。") % {"most": MOST_ASKED})
    if len(found) != len(wanted_units) + len(wanted_accounts):
        raise Invalid(
            _("只能送“%(home)s”的单位和工作人员，选中的有的不在其中或已停用。")
            % {"home": document.home.name}
        )
    return found


def asked_of(actor: Actor, prefix: str = "") -> Q:
    """Return the condition that a row asks the actor, or a unit for which the actor acts."""
    mine = Q(**{f"{prefix}account": actor.id}) if actor.id else Q(pk__in=[])
    return mine | Q(**{f"{prefix}unit__path__in": sorted(actor.own_paths)})
