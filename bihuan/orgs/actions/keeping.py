"""Who keeps an account: the administrator of its home and of every unit it holds a role over."""

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, RoleGrant
from bihuan.orgs.permissions import Permission


def require_account(actor: Actor, account: Account) -> None:
    """Raise NotAllowed unless the actor keeps an account and every unit it holds a role over.

    Whoever could reset the password of an account with wider roles would have those roles.
    """
    if actor.id == account.pk:
        raise NotAllowed(_("不能在这里改动自己的账号，请由另一位系统管理员办理。"))
    if account.home is not None:
        actor.require(Permission.MANAGE_ACCOUNTS, account.home)
    else:
        actor.require(Permission.MANAGE_ACCOUNTS)
    grants = RoleGrant.objects.filter(account=account).exclude(to_on__lte=clock.today())
    for grant in grants.select_related("unit"):
        actor.require(Permission.MANAGE_ACCOUNTS, grant.unit)


def path_of(account: Account) -> str:
    """Return the path of an account's home, empty where it has none."""
    return account.home.path if account.home else ""
