"""Recording who came: counts by category, people by name where they are few, and the quorum."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.meetings.actions.stepping import audited, held_by, stepped
from bihuan.meetings.errors import NotNow
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.models import (
    Attendance,
    Attendee,
    Category,
    Meeting,
    MeetingState,
    Part,
    StepKind,
)
from bihuan.meetings.policy import quorum_rule
from bihuan.meetings.rules import Quorum, doubled
from bihuan.meetings.sequences import Counted, steps_of
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text
from bihuan.orgs.models import Person

LONGEST_EXCUSE = 40
MOST_PEOPLE = 100_000
MOST_NAMED = 60


@dataclass(frozen=True)
class Counts:
    """How many of a category should come, and how many came."""

    category: str
    should: int
    came: int


@dataclass(frozen=True)
class Named:
    """Somebody by name, in what part; a reason where excused."""

    person: Person
    part: str
    reason: str = ""


@action("meeting.hold")
def hold_meeting(
    *, actor: Actor, meeting: Meeting, counts: Sequence[Counts], named: Sequence[Named] = ()
) -> Meeting:
    """Record that a meeting took place and who came; again, to correct it.

    Those named (attending or excused) make up the category of the meeting's kind, which is then
    not counted beside. Raises NotAllowed, NotNow, Invalid for a day to come, more than should have
    come, nobody at all, a category or a person twice.
    """
    meeting = held_by(actor, meeting)
    if meeting.on > clock.today():
        raise Invalid(
            _("会议定在%(day)s，还没有到，不能登记为已召开；日期有变的请先更改。")
            % {"day": write_date(meeting.on)}
        )
    people = _checked_people(meeting, named)
    rows = _with_named(meeting, _checked_counts(counts), people)
    if not sum(row.should for row in rows):
        raise Invalid(_("应到人数是0，无法登记，请填写应到和实到人数。"))
    quorum = _quorum(meeting, rows)
    is_correction = meeting.is_held
    _refuse_orphans(meeting, quorum)
    meeting.should, meeting.came = sum(r.should for r in rows), sum(r.came for r in rows)
    meeting.is_quorate = None if quorum is None else quorum.holds
    meeting.quorum = {} if quorum is None else quorum.kept()
    meeting.state, meeting.state_at = MeetingState.HELD, clock.now()
    meeting.save()
    _write(meeting, rows, people)
    _mark_that_day(actor, meeting)
    facts = {"should": meeting.should, "came": meeting.came}
    stepped(actor, meeting, StepKind.CORRECT if is_correction else StepKind.HOLD, facts=facts)
    said = [[row.category, row.should, row.came] for row in rows]
    audited(actor, "meeting.hold", meeting, {"counts": said, "named": len(people)})
    return meeting


def _checked_counts(counts: Sequence[Counts]) -> list[Counts]:
    twice = doubled(each.category for each in counts)
    if twice is not None:
        label = Category(twice).label if twice in Category.values else twice
        raise Invalid(_("“%(category)s”填了两次，请合成一行。") % {"category": label})
    kept = []
    for each in counts:
        label = Category(checked_choice(_("到会类别"), each.category, Category)).label
        if each.should < 0 or each.came < 0 or each.should > MOST_PEOPLE:
            raise Invalid(_("“%(category)s”的人数不对，请改正。") % {"category": label})
        if each.came > each.should:
            raise Invalid(
                _("“%(category)s”实到%(came)d人，多于应到%(should)d人，请改正。")
                % {"category": label, "came": each.came, "should": each.should}
            )
        if each.should:
            kept.append(each)
    return kept


def _checked_people(meeting: Meeting, named: Sequence[Named]) -> list[Named]:
    if len(named) > MOST_NAMED:
        raise Invalid(_("按名单登记的最多%(n)d人，人多的会议请只填人数。") % {"n": MOST_NAMED})
    twice = doubled(each.person.pk for each in named)
    if twice is not None:
        name = next(each.person for each in named if each.person.pk == twice)
        raise Invalid(_("“%(name)s”在名单里有两次，请去掉一次。") % {"name": name})
    kept = []
    for each in named:
        if not each.person.unit.path.startswith(meeting.home.path):
            raise Invalid(
                _("“%(name)s”不是%(home)s的人员，请另选。")
                % {"name": each.person, "home": meeting.home}
            )
        part = checked_choice(_("到会情况"), each.part, Part)
        reason = checked_text(_("请假事由"), each.reason, LONGEST_EXCUSE, required=False)
        kept.append(Named(each.person, part, reason if part == Part.EXCUSED else ""))
    return kept


def _with_named(meeting: Meeting, rows: list[Counts], people: Sequence[Named]) -> list[Counts]:
    """Return the rows with the one that those named make up."""
    should = sum(each.part != Part.OBSERVES for each in people)
    if not should:
        return rows
    category = rule_of(meeting.kind).counted
    made = Counts(category, should, sum(each.part == Part.ATTENDS for each in people))
    given = next((row for row in rows if row.category == category), made)
    if given != made:
        raise Invalid(
            _("“%(category)s”已经按名单算出应到%(should)d人、实到%(came)d人，不用再填人数。")
            % {"category": category.label, "should": made.should, "came": made.came}
        )
    return [made, *(row for row in rows if row.category != category)]


def _quorum(meeting: Meeting, rows: Sequence[Counts]) -> Quorum | None:
    rule = quorum_rule(meeting.kind, meeting.path, meeting.on)
    if rule is None:
        return None
    category = rule_of(meeting.kind).counted
    row = next((row for row in rows if row.category == category), None)
    if row is None:
        raise Invalid(
            _("%(kind)s按“%(category)s”看到会是否达到规定，请填写它的应到和实到人数。")
            % {"kind": meeting.get_kind_display(), "category": category.label}
        )
    return Quorum(rule, row.should, row.came, category.value)


def _refuse_orphans(meeting: Meeting, quorum: Quorum | None) -> None:
    if quorum is None or quorum.holds:
        return
    if meeting.resolutions.filter(void_on=None).exists():
        raise NotNow(
            _(
                "改后到会%(came)d人，不到规定的%(needed)d人，而这次会议已有议定事项；请先撤回议定事项。"
            )
            % {"came": quorum.came, "needed": quorum.needed}
        )


def _write(meeting: Meeting, rows: Sequence[Counts], people: Sequence[Named]) -> None:
    """Let attendance be this; who is no longer named is marked so, a category without anybody 0."""
    standing = {each.category: each for each in meeting.attendance.all()}
    wanted = {row.category: row for row in rows}
    for category, each in standing.items():
        row = wanted.get(category)
        each.should, each.came = (row.should, row.came) if row else (0, 0)
    Attendance.objects.bulk_update(standing.values(), ["should", "came"])
    Attendance.objects.bulk_create(
        Attendance(
            id=new_id(),
            home_id=meeting.home_id,
            meeting=meeting,
            category=row.category,
            should=row.should,
            came=row.came,
        )
        for row in rows
        if row.category not in standing
    )
    meeting.attendees.filter(removed_at=None).update(removed_at=clock.now())
    Attendee.objects.bulk_create(
        Attendee(
            id=new_id(),
            home_id=meeting.home_id,
            meeting=meeting,
            person=each.person,
            part=each.part,
            reason=each.reason,
        )
        for each in people
    )


def _mark_that_day(actor: Actor, meeting: Meeting) -> None:
    """Mark the step that the meeting itself is: nobody has to say so twice."""
    codes = [
        step.code
        for step in steps_of(meeting.kind)
        if step.is_that_day and step.counted is Counted.RESOLUTIONS
    ]
    if codes and meeting.is_quorate is not False:
        rows = meeting.sequence.filter(code__in=codes, done_on=None)
        rows.update(done_on=meeting.on, marked_at=clock.now(), marked_by_name=actor.name[:60])
