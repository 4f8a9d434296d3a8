"""Handing over a post, or an account's roles: one ends and the other begins in one action.

Work belongs to units and roles, not to accounts: drafts, what waits and what was asked for are
there for whoever holds the role. So a handover moves the role, and writes down what went with it.
"""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import contact_points, doing, people, roles, teams
from bihuan.orgs.actions.accounts import deactivate_account
from bihuan.orgs.actions.keeping import require_account
from bihuan.orgs.models import (
    Account,
    ContactPoint,
    Handover,
    HandoverKind,
    Liaison,
    Person,
    PostTerm,
    RoleGrant,
    TeamMember,
    Unit,
)
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import waiting_for

Item = dict[str, str]
_ACTIONS: dict[str, str] = {
    HandoverKind.POST: "post.hand_over",
    HandoverKind.ACCOUNT: "account.hand_over",
}


def open_work(account: Account) -> list[Item]:
    """Return what waits for an account as it stands, by kind: it goes with the role."""
    waiting = waiting_for(Actor.of(account))
    return [
        {"label": str(each.label), "what": _("%(n)d 件") % {"n": each.count}} for each in waiting
    ]


def held_beside(person: Person, day: dt.date) -> dict[str, list[UUID]]:
    """Return what a person holds on a day beside posts: teams, contact points, liaisons."""
    return {
        "teams": list(
            TeamMember.objects.on(day).filter(person=person).values_list("pk", flat=True)
        ),
        "contact_points": list(
            ContactPoint.objects.on(day).filter(person=person).values_list("pk", flat=True)
        ),
        "liaisons": list(
            Liaison.objects.on(day).filter(person=person).values_list("pk", flat=True)
        ),
    }


@doing.action("post.hand_over")
def hand_over_post(
    *, actor: Actor, term: PostTerm, person: Person, on: dt.date, with_duties: bool = True
) -> Handover:
    """Let another person hold a post from a day, and with it the teams and contact points.

    `with_duties` hands over what the former holder has beside the post; raises Invalid where the
    new holder cannot take it (a contact point needs a member of the leadership).
    """
    post, former = term.post, term.person
    actor.require(Permission.MANAGE_PEOPLE, post.unit)
    if person.pk == former.pk:
        raise Invalid(_("接收人和移交人是同一个人，请另选。"))
    if not term.is_held_on(on) or on == term.from_on:
        raise Invalid(_("交接日期不在移交人的任期里，请改正。"))
    items = [{"label": _("职务"), "what": f"{post.unit.name} {post.title}"}]
    people.end_term(actor=actor, term=term, to_on=on)
    people.appoint(actor=actor, post=post, person=person, from_on=on)
    if with_duties:
        items += _hand_over_duties(actor, former, person, on)
    accounts = Account.objects.filter(person=former, is_active=True)
    items += [item for account in accounts for item in open_work(account)]
    names = (f"{former.name}（{former.code}）", f"{person.name}（{person.code}）")
    return _write_down(
        actor, HandoverKind.POST, post.unit, f"{post.unit.name} {post.title}", names, on, items
    )


@doing.action("account.hand_over")
def hand_over_account(
    *, actor: Actor, account: Account, to_account: Account, on: dt.date, deactivate: bool = False
) -> Handover:
    """End an account's roles on a day and grant another account the same from that day.

    `deactivate` closes the former at once, which needs the day to be today. Raises Invalid where
    there is nothing to hand over, NotAllowed where duties would come together in one hand.
    """
    require_account(actor, account)
    require_account(actor, to_account)
    if account.pk == to_account.pk:
        raise Invalid(_("接收的账号和移交的账号是同一个，请另选。"))
    if on < clock.today():
        raise Invalid(_("交接日期不能早于今天：谁在哪天有什么权限，过后不能改写。"))
    if deactivate and on > clock.today():
        raise Invalid(_("交接日期在以后的，到那天角色自动收回；要停用账号请到时再办。"))
    grants = list(
        RoleGrant.objects.filter(account=account, from_on__lte=on)
        .exclude(to_on__lte=on)
        .select_related("unit__home", "account")
    )
    if not grants:
        raise Invalid(_("“%(account)s”在那一天没有角色可以移交。") % {"account": account})
    work = open_work(account)
    items = []
    for grant in grants:
        ends, label = grant.to_on, f"{grant.unit.name} {grant.get_role_display()}"
        roles.revoke_role(actor=actor, grant=grant, on=on)
        if not _holds_already(to_account, grant, on):
            roles.grant_role(
                actor=actor,
                account=to_account,
                role=grant.role,
                unit=grant.unit,
                from_on=on,
                to_on=ends,
            )
        items.append({"label": _("角色"), "what": label})
    names = (_named(account), _named(to_account))
    unit = grants[0].unit
    made = _write_down(
        actor, HandoverKind.ACCOUNT, unit, account.display_name, names, on, items + work
    )
    if deactivate:
        deactivate_account(actor=actor, account=account, reason=_("工作已交接"))
    return made


def _hand_over_duties(actor: Actor, former: Person, person: Person, on: dt.date) -> list[Item]:
    held, items = held_beside(former, on), []
    for member in TeamMember.objects.filter(pk__in=held["teams"]).select_related("team__unit"):
        teams.leave_team(actor=actor, member=member, to_on=max(on, member.from_on))
        teams.join_team(actor=actor, team=member.team, person=person, role=member.role, from_on=on)
        items.append({"label": _("工作组"), "what": f"{member.team.name} {member.role}"})
    for point in ContactPoint.objects.filter(pk__in=held["contact_points"]).select_related("unit"):
        contact_points.end_contact_point(actor=actor, contact_point=point, to_on=on)
        contact_points.assign_contact_point(actor=actor, person=person, unit=point.unit, from_on=on)
        items.append({"label": _("联系点"), "what": point.unit.name})
    for liaison in Liaison.objects.filter(pk__in=held["liaisons"]).select_related("branch"):
        contact_points.end_liaison(actor=actor, liaison=liaison, to_on=on)
        contact_points.assign_liaison(actor=actor, person=person, branch=liaison.branch, from_on=on)
        items.append({"label": _("联络的党支部"), "what": liaison.branch.name})
    return items


def _holds_already(account: Account, grant: RoleGrant, on: dt.date) -> bool:
    same = RoleGrant.objects.on(on).filter(account=account, role=grant.role, unit=grant.unit)
    return same.exists()


def _named(account: Account) -> str:
    return f"{account.display_name}（{account.username}）"


def _write_down(
    actor: Actor,
    kind: str,
    unit: Unit,
    subject: str,
    names: tuple[str, str],
    on: dt.date,
    items: list[Item],
) -> Handover:
    handover = Handover.objects.create(
        home=unit.home,
        unit=unit,
        kind=kind,
        subject=subject[:120],
        from_name=names[0][:80],
        to_name=names[1][:80],
        on=on,
        items=items,
        made_at=clock.now(),
        made_by_name=actor.name,
    )
    note = f"{subject}：{names[0]} → {names[1]}，{write_date(on)}"
    doing.record(actor, _ACTIONS[kind], handover, unit.path, note)
    return handover
