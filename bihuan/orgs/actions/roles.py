"""Granting and revoking roles, duties kept apart (等保: 系统管理、业务、审计三员分立)."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import rules
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing, notices
from bihuan.orgs.actions.keeping import require_account
from bihuan.orgs.models import Account, NoticeKind, RoleGrant, Unit
from bihuan.orgs.permissions import Permission, Role


@doing.action("role.grant")
def grant_role(
    *,
    actor: Actor,
    account: Account,
    role: str,
    unit: Unit,
    from_on: dt.date,
    to_on: dt.date | None = None,
) -> RoleGrant:
    """Give an account a role over a unit and all below it, up to and not including `to_on`.

    Nobody grants themselves anything. The duties of content, accounts and audit are never in one
    hand: neither in one account nor, through several accounts, in one person's.
    """
    actor.require(Permission.MANAGE_ACCOUNTS, unit)
    require_account(actor, account)
    doing.checked_term(from_on, to_on)
    wanted = Role(doing.checked_choice(_("角色"), role, Role))
    if not account.is_active:
        raise Invalid(_("账号“%(name)s”已停用，请先启用。") % {"name": account.username})
    account = doing.locked(account)  # two who grant to one account at once queue here
    _keep_duties_apart(account, wanted, from_on, to_on)
    for other in RoleGrant.objects.filter(account=account, role=wanted, unit=unit):
        if rules.overlaps(other, from_on, to_on):
            raise Invalid(
                _("“%(account)s”自%(day)s起已是“%(unit)s”的%(role)s，不必重复授予。")
                % {"account": account, "day": other.from_on, "unit": unit, "role": wanted.label}
            )
    grant = doing.begin(
        RoleGrant(
            account=account,
            role=wanted.value,
            unit=unit,
            from_on=from_on,
            to_on=to_on,
            granted_by_id=actor.id,
        ),
        RoleGrant.objects.filter(account=account, role=wanted, unit=unit, from_on=from_on),
        _("该角色"),
    )
    if account.home is None:
        doing.apply(account, {"home": unit.home}, ("home",))
    _tell(actor, grant, NoticeKind.ROLE_GRANTED, _("授予"))
    doing.record(actor, "role.grant", grant, unit.path, _note(grant))
    return grant


@doing.action("role.revoke")
def revoke_role(*, actor: Actor, grant: RoleGrant, on: dt.date) -> RoleGrant:
    """Take a role back: `on` is the first day on which it no longer holds, today or later."""
    actor.require(Permission.MANAGE_ACCOUNTS, grant.unit)
    if actor.id == grant.account_id:
        raise NotAllowed(_("不能收回自己的角色，请由另一位系统管理员办理。"))
    if on < clock.today() and actor.id is not None:
        raise Invalid(_("收回日期不能早于今天：谁在哪天有什么权限，过后不能改写。"))
    grant = doing.locked(grant)
    if grant.to_on is not None and grant.to_on <= on:
        return grant
    grant, differs = doing.finish(grant, max(on, grant.from_on))
    if differs:
        _tell(actor, grant, NoticeKind.ROLE_REVOKED, _("收回"))
        doing.record(actor, "role.revoke", grant, grant.unit.path, _note(grant))
    return grant


def _keep_duties_apart(
    account: Account, wanted: Role, from_on: dt.date, to_on: dt.date | None
) -> None:
    """Raise NotAllowed where another duty is held on a day of the new term."""
    whose = Q(account=account)
    if account.person_id is not None:
        whose |= Q(account__person_id=account.person_id, account__is_active=True)
    held = [
        Role(grant.role)
        for grant in RoleGrant.objects.filter(whose)
        if rules.overlaps(grant, from_on, to_on)
    ]
    other = rules.conflicting(wanted, held)
    if other is not None:
        raise NotAllowed(
            _(
                "“%(account)s”已是%(held)s，不能再任%(wanted)s："
                "管账号、办业务、查日志三项职责必须由不同的人承担。"
            )
            % {"account": account, "held": other.label, "wanted": wanted.label}
        )


def _tell(actor: Actor, grant: RoleGrant, kind: str, verb: str) -> None:
    """Tell the holder, and of a role that signs, keeps accounts or reads the log all who watch."""
    said = _("账号“%(account)s”的角色%(role)s（%(unit)s）由%(who)s%(verb)s") % {
        "account": grant.account.username,
        "role": grant.get_role_display(),
        "unit": grant.unit,
        "who": actor.name,
        "verb": verb,
    }
    widely = actor.id is not None and grant.role in notices.ANNOUNCED
    notices.tell(actor, grant.account, kind, said, widely=widely)


def _note(grant: RoleGrant) -> str:
    return f"{grant.account.username}：{grant.unit.name}·{grant.get_role_display()}"
