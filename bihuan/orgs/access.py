"""Who is acting, what they may do and where: the one place that answers it.

`visible_to(actor)` of every room is built from `Actor.within`. There is no anonymous actor: a
check without an actor is an error, never a yes.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
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

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with the paths over which each permission holds.

    `id` is the account's, None for the installation itself (`Actor.installation()`): the command
    line of the machine's keeper loading a pack. `grants` are the paths over which each role is
    held: what only some roles may (`roles` of `paths`, `may`, `require`, `within`) they may over
    their own paths, whatever the account's other roles reach. No roles named are all of them.
    Of an actor `by_day` (a resident) the log holds the day and no moment. `place` is the
    path of their person's unit, "" without a person, None where it was not read with the roles.
    `asked` is what `once` has read.
    """

    id: UUID | None
    name: str
    scopes: dict[Permission, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[Permission, tuple[str, ...]] = field(default_factory=dict)
    roles: frozenset[Role] = frozenset()
    grants: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    by_day: bool = False
    place: str | None = None
    asked: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, account: Account) -> "Actor":
        """Read an account's roles as they stand on the office's day; an inactive one has none."""
        scopes: dict[Permission, set[str]] = defaultdict(set)
        homes: dict[Permission, set[str]] = defaultdict(set)
        held: dict[Role, set[str]] = defaultdict(set)
        grants = account.grants.on(clock.today()).order_by()
        named = grants.values_list(
            "role", "unit__path", "unit__home__path", "account__person__unit__path"
        )
        place = None
        for name, path, home, own in named if account.is_active else ():
            role, place = Role(name), own or ""
            held[role].add(path)
            for permission in PERMISSIONS[role]:
                scopes[permission].add(path)
                homes[permission].add(home)
        return cls(
            id=account.id,
            name=account.username,
            scopes={key: _outermost(paths) for key, paths in scopes.items()},
            homes={key: _outermost(paths) for key, paths in homes.items()},
            roles=frozenset(held),
            grants={role: _outermost(paths) for role, paths in held.items()},
            place=place,
        )

    @classmethod
    def installation(cls) -> "Actor":
        """Return the actor of the machine's keeper, who may do everything; audited by its name."""
        top: tuple[str, ...] = ("",)
        everywhere = dict.fromkeys(Permission, top)
        return cls(id=None, name="（安装维护）", scopes=everywhere, homes=everywhere)

    @classmethod
    def resident(cls, home: Unit) -> "Actor":
        """Return who acts for a home's residents: may raise something, sees nothing."""
        over: dict[Permission, tuple[str, ...]] = {Permission.RECORD_OPINIONS: (home.path,)}
        return cls(id=None, name="（居民页面）", scopes=over, homes=over, by_day=True)

    def once(self, key: Hashable, ask: Callable[[], Kept]) -> Kept:
        """Return what `ask` returned when it was first asked under a key, which begins with a name.

        An actor is one request's: what several rooms need for one page is read once for all.
        Only what reads for a page asks so; an action reads what it goes by itself.
        """
        if key not in self.asked:
            self.asked[key] = ask()
        found: Kept = self.asked[key]
        return found

    @cached_property
    def own_paths(self) -> frozenset[str]:
        """Return the paths of the account's own units: its person's, and those of its grants.

        Asked once, as the grants are: both stand as they did when the actor was made of them.
        """
        if self.place is not None:
            return frozenset({self.place} - {""}).union(*self.grants.values())
        own = Account.objects.filter(pk=self.id) if self.id else Account.objects.none()
        persons = own.exclude(person=None).values_list("person__unit__path", flat=True)
        return frozenset(persons).union(*self.grants.values())

    def paths(self, permission: Permission, roles: Collection[str] = ()) -> tuple[str, ...]:
        """Return the paths of the subtrees over which a permission holds, by some roles or any."""
        if not roles or self.id is None:
            return self.scopes.get(permission, ())
        return _outermost(
            path
            for role, paths in self.grants.items()
            if role in roles and permission in PERMISSIONS[role]
            for path in paths
        )

    def may(
        self,
        permission: Permission,
        where: Unit | str | None = None,
        roles: Collection[str] = (),
    ) -> bool:
        """Tell whether a permission holds over a unit, or anywhere at all where none is named."""
        paths = self.paths(permission, roles)
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

    def require(
        self,
        permission: Permission,
        where: Unit | str | None = None,
        roles: Collection[str] = (),
    ) -> None:
        """Raise NotAllowed unless a permission holds over a unit."""
        if not self.may(permission, where, roles):
            raise NotAllowed(
                _("您的账号没有“%(what)s”的权限，请与单位的系统管理员联系。")
                % {"what": PERMISSION_LABELS[permission]}
            )

    def within(
        self,
        permission: Permission,
        field: str = "unit__path",
        roles: Collection[str] = (),
    ) -> Q:
        """Return the condition that a row's path lies where a permission holds; none: no row."""
        paths = self.paths(permission, roles)
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
    Permission.RECORD_OPINIONS: _lazy("登记意见"),
    Permission.SORT_OPINIONS: _lazy("归类、归并和答复意见"),
    Permission.SEE_OPINIONS: _lazy("查看意见"),
    Permission.SEE_TASKS: _lazy("查看任务与问题"),
    Permission.DO_TASKS: _lazy("承办任务"),
    Permission.ASSIGN_TASKS: _lazy("交办任务"),
    Permission.VERIFY_TASKS: _lazy("验收任务"),
    Permission.DECIDE_MATTERS: _lazy("审批延期、退件和不满意件"),
    Permission.KEEP_MONEY: _lazy("登记资金"),
    Permission.SEE_CASES: _lazy("查看矛盾纠纷和信访事项"),
    Permission.KEEP_CASES: _lazy("登记矛盾纠纷和信访事项"),
    Permission.KEEP_KEYS: _lazy("管理接口密钥"),
    Permission.SEE_MEETINGS: _lazy("查看会议"),
    Permission.KEEP_MEETINGS: _lazy("登记会议"),
    Permission.KEEP_TALKS: _lazy("登记谈心谈话"),
    Permission.SEE_CAMPAIGNS: _lazy("查看活动"),
    Permission.RUN_CAMPAIGNS: _lazy("组织活动"),
    Permission.ADAPT_PLANS: _lazy("采用和调整本单位方案"),
    Permission.SEE_POLLS: _lazy("查看测评"),
    Permission.RUN_POLLS: _lazy("组织测评"),
    Permission.CHAIR_POLLS: _lazy("主持测评"),
    Permission.SEE_APPRAISALS: _lazy("查看干部评议结果"),
    Permission.DECIDE_TALKS: _lazy("决定提醒谈话和年度考核等次"),
    Permission.AGREE_STAGES: _lazy("同意转段"),
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
    """Return the administrations in which an actor holds a permission, the topmost of each.

    An actor, who is one request's, asks once for the same ones: nearly every room does.
    """
    paths = actor.homes.get(permission, ())
    units = Unit.objects.filter(path__in=paths).order_by("path")
    return list(actor.once(("homes", paths), lambda: list(units)))
