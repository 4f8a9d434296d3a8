"""Contact points (联系点) and liaisons (联络干部): assigning and ending them."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs import rules
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing
from bihuan.orgs.models import (
    ContactPoint,
    Liaison,
    Person,
    PostKind,
    PostTerm,
    Unit,
    UnitKind,
)
from bihuan.orgs.permissions import Permission


@doing.action("contact_point.assign")
def assign_contact_point(
    *,
    actor: Actor,
    person: Person,
    unit: Unit,
    from_on: dt.date,
    to_on: dt.date | None = None,
) -> ContactPoint:
    """Put a member of the leadership in charge of a unit of their administration."""
    actor.require(Permission.MANAGE_PEOPLE, person.unit)
    _check_assignment(person, unit, from_on, to_on)
    leads = PostTerm.objects.filter(person=person, post__kind=PostKind.LEADERSHIP)
    if not leads.on(from_on).exists():
        raise Invalid(
            _("%(person)s在%(day)s不是班子成员，联系点由班子成员负责，请另选人员。")
            % {"person": person.name, "day": from_on}
        )
    for other in ContactPoint.objects.filter(person=person, unit=unit):
        _refuse_twice(other, from_on, to_on)
    contact_point = doing.begin(
        ContactPoint(home=person.home, person=person, unit=unit, from_on=from_on, to_on=to_on),
        ContactPoint.objects.filter(person=person, unit=unit, from_on=from_on),
        _("该联系点"),
    )
    doing.record(actor, "contact_point.assign", contact_point, unit.path, unit.name)
    return contact_point


@doing.action("contact_point.end")
def end_contact_point(*, actor: Actor, contact_point: ContactPoint, to_on: dt.date) -> ContactPoint:
    """End a person's charge of a unit."""
    actor.require(Permission.MANAGE_PEOPLE, contact_point.person.unit)
    contact_point, differs = doing.finish(contact_point, to_on)
    if differs:
        unit = contact_point.unit
        doing.record(actor, "contact_point.end", contact_point, unit.path, unit.name)
    return contact_point


@doing.action("liaison.assign")
def assign_liaison(
    *,
    actor: Actor,
    person: Person,
    branch: Unit,
    from_on: dt.date,
    to_on: dt.date | None = None,
) -> Liaison:
    """Link a cadre with a branch of their administration."""
    actor.require(Permission.MANAGE_PEOPLE, person.unit)
    if branch.kind != UnitKind.BRANCH:
        raise Invalid(_("“%(unit)s”不是党支部，联络干部只联系党支部。") % {"unit": branch.name})
    _check_assignment(person, branch, from_on, to_on)
    for other in Liaison.objects.filter(person=person, branch=branch):
        _refuse_twice(other, from_on, to_on)
    liaison = doing.begin(
        Liaison(home=person.home, person=person, branch=branch, from_on=from_on, to_on=to_on),
        Liaison.objects.filter(person=person, branch=branch, from_on=from_on),
        _("该联络干部"),
    )
    doing.record(actor, "liaison.assign", liaison, branch.path, branch.name)
    return liaison


@doing.action("liaison.end")
def end_liaison(*, actor: Actor, liaison: Liaison, to_on: dt.date) -> Liaison:
    """End a cadre's link with a branch."""
    actor.require(Permission.MANAGE_PEOPLE, liaison.person.unit)
    liaison, differs = doing.finish(liaison, to_on)
    if differs:
        branch = liaison.branch
        doing.record(actor, "liaison.end", liaison, branch.path, branch.name)
    return liaison


def _check_assignment(person: Person, unit: Unit, from_on: dt.date, to_on: dt.date | None) -> None:
    doing.checked_term(from_on, to_on)
    doing.require_open(unit, from_on)
    doing.locked(person)  # two who assign the same person at once queue here
    if not unit.path.startswith(person.home.path):
        raise Invalid(
            _("“%(unit)s”不在%(home)s范围内，请选择本地的单位。")
            % {"unit": unit.name, "home": person.home.name}
        )


def _refuse_twice(other: ContactPoint | Liaison, from_on: dt.date, to_on: dt.date | None) -> None:
    if rules.overlaps(other, from_on, to_on):
        raise Invalid(
            _("%(person)s自%(day)s起已经负责联系这个单位，不必重复登记。")
            % {"person": other.person.name, "day": other.from_on}
        )
