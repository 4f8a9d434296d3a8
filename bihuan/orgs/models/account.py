"""Accounts and the roles that they hold over a subtree of units."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.person import Person
from bihuan.orgs.models.term import Term, TermQuerySet, ends_not_before_it_begins
from bihuan.orgs.models.unit import Unit
from bihuan.orgs.permissions import ROLE_CHOICES


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts for Django's own machinery; rooms use orgs.actions."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        """Create an account; without a password it cannot log in."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """An account with a user name and no e-mail. It holds no permission but by its roles.

    `home` is the administration whose administrator keeps the account; None: the installation's.
    While `must_change_password` stands (a one-time password), no page but the change of it opens;
    after `one_time_until` it does not even log in. `has_notice` is the cache of whether a notice
    waits to be acknowledged, so that a page without one asks nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("用户名"), max_length=60, unique=True)
    display_name = models.CharField(_("显示名"), max_length=60, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="accounts", editable=False
    )
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False, editable=False)
    one_time_until = models.DateTimeField(null=True, editable=False)
    password_set_at = models.DateTimeField(null=True, editable=False)
    has_notice = models.BooleanField(default=False, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("账号")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.display_name or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse: Django's own permissions are not used; see orgs.access."""
        return False


class RoleGrant(Term):
    """A role that an account holds over a unit and everything below it, for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects: TermQuerySet["RoleGrant"] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("角色授予")
        constraints = [
            models.UniqueConstraint(
                fields=("account", "role", "unit", "from_on"), name="role_grant_once"
            ),
            ends_not_before_it_begins("role_grant_ends_not_before"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()} {self.unit}"
