"""What was raised at a meeting becomes opinions, by category of who said it, never by name."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.meetings.actions.stepping import audited, held_by, require_held
from bihuan.meetings.errors import WordsStayInTheRoom
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.models import Meeting, RaisedPoint
from bihuan.opinions.actions import OpinionSpec, record_opinions
from bihuan.opinions.models import Giver, Opinion, Target
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action

MOST_POINTS = 200


@action("meeting.points")
def note_points(
    *,
    actor: Actor,
    meeting: Meeting,
    lines: Sequence[str],
    giver: str = Giver.UNKNOWN,
    target: str = Target.WORK,
) -> list[Opinion]:
    """Record what was raised, one opinion a line; what stands already of this meeting is left.

    Returns the new ones. Raises WordsStayInTheRoom for a democratic life meeting.
    """
    meeting = held_by(actor, meeting)
    channel = _channel_of(meeting)
    require_held(meeting)
    if not lines:
        raise Invalid(_("请把会上提出的意见写进来，一条一行。"))
    if len(lines) > MOST_POINTS:
        raise Invalid(_("一次最多%(n)d条，请分几次登记。") % {"n": MOST_POINTS})
    standing = set(meeting.points.values_list("opinion__text", flat=True))
    fresh = list(dict.fromkeys(line for line in lines if line not in standing))
    made = record_opinions(
        actor=actor,
        home=meeting.home,
        specs=[
            OpinionSpec(
                text=line,
                channel=channel,
                raised_on=meeting.on,
                unit=meeting.unit,
                giver=giver,
                target=target,
                place=meeting.place,
                occasion=meeting.title,
            )
            for line in fresh
        ],
        note=meeting.title,
    )
    _link(meeting, made)
    audited(actor, "meeting.points", meeting, [str(each.pk) for each in made], _n(made))
    return made


@action("meeting.points")
def link_points(*, actor: Actor, meeting: Meeting, opinions: Sequence[Opinion]) -> list[Opinion]:
    """Say of opinions that stand already that they were raised at a meeting."""
    meeting = held_by(actor, meeting)
    _channel_of(meeting)
    for opinion in opinions:
        if opinion.home_id != meeting.home_id:
            raise Invalid(_("意见%(n)s不是这里登记的，请另选。") % {"n": opinion.label})
    taken = RaisedPoint.objects.filter(opinion__in=[each.pk for each in opinions]).first()
    if taken is not None:
        raise Invalid(_("意见%(n)s已经算在一次会议上。") % {"n": taken.opinion.label})
    _link(meeting, opinions)
    audited(actor, "meeting.points", meeting, [str(each.pk) for each in opinions], _n(opinions))
    return list(opinions)


def _channel_of(meeting: Meeting) -> str:
    channel = rule_of(meeting.kind).channel
    if channel is None:
        raise WordsStayInTheRoom(
            _("%(kind)s上的批评意见不出会场，这里不登记；要办的事请写成整改措施。")
            % {"kind": meeting.get_kind_display()}
        )
    return channel


def _link(meeting: Meeting, opinions: Sequence[Opinion]) -> None:
    RaisedPoint.objects.bulk_create(
        RaisedPoint(id=new_id(), home_id=meeting.home_id, meeting=meeting, opinion=opinion)
        for opinion in opinions
    )


def _n(opinions: Sequence[Opinion]) -> str:
    return _("%(n)d条") % {"n": len(opinions)}
