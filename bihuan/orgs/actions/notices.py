"""Telling people what was done to an account, so that nobody is taken over in silence."""

import datetime as dt
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing
from bihuan.orgs.models import Account, AccountNotice, RoleGrant
from bihuan.orgs.permissions import Role

WATCHED = frozenset({Role.LEADER, Role.AUDITOR})
"""Roles whose accounts are nobody's alone: the one signs, the other reads what was done."""
ANNOUNCED = WATCHED | {Role.ADMINISTRATOR}
"""Roles whose granting leaders and auditors are told of."""


def is_watched(account: Account) -> bool:
    """Tell whether an account holds a watched role, is to hold one, or ever held one.

    Ever: else a role taken back for a moment would open the way.
    """
    return RoleGrant.objects.filter(account=account, role__in=WATCHED).exists()


def is_in_use(account: Account) -> bool:
    """Tell whether somebody has an account as their own: logged in, or chose its password."""
    return account.last_login is not None or account.password_set_at is not None


def watchers(account: Account) -> list[Account]:
    """Return the leaders and auditors over an account's home, but for its holder."""
    path = account.home.path if account.home else ""
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    grants = RoleGrant.objects.on(clock.today()).filter(role__in=WATCHED, unit__path__in=above)
    found = Account.objects.filter(pk__in=grants.values("account_id"), is_active=True)
    return list(found.exclude(pk=account.pk))


def tell(actor: Actor, account: Account, kind: str, what: str, *, widely: bool = False) -> None:
    """Tell an account's holder what was done to it, and `widely` the leaders and auditors too.

    Of an account nobody has used yet its holder is not told. Whoever did it is not told either.
    """
    told = watchers(account) if widely else []
    if is_in_use(account):
        told.append(account)
    told = [each for each in told if each.pk != actor.id]
    moment = clock.real_now()
    AccountNotice.objects.bulk_create(
        AccountNotice(
            told=each,
            about=account,
            kind=kind,
            text=what[:200],
            done_by=actor.id,
            done_by_name=actor.name,
            at=moment,
        )
        for each in told
    )
    Account.objects.filter(pk__in=[each.pk for each in told]).update(has_notice=True)


@doing.action("notice.acknowledge")
def acknowledge_notice(*, actor: Actor, notice: AccountNotice) -> AccountNotice:
    """Put a notice away; only who is told can. It stays, with the moment."""
    if actor.id is None or notice.told_id != actor.id:
        raise NotAllowed(_("这条通知是给别人的，只有本人能确认过目。"))
    account = doing.locked(Account.objects.get(pk=actor.id))
    notice = doing.locked(notice)
    if notice.acknowledged_at is not None:
        return notice
    doing.apply(notice, {"acknowledged_at": clock.real_now()}, ("acknowledged_at",))
    left = AccountNotice.objects.filter(told=account, acknowledged_at=None).exists()
    doing.apply(account, {"has_notice": left}, ("has_notice",))
    path = account.home.path if account.home else ""
    doing.record(actor, "notice.acknowledge", notice, path, notice.text)
    return notice


def was_reset_since(account_id: UUID, moment: dt.datetime) -> bool:
    """Tell whether an administrator reset an account since a moment."""
    kinds = ("password_reset", "second_factor_removed")
    done = AccountNotice.objects.filter(about_id=account_id, kind__in=kinds, at__gte=moment)
    return done.filter(~Q(done_by=None)).exists()
