"""Log-in, log-out and changes of one's own password, written into the audit log.

Django's and allauth's own signals say so; they cross no border between our rooms. Failed attempts
are kept by axes; only the lock that follows them is an entry, so that nobody outside can flood
the chain.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import user_logged_in, user_logged_out
from django.db import transaction

from bihuan.audit import actions as audit
from bihuan.audit.models import Entry
from bihuan.lib import clock, policy
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account
from bihuan.orgs.policy import PASSWORD_DAYS


def connect() -> None:
    """Listen to log-ins; called once, when the room is ready."""
    from allauth.account.signals import password_changed
    from axes.signals import user_locked_out

    user_logged_in.connect(_logged_in, dispatch_uid="bihuan.log_in")
    user_logged_out.connect(_logged_out, dispatch_uid="bihuan.log_out")
    password_changed.connect(_changed_password, dispatch_uid="bihuan.change_password")
    user_locked_out.connect(_locked_out, dispatch_uid="bihuan.locked_out")


def _logged_in(user: Any = None, **_given: Any) -> None:
    if isinstance(user, Account) and _is_worn(user):
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
    _record("account.log_in", user)


def _is_worn(account: Account) -> bool:
    """Tell whether a password has been used for as long as the place allows (0: for ever)."""
    path = account.home.path if account.home else ""
    days = policy.whole(PASSWORD_DAYS, path, clock.today())
    if not days or account.password_set_at is None:
        return False
    return clock.real_now() - account.password_set_at >= dt.timedelta(days=days)


def _logged_out(user: Any = None, **_given: Any) -> None:
    _record("account.log_out", user)


def _changed_password(user: Any = None, **_given: Any) -> None:
    if isinstance(user, Account):
        user.must_change_password, user.one_time_until = False, None
        user.password_set_at = clock.real_now()
        user.save(update_fields=["must_change_password", "one_time_until", "password_set_at"])
    _record("account.change_password", user)


def _locked_out(username: str = "", **_given: Any) -> None:
    account = Account.objects.filter(username__iexact=username).first()
    if account is None or _was_told(account):
        return
    _record("account.locked_out", account)


def _was_told(account: Account) -> bool:
    """Tell whether the lock that holds now is in the log: each further attempt says so again."""
    since = clock.real_now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    told = Entry.objects.filter(target_kind="account", target_id=str(account.pk), at__gte=since)
    return told.filter(action="account.locked_out").exists()


def _record(action: str, account: Any) -> None:
    if not isinstance(account, Account):
        return  # nobody was logged in, or there is no such account
    with transaction.atomic():
        audit.append(
            actor=Actor(id=account.pk, name=account.username),
            action=action,
            target=("account", account.pk),
            unit_path=account.home.path if account.home else "",
        )
