"""Making and closing accounts, and their passwords.

Separation of duties: whoever keeps accounts sees no content, reads no log, and can do nothing to
their own account here (their own password they change as everybody does).
"""

import datetime as dt
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bihuan.lib import clock, policy
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing, notices, resets
from bihuan.orgs.actions.keeping import path_of, require_account
from bihuan.orgs.models import Account, NoticeKind, Person, ResetKind, Unit
from bihuan.orgs.permissions import Permission
from bihuan.orgs.policy import SLIP_DAYS

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
    account.one_time_until = _runs_out(account) if is_one_time else None
    _set_password(account, password)
    account.save(force_insert=True)
    doing.record(actor, "account.make", account, path_of(account), account.username)
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
        said = _("账号“%(account)s”的显示名或对应人员由%(who)s改动")
        what = said % {"account": account.username, "who": actor.name}
        widely = notices.is_watched(account)
        notices.tell(actor, account, NoticeKind.ACCOUNT_CHANGED, what, widely=widely)
        doing.record(actor, "account.update", account, path_of(account), account.username)
    return account


@doing.action("account.set_password")
def set_password(
    *, actor: Actor, account: Account, password: str, is_one_time: bool = False
) -> Account:
    """Give somebody else's account a new password; its open sessions end, and its holder is told.

    A one-time password runs out after some days. An account that may sign, or reads the log, needs
    a second person first (resets.py): raises NotAllowed.
    """
    require_account(actor, account)
    account = doing.locked(account)
    confirmed_by = resets.use_confirmation(actor, account, ResetKind.PASSWORD)
    _set_password(account, password)
    account.must_change_password = is_one_time
    account.one_time_until = _runs_out(account) if is_one_time else None
    account.save(update_fields=["password", "must_change_password", "one_time_until"])
    said = resets.told_of(_("账号“%(account)s”的密码"), account, _("重置"), actor, confirmed_by)
    widely = actor.id is not None and notices.is_watched(account)
    notices.tell(actor, account, NoticeKind.PASSWORD_RESET, said, widely=widely)
    note = f"{account.username}：{said}" if confirmed_by else account.username
    doing.record(actor, "account.set_password", account, path_of(account), note)
    return account


@doing.action("account.deactivate")
def deactivate_account(*, actor: Actor, account: Account, reason: str) -> Account:
    """Close an account to log-in; its roles give nothing while it is closed."""
    require_account(actor, account)
    reason = doing.checked_text(_("停用理由"), reason, 300)
    account = doing.locked(account)
    if doing.apply(account, {"is_active": False}, ("is_active",)):
        note = f"{account.username}：{reason}"
        doing.record(actor, "account.deactivate", account, path_of(account), note)
    return account


@doing.action("account.reactivate")
def reactivate_account(*, actor: Actor, account: Account, reason: str) -> Account:
    """Open a closed account again."""
    require_account(actor, account)
    reason = doing.checked_text(_("启用理由"), reason, 300)
    account = doing.locked(account)
    if doing.apply(account, {"is_active": True}, ("is_active",)):
        note = f"{account.username}：{reason}"
        doing.record(actor, "account.reactivate", account, path_of(account), note)
    return account


def one_time_password() -> str:
    """Return a random password to hand to somebody, 79 bits, easily read out."""
    groups = ["".join(secrets.choice(READABLE) for _at in range(4)) for _group in range(4)]
    return "-".join(groups)


def _runs_out(account: Account) -> dt.datetime:
    """Return until when a one-time password made now logs in, by the machine's own time."""
    days = policy.whole(SLIP_DAYS, path_of(account), clock.today())
    return clock.real_now() + dt.timedelta(days=days)


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
