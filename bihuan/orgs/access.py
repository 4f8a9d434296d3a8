"""Who is acting, what they may do and where: the one place that answers it.

`visible_to(actor)` of every room is built from `Actor.within`. There is no anonymous actor: a
check without an actor is an error, never a yes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.audit.models import Entry
from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.models import Account, Person, RoleGrant, Team, TermQuerySet, Unit, UnitQuerySet
from bihuan.orgs.permissions import PERMISSIONS, Permission, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with the paths over which each permission holds.

    `id` is the account's, None for the installation itself (`Actor.installation()`): the command
    line of the machine's keeper loading a pack.
    """

    id: UUID | None
    name: str
    scopes: dict[Permission, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[Permission, tuple[str, ...]] = field(default_factory=dict)
    roles: frozenset[Role] = frozenset()

    @classmethod
    def of(cls, account: Account) -> "Actor":
        """Read an account's roles as they stand on the office's day; an inactive one has none."""
        scopes: dict[Permission, set[str]] = defaultdict(set)
        homes: dict[Permission, set[str]] = defaultdict(set)
        roles: set[Role] = set()
        grants = account.grants.on(clock.today()).select_related("unit__home")
        for grant in grants if account.is_active else ():
            role = Role(grant.role)
            roles.add(role)
            for permission in PERMISSIONS[role]:
                scopes[permission].add(grant.unit.path)
                homes[permission].add(grant.unit.home.path)
        return cls(
            id=account.id,
            name=account.username,
            scopes={key: _outermost(paths) for key, paths in scopes.items()},
            homes={key: _outermost(paths) for key, paths in homes.items()},
            roles=frozenset(roles),
        )

    @classmethod
    def installation(cls) -> "Actor":
        """Return the actor of the machine's keeper, who may do everything; audited by its name."""
        top: tuple[str, ...] = ("",)
        everywhere = dict.fromkeys(Permission, top)
        return cls(id=None, name="（安装维护）", scopes=everywhere, homes=everywhere)

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Return the paths of the subtrees over which a permission holds."""
        return self.scopes.get(permission, ())

    def may(self, permission: Permission, where: Unit | str | None = None) -> bool:
        """Tell whether a permission holds over a unit, or anywhere at all where none is named."""
        paths = self.paths(permission)
        if where is None:
            return bool(paths)
        target = where if isinstance(where, str) else where.path
        return any(target.startswith(path) for path in paths)

    def may_in_home_of(self, permission: Permission, where: Unit | str) -> bool:
        """Tell whether the actor holds a permission in the administration that `where` lies in.

        A village's reporter may see the township's figures, though only their own village's rows.
        """
        target = where if isinstance(where, str) else where.path
        return any(target.startswith(path) for path in self.homes.get(permission, ()))

    def require(self, permission: Permission, where: Unit | str | None = None) -> None:
        """Raise NotAllowed unless a permission holds over a unit."""
        if not self.may(permission, where):
            raise NotAllowed(
                _("您的账号没有“%(what)s”的权限，请与单位的系统管理员联系。")
                % {"what": PERMISSION_LABELS[permission]}
            )

    def within(self, permission: Permission, field: str = "unit__path") -> Q:
        """Return the condition that a row's path lies where a permission holds; none: no row."""
        paths = self.paths(permission)
        if "" in paths:
            return Q()
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"})
        return condition


PERMISSION_LABELS: "dict[Permission, StrPromise]" = {
    Permission.SEE_FIGURES: _lazy("查看数据与公文"),
    Permission.SEE_RECORDS: _lazy("查看台账记录"),
    Permission.ENTER_RECORDS: _lazy("填报台账记录"),
    Permission.VERIFY_RECORDS: _lazy("审核台账记录"),
    Permission.DEFINE_REGISTERS: _lazy("设置台账"),
    Permission.DRAFT_DOCUMENTS: _lazy("起草公文"),
    Permission.SIGN_FIGURES: _lazy("签认数据"),
    Permission.ISSUE_DOCUMENTS: _lazy("签发公文"),
    Permission.SEE_PEOPLE: _lazy("查看机构与人员"),
    Permission.MANAGE_PEOPLE: _lazy("维护机构与人员"),
    Permission.MANAGE_ACCOUNTS: _lazy("管理账号"),
    Permission.READ_AUDIT: _lazy("查阅审计日志"),
}


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in a request; raises NotAllowed where nobody is logged in."""
    actor: Actor | None = getattr(request, "actor", None)
    if not actor:  # it may be a lazy None, so identity says nothing
        raise NotAllowed(_("请先登录。"))
    return actor


def units_visible_to(actor: Actor) -> UnitQuerySet:
    """Return the units that an actor may see."""
    return Unit.objects.filter(actor.within(Permission.SEE_PEOPLE, "path"))


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """Return the people that an actor may see."""
    return Person.objects.filter(actor.within(Permission.SEE_PEOPLE))


def teams_visible_to(actor: Actor) -> TermQuerySet[Team]:
    """Return the teams that an actor may see."""
    return Team.objects.filter(actor.within(Permission.SEE_PEOPLE))


def accounts_visible_to(actor: Actor) -> QuerySet[Account]:
    """Return the accounts that an administrator keeps; one without a home goes by its roles."""
    kept = actor.within(Permission.MANAGE_ACCOUNTS, "home__path")
    granted = RoleGrant.objects.filter(actor.within(Permission.MANAGE_ACCOUNTS))
    homeless = Q(home=None, pk__in=granted.values("account_id"))
    return Account.objects.filter(kept | homeless)


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """Return the entries of the log that an auditor may read."""
    return Entry.objects.filter(actor.within(Permission.READ_AUDIT, "unit_path"))


def homes_of(actor: Actor, permission: Permission) -> list[Unit]:
    """Return the administrations in which an actor holds a permission, the topmost of each."""
    paths = actor.homes.get(permission, ())
    return list(Unit.objects.filter(path__in=paths).order_by("path"))
