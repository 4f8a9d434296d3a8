"""Which polls and results an actor may see: the only way a view fetches.

A poll is seen by those over its unit. What speaks of no person is, once published, seen in the
whole administration; what speaks of persons only by who holds the permission for it over the unit.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.appraisals.errors import NoSuchPoll
from bihuan.appraisals.models import OF_PERSONS, Poll, PollState, VoterGroup
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

SEE, RUN, CHAIR = Permission.SEE_POLLS, Permission.RUN_POLLS, Permission.CHAIR_POLLS
JUDGE = Permission.SEE_APPRAISALS


def polls_seen(actor: Actor) -> Q:
    """Return the condition of a poll being seen."""
    published = Q(state=PollState.PUBLISHED) & ~Q(kind__in=OF_PERSONS)
    everybody = Q(pk__in=[])
    for path in actor.homes.get(SEE, ()):
        everybody |= Q(path__gte=path, path__lt=path + "~")
    return actor.within(SEE, "path") | (published & everybody)


def polls_visible_to(actor: Actor) -> QuerySet[Poll]:
    """Return the polls that an actor may see, without their papers, which are long."""
    rows = Poll.objects.filter(polls_seen(actor)).select_related("unit__home", "home", "meeting")
    return rows.defer("paper")


def poll_for(actor: Actor, id_: UUID | str) -> Poll:
    """Return a poll; raises NoSuchPoll where there is none or it is unseen."""
    rows = Poll.objects.filter(polls_seen(actor)).select_related("unit__home", "home", "meeting")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise NoSuchPoll(_("没有这次测评，或您的账号无权查看。"))
    return found


def group_of(poll: Poll, number: int) -> VoterGroup:
    """Return a group of a poll by its number; raises NoSuchPoll."""
    found = VoterGroup.objects.filter(poll=poll, number=number).first()
    if found is None:
        raise NoSuchPoll(_("这次测评没有这个投票人组。"))
    return found


def poll_of_slug(slug: str) -> Poll:
    """Return the poll that voters open by its address; raises NoSuchPoll for none or a draft."""
    rows = Poll.objects.exclude(state__in=(PollState.DRAFT, PollState.VOID))
    found = rows.filter(slug=slug).select_related("home").first()
    if found is None:
        raise NoSuchPoll(_("没有这次测评，请核对网址或票证上的二维码。"))
    return found


def sees_result(actor: Actor, poll: Poll) -> bool:
    """Tell whether an actor may see what came of a poll."""
    if not poll.is_counted:
        return False
    if poll.is_of_persons:
        return actor.may(JUDGE, poll.path)
    return (
        poll.state == PollState.PUBLISHED
        or actor.may(RUN, poll.path)
        or actor.may(CHAIR, poll.path)
    )


def require_result(actor: Actor, poll: Poll) -> None:
    """Raise NoSuchPoll unless an actor may see the result."""
    if not sees_result(actor, poll):
        raise NoSuchPoll(_("这次测评还没有开票，或您的账号无权查看结果。"))


def units_to_poll(actor: Actor) -> QuerySet[Unit]:
    """Return the open units for which an actor may hold polls, in the tree's order."""
    units = Unit.objects.open_on(clock.today()).filter(actor.within(RUN, "path"))
    return units.select_related("home", "parent").order_by("path")
