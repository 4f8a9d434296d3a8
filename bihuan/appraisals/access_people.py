"""Which talks and yearly assessments an actor may see: the only way a view fetches.

A talk is seen by those who decide on talks over its unit, by the person, and by the clerk whom the
leader named to write it down; by no other clerk. An assessment is seen whole by those who may see
appraisals over its unit, and by a person who is assessed only as far as it is their own.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.appraisals.errors import NoSuchAssessment, NoSuchTalk
from bihuan.appraisals.models import (
    AssessedPerson,
    Poll,
    PollKind,
    PollState,
    ReminderTalk,
    YearlyAssessment,
)
from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Person, Unit
from bihuan.orgs.permissions import PERMISSIONS, Permission

DECIDE, SEE, RUN = Permission.DECIDE_TALKS, Permission.SEE_APPRAISALS, Permission.RUN_POLLS


def person_of(actor: Actor) -> UUID | None:
    """Return the person whose account an actor acts with; None where it is nobody's."""
    if actor.id is None:
        return None
    accounts = Account.objects.filter(pk=actor.id).values_list("person_id", flat=True)
    return actor.once(("own person",), accounts.first)


def is_self(actor: Actor, person_id: UUID) -> bool:
    """Tell whether an actor is a person; nobody decides about themself."""
    own = person_of(actor)
    return own is not None and own == person_id


def require_other(actor: Actor, person_id: UUID) -> None:
    """Raise NotAllowed where an actor would decide about themself."""
    if is_self(actor, person_id):
        raise NotAllowed(_("这件事涉及您本人，请由别的领导来办。"))


def talks_visible_to(actor: Actor) -> QuerySet[ReminderTalk]:
    """Return the talks that an actor may see."""
    seen = actor.within(DECIDE, "path")
    own = person_of(actor)
    if own is not None:
        seen |= Q(person_id=own)
    if actor.id is not None and actor.may(RUN):
        seen |= Q(recorder_id=actor.id) & actor.within(RUN, "path")
    rows = ReminderTalk.objects.filter(seen)
    return rows.select_related("person", "unit", "home", "recorder")


def talk_for(actor: Actor, id_: UUID | str) -> ReminderTalk:
    """Return a talk; raises NoSuchTalk where there is none or it is unseen."""
    found = talks_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchTalk(_("没有这次提醒谈话，或您的账号无权查看。"))
    return found


def decides(actor: Actor, talk: ReminderTalk) -> bool:
    """Tell whether an actor may decide on a talk: never on their own."""
    return actor.may(DECIDE, talk.path) and not is_self(actor, talk.person_id)


def is_recorder(actor: Actor, talk: ReminderTalk) -> bool:
    """Tell whether an actor was named to write a talk down."""
    named = talk.recorder_id is not None and talk.recorder_id == actor.id
    return named and actor.may(RUN, talk.path) and not is_self(actor, talk.person_id)


def people_to_talk_with(actor: Actor) -> QuerySet[Person]:
    """Return the people on whom an actor may decide a talk, in the order of units and posts."""
    rows = Person.objects.filter(actor.within(DECIDE)).select_related("unit", "home")
    own = person_of(actor)
    rows = rows.exclude(pk=own) if own is not None else rows
    return rows.order_by("unit__path", "sort_order", "code")


def recorders_for(path: str) -> QuerySet[Account]:
    """Return the accounts that may be named to write down a talk at a path."""
    roles = [role for role, held in PERMISSIONS.items() if RUN in held]
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    rows = Account.objects.filter(is_active=True, grants__role__in=roles)
    on = Q(grants__to_on__isnull=True) | Q(grants__to_on__gt=clock.today())
    rows = rows.filter(on, grants__from_on__lte=clock.today(), grants__unit__path__in=above)
    return rows.distinct().order_by("username")


def polls_as_fact(actor: Actor, path: str) -> QuerySet[Poll]:
    """Return the published polls of persons that may be named with a talk at a path."""
    rows = Poll.objects.filter(actor.within(SEE, "path"), state=PollState.PUBLISHED)
    rows = rows.filter(kind__in=(PollKind.PERSONS, PollKind.MUTUAL)).defer("paper")
    return rows.filter(path__in=[path[:end] for end in range(4, len(path) + 1, 4)])


def poll_named(id_: UUID | None) -> Poll | None:
    """Return a poll for its title and day alone; whoever sees what names it sees these."""
    if id_ is None:
        return None
    return Poll.objects.only("title", "on").get(pk=id_)


def assessments_visible_to(actor: Actor) -> QuerySet[YearlyAssessment]:
    """Return the assessments that an actor may see, whole or only their own part of."""
    seen = actor.within(SEE, "path")
    own = person_of(actor)
    if own is not None:
        seen |= Q(pk__in=AssessedPerson.objects.filter(person_id=own).values("assessment_id"))
    return YearlyAssessment.objects.filter(seen).select_related("unit__home", "home")


def assessment_for(actor: Actor, id_: UUID | str) -> YearlyAssessment:
    """Return an assessment; raises NoSuchAssessment where there is none or it is unseen."""
    found = assessments_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchAssessment(_("没有这次年度考核，或您的账号无权查看。"))
    return found


def whole_for(actor: Actor, id_: UUID | str) -> YearlyAssessment:
    """Return an assessment that an actor sees whole; raises NoSuchAssessment."""
    found = assessment_for(actor, id_)
    if not sees_whole(actor, found):
        raise NoSuchAssessment(_("您的账号只能查看自己的考核情况。"))
    return found


def sees_whole(actor: Actor, assessment: YearlyAssessment) -> bool:
    """Tell whether an actor sees all who are assessed, not only themself."""
    return actor.may(SEE, assessment.path)


def assessed_visible_to(actor: Actor, assessment: YearlyAssessment) -> QuerySet[AssessedPerson]:
    """Return who is assessed as far as an actor may see, in the order of villages and posts."""
    rows = AssessedPerson.objects.filter(assessment=assessment).select_related("person", "unit")
    if sees_whole(actor, assessment):
        return rows
    own = person_of(actor)
    return rows.none() if own is None else rows.filter(person_id=own)


def assessed_for(actor: Actor, assessment: YearlyAssessment, id_: UUID | str) -> AssessedPerson:
    """Return somebody who is assessed; raises NoSuchAssessment where unseen."""
    found = assessed_visible_to(actor, assessment).filter(pk=id_).first()
    if found is None:
        raise NoSuchAssessment(_("这次年度考核没有这个人，或您的账号无权查看。"))
    return found


def polls_of_persons(home: Unit) -> QuerySet[Poll]:
    """Return the published polls of a home whose scores may be the part of the ballot."""
    rows = Poll.objects.filter(home=home, kind=PollKind.PERSONS, state=PollState.PUBLISHED)
    return rows.defer("paper").order_by("-on", "-id")


def units_to_assess(actor: Actor) -> QuerySet[Unit]:
    """Return the administrations whose cadres an actor may assess, in the tree's order."""
    kinds = ("city", "county", "township")
    units = Unit.objects.open_on(clock.today()).filter(actor.within(RUN, "path"), kind__in=kinds)
    return units.select_related("home", "parent").order_by("path")
