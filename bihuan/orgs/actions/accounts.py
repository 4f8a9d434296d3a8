"""Making and closing accounts, and their passwords.

Separation of duties: whoever keeps accounts sees no content, reads no log, and can do nothing to
their own account here (their own password they change as everybody does).
"""

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing
from bihuan.orgs.models import Account, Person, RoleGrant, Unit
from bihuan.orgs.permissions import Permission

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that are mistaken for digits


@doing.action("account.make")
def make_account(
    *,
    actor: Actor,
    username: str,
    display_name: str,
    person: Person | None = None,
    password: str | None = None,
    is_demonstration: bool = False,
    home: Unit | None = None,
    is_one_time: bool = False,
) -> Account:
    """Make an account without any role; without a password it cannot log in.

    `home` is the administration that keeps the account: the person's where there is one, else
    the actor's own. An account of a demonstration may have a simple password, but never in
    production. A one-time password must be changed before anything else is done.
    """
    actor.require(Permission.MANAGE_ACCOUNTS, home or (person.home if person else None))
    account = Account(
        username=_checked_username(username),
        display_name=doing.checked_text(_("显示名"), display_name, 60),
        person=person,
        home=home or (person.home if person else _home_of(actor)),
        is_demonstration=is_demonstration,
        must_change_password=is_one_time,
    )
    _set_password(account, password)
    account.save(force_insert=True)
    doing.record(actor, "account.make", account, _path_of(account), account.username)
    return account


@doing.action("account.update")
def update_account(
    *, actor: Actor, account: Account, display_name: str, person: Person | None = None
) -> Account:
    """Change what an account is called and whose it is."""
    require_account(actor, account)
    if person is not None:
        actor.require(Permission.MANAGE_ACCOUNTS, person.home)
    account = doing.locked(account)
    changes = {
        "display_name": doing.checked_text(_("显示名"), display_name, 60),
        "person": person,
    }
    if doing.apply(account, changes, changes):
        doing.record(actor, "account.update", account, _path_of(account), account.username)
    return account


@doing.action("account.set_password")
def set_password(
    *, actor: Actor, account: Account, password: str, is_one_time: bool = False
) -> Account:
    """Give somebody else's account a new password; its open sessions end."""
    require_account(actor, account)
    account = doing.locked(account)
    _set_password(account, password)
    account.must_change_password = is_one_time
    account.save(update_fields=["password", "must_change_password"])
    doing.record(actor, "account.set_password", account, _path_of(account), account.username)
    return account


@doing.action("account.deactivate")
def deactivate_account(*, actor: Actor, account: Account, reason: str) -> Account:
    """Close an account to log-in; its roles give nothing while it is closed."""
    require_account(actor, account)
    reason = doing.checked_text(_("停用理由"), reason, 300)
    account = doing.locked(account)
    if doing.apply(account, {"is_active": False}, ("is_active",)):
        note = f"{account.username}：{reason}"
        doing.record(actor, "account.deactivate", account, _path_of(account), note)
    return account


@doing.action("account.reactivate")
def reactivate_account(*, actor: Actor, account: Account, reason: str) -> Account:
    """Open a closed account again."""
    require_account(actor, account)
    reason = doing.checked_text(_("启用理由"), reason, 300)
    account = doing.locked(account)
    if doing.apply(account, {"is_active": True}, ("is_active",)):
        note = f"{account.username}：{reason}"
        doing.record(actor, "account.reactivate", account, _path_of(account), note)
    return account


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


def one_time_password() -> str:
    """Return a random password to hand to somebody, 79 bits, easily read out."""
    groups = ["".join(secrets.choice(READABLE) for _at in range(4)) for _group in range(4)]
    return "-".join(groups)


def _checked_username(username: str) -> str:
    username = doing.checked_text(_("用户名"), Account.normalize_username(username), 60)
    if any(sign.isspace() for sign in username):
        raise Invalid(_("用户名里不能有空格，请改正。"))
    if Account.objects.filter(username__iexact=username).exists():
        raise Invalid(_("用户名“%(name)s”已经有人使用，请换一个。") % {"name": username})
    return username


def _set_password(account: Account, password: str | None) -> None:
    if password is not None and not account.is_demonstration:
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise Invalid(_why_weak(error)) from error
    if password and account.is_demonstration and settings.BIHUAN_MODE == "production":
        raise Invalid(_("演示账号的密码人人知道，正式环境里不能设置，请另建账号。"))
    account.set_password(password)


def _why_weak(error: ValidationError) -> str:
    """Say in Chinese what is wrong with a password; Django's own catalogue lacks some of it."""
    sentences = {
        "password_too_short": _("密码太短，至少要%(min_length)d个字符。"),
        "password_too_common": _("密码太常见，容易被猜到，请换一个。"),
        "password_entirely_numeric": _("密码不能全是数字，请加上字母。"),
        "password_too_similar": _("密码和用户名太相似，请换一个。"),
    }
    return "".join(
        sentences[each.code] % (each.params or {}) if each.code in sentences else each.messages[0]
        for each in error.error_list
    )


def _home_of(actor: Actor) -> Unit | None:
    paths = actor.paths(Permission.MANAGE_ACCOUNTS)
    unit = Unit.objects.filter(path__in=paths).order_by("path").first()
    return unit.home if unit else None


def _path_of(account: Account) -> str:
    return account.home.path if account.home else ""
