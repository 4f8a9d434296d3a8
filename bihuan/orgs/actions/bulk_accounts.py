"""Many accounts at once, from a sheet: planned with every fault, made all or none, repeatable."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid
from bihuan.orgs import rules
from bihuan.orgs.access import Actor
from bihuan.orgs.account_sheets import AccountRow, SheetFault
from bihuan.orgs.actions import doing
from bihuan.orgs.actions.accounts import make_account, one_time_password
from bihuan.orgs.actions.roles import grant_role
from bihuan.orgs.models import Account, Person, RoleGrant, Unit
from bihuan.orgs.naming import proposed
from bihuan.orgs.permissions import Permission, Role

ADD, ADD_ROLE, LEAVE = "add", "add_role", "leave"


@dataclass(frozen=True)
class PlannedRole:
    """What becomes of one row: a new account, a role for one that stands, or nothing."""

    row: int
    state: str
    username: str
    display_name: str
    role: Role
    unit: Unit
    person: Person | None
    from_on: dt.date
    to_on: dt.date | None


@dataclass
class AccountPlan:
    """What a sheet would do, and every fault of it."""

    lines: list[PlannedRole] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)

    def count(self, state: str) -> int:
        """Return how many rows come to a state."""
        return sum(1 for line in self.lines if line.state == state)


def plan_accounts(actor: Actor, rows: Sequence[AccountRow]) -> AccountPlan:
    """Return what rows would do, by the accounts, units and roles as they stand now."""
    actor.require(Permission.MANAGE_ACCOUNTS)
    planning = _Planning(actor)
    for row in rows:
        planning.take(row)
    return planning.plan


@doing.action("account.make_many")
def make_accounts(*, actor: Actor, rows: Sequence[AccountRow]) -> list[tuple[Account, str]]:
    """Make the accounts and grant the roles that rows name, all or none.

    Return the new accounts with their one-time passwords, which are kept nowhere. Raises Invalid
    with any fault, so that what was shown before and what is done cannot differ unseen.
    """
    plan = plan_accounts(actor, rows)
    if plan.faults:
        fault = plan.faults[0]
        raise Invalid(_("第%(row)d行：%(why)s") % {"row": fault.row, "why": fault.message})
    made: dict[str, tuple[Account, str]] = {}
    for line in plan.lines:
        if line.state == LEAVE:
            continue
        if line.state == ADD and line.username not in made:
            made[line.username] = _make(actor, line)
        account = (
            made[line.username][0]
            if line.username in made
            else Account.objects.get(username=line.username)
        )
        grant_role(
            actor=actor,
            account=account,
            role=line.role,
            unit=line.unit,
            from_on=line.from_on,
            to_on=line.to_on,
        )
    if made or plan.count(ADD_ROLE):
        words = {"made": len(made), "roles": plan.count(ADD) + plan.count(ADD_ROLE)}
        audit.append(
            actor=actor,
            action="account.make_many",
            unit_path=plan.lines[0].unit.home.path,
            values=sorted(made),
            note=_("新建%(made)d个账号，授予%(roles)d个角色") % words,
        )
    return list(made.values())


def _make(actor: Actor, line: PlannedRole) -> tuple[Account, str]:
    password = one_time_password()
    account = make_account(
        actor=actor,
        username=line.username,
        display_name=line.display_name,
        person=line.person,
        password=password,
        home=line.unit.home if line.person is None else line.person.home,
        is_one_time=True,
    )
    return account, password


class _Planning:
    """One sheet being planned; what it looks up is read once."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.plan, self.today = actor, AccountPlan(), clock.today()
        kept = actor.within(Permission.MANAGE_ACCOUNTS, "path")
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.filter(kept).select_related("home", "successor"):
            for word in {unit.code, unit.name, unit.short_name} - {""}:
                self.units[word].append(unit)
        accounts = Account.objects.select_related("home", "person")
        self.accounts = {each.username.lower(): each for each in accounts}
        self.by_name: dict[str, list[Account]] = defaultdict(list)
        for each in self.accounts.values():
            if self._keeps(each):
                self.by_name[each.display_name].append(each)
        self.new: dict[str, PlannedRole] = {}  # by user name
        self.new_names: dict[str, str] = {}  # display name to user name
        self.roles: dict[str, list[tuple[Role, Unit, dt.date, dt.date | None]]] = defaultdict(list)

    def take(self, row: AccountRow) -> None:
        """Plan one row; a fault keeps it out."""
        before = len(self.plan.faults)
        role, unit, person = self._role(row), self._unit(row), self._person(row)
        from_on, to_on = self._days(row)
        username, standing = self._account(row)
        if len(self.plan.faults) > before or role is None or unit is None or not username:
            return
        planned = PlannedRole(
            row=row.row,
            state=ADD if standing is None else ADD_ROLE,
            username=username,
            display_name=standing.display_name if standing else row.display_name,
            role=role,
            unit=unit,
            person=standing.person if standing else person,
            from_on=from_on,
            to_on=to_on,
        )
        self._finish(row, planned, standing)

    def _finish(self, row: AccountRow, planned: PlannedRole, standing: Account | None) -> None:
        held = self._held(planned, standing)
        same = [g for g in held if g[0] == planned.role and g[1].pk == planned.unit.pk]
        if any(_overlap(each, planned) for each in same):
            self.plan.lines.append(PlannedRole(**{**vars(planned), "state": LEAVE}))
            return
        other = rules.conflicting(planned.role, [g[0] for g in held if _overlap(g, planned)])
        if other is not None:
            said = _("已是%(held)s，不能再任%(wanted)s：管账号、办业务、查日志必须分开。")
            words = {"held": other.label, "wanted": planned.role.label}
            self._fault(row, "角色", said % words)
            return
        self.roles[planned.username.lower()].append(
            (planned.role, planned.unit, planned.from_on, planned.to_on)
        )
        if standing is None:
            self.new.setdefault(planned.username.lower(), planned)
            self.new_names.setdefault(planned.display_name, planned.username)
        self.plan.lines.append(planned)

    def _held(
        self, planned: PlannedRole, standing: Account | None
    ) -> list[tuple[Role, Unit, dt.date, dt.date | None]]:
        """Return the roles held by the account, or by another of its person, the sheet's too."""
        whose = Q(account=standing) if standing else Q(pk__in=[])
        if planned.person is not None:
            whose |= Q(account__person=planned.person, account__is_active=True)
        grants = RoleGrant.objects.filter(whose).select_related("unit")
        held = [(Role(g.role), g.unit, g.from_on, g.to_on) for g in grants if not rules.is_void(g)]
        names = {planned.username.lower()}
        if planned.person is not None:
            names |= {name for name, each in self.new.items() if each.person == planned.person}
        return held + [grant for name in names for grant in self.roles[name]]

    def _account(self, row: AccountRow) -> tuple[str, Account | None]:
        """Return the user name of a row, and the account where one stands already."""
        try:
            name = doing.checked_text(_("显示名"), row.display_name, 60)
        except Invalid as error:
            self._fault(row, "显示名", error.message)
            return "", None
        if not row.username:
            alike = self.by_name.get(name, [])
            if len(alike) == 1:
                return self._standing(row, alike[0])
            if len(alike) > 1:
                self._fault(row, "用户名", _("有几个账号都叫这个显示名，请写明用户名。"))
                return "", None
            taken = {*self.accounts, *self.new}
            return self.new_names.get(name) or proposed(name, taken), None
        wanted = Account.normalize_username(row.username)
        if len(wanted) > 60 or any(s.isspace() or ord(s) < 32 for s in wanted):
            self._fault(row, "用户名", _("用户名里不能有空格，最多60个字符，请改正。"))
            return "", None
        standing = self.accounts.get(wanted.lower())
        if standing is not None:
            return self._standing(row, standing)
        other = self.new.get(wanted.lower())
        if other is not None and other.display_name != name:
            self._fault(row, "显示名", _("同一个用户名在上面写的是另一个显示名。"))
        return (other.username if other else wanted), None

    def _standing(self, row: AccountRow, account: Account) -> tuple[str, Account | None]:
        said = ""
        if not self._keeps(account):
            said = _("这个用户名已经有人使用，请换一个。")
        elif account.pk == self.actor.id:
            said = _("不能给自己的账号授予角色，请由另一位系统管理员办理。")
        elif not account.is_active:
            said = _("这个账号已停用，请先启用。")
        if said:
            self._fault(row, "用户名", said)
            return "", None
        return account.username, account

    def _keeps(self, account: Account) -> bool:
        home = account.home
        return home is not None and self.actor.may(Permission.MANAGE_ACCOUNTS, home)

    def _role(self, row: AccountRow) -> Role | None:
        words = {str(role.label): role for role in Role} | {role.value: role for role in Role}
        found = words.get(row.role)
        if found is None:
            labels = "、".join(str(role.label) for role in Role)
            self._fault(row, "角色", _("角色请从这些里选：%(roles)s。") % {"roles": labels})
        return found

    def _unit(self, row: AccountRow) -> Unit | None:
        found = self.units.get(row.unit, [])
        still = [u for u in found if u.closed_on is None or u.closed_on > self.today]
        if len(still) == 1:
            return still[0]
        if len(still) > 1:
            said = _("有几个单位都叫“%(unit)s”，请改填单位代码。")
        elif found and found[0].successor is not None:
            said = _("“%(unit)s”已撤销，请改用接续它的“%(next)s”。")
        elif found:
            said = _("“%(unit)s”已撤销，不能再授予角色。")
        else:
            said = _("您管理的范围里没有叫“%(unit)s”的单位，请从下拉列表里选。")
        successor = found[0].successor.name if found and found[0].successor else ""
        self._fault(row, "单位", said % {"unit": row.unit[:40], "next": successor})
        return None

    def _person(self, row: AccountRow) -> Person | None:
        if not row.person:
            return None
        own = Person.objects.filter(self.actor.within(Permission.MANAGE_ACCOUNTS, "home__path"))
        found = list(own.filter(code=row.person).select_related("home")[:2])
        if len(found) != 1:
            said = _("本地没有代码为“%(code)s”的人员，可以不填。") % {"code": row.person[:40]}
            self._fault(row, "人员代码", said)
            return None
        return found[0]

    def _days(self, row: AccountRow) -> tuple[dt.date, dt.date | None]:
        from_on = dt.date.fromisoformat(row.from_on) if row.from_on else self.today
        to_on = dt.date.fromisoformat(row.to_on) if row.to_on else None
        try:
            doing.checked_term(from_on, to_on)
        except DomainError as error:
            self._fault(row, "结束日期", error.message)
        return from_on, to_on

    def _fault(self, row: AccountRow, column: str, message: str) -> None:
        self.plan.faults.append(SheetFault(row.row, column, message))


def _overlap(held: tuple[Role, Unit, dt.date, dt.date | None], planned: PlannedRole) -> bool:
    _role, _unit, from_on, to_on = held
    begins = planned.to_on is None or from_on < planned.to_on
    return begins and (to_on is None or planned.from_on < to_on)
