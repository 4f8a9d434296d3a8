"""Loading meetings, what they resolved, and heart talks: by the rooms' actions, at their moments.

What happened is not changed: a meeting or talk that the pack tells otherwise later is left. Cells
that hold several things part them by `;`.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings import actions as meetings
from bihuan.meetings.models import HeartTalk, Meeting, Part, Resolution
from bihuan.meetings.pairs import order_in
from bihuan.opinions.models import Opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Person, Unit, UnitKind
from bihuan.packs.content import Pack
from bihuan.packs.files import Row
from bihuan.packs.memory import Memory
from bihuan.packs.people import a_day, whole_number
from bihuan.tasks import actions as tasks
from bihuan.tasks.models import Task

M = TypeVar("M", bound=Model)
MEETING, RESOLUTION, TALK = "meeting", "resolution", "heart_talk"
EVERY_LEADER = "*"


class MeetingLoading:
    """Loads the three files; their faults are noted with file and line."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
        self.pack, self.home, self.memory, self.actor = pack, home, memory, actor
        self._units: dict[str, Unit] = {}
        self._people: dict[str, Person] = {}

    def load(self) -> None:
        """Load meetings, then what they resolved, then talks."""
        for row in self.pack.tables.get("meetings.csv", []):
            self._place(row, MEETING, partial(self._meeting, row))
        if self.memory.faults:
            return
        for row in self.pack.tables.get("resolutions.csv", []):
            self._place(row, RESOLUTION, partial(self._resolution, row))
        for row in self.pack.tables.get("heart_talks.csv", []):
            self._place(row, TALK, partial(self._talk, row))

    def _place(self, row: Row, kind: str, make: Callable[[], M]) -> None:
        said = dict(sorted(row.values.items()))
        self.memory.place((row.file, row.line), kind, row["ref"], said, make)

    def _meeting(self, row: Row) -> Meeting:
        moment = self._moment(row)
        with clock.set_back_to(moment):
            actor = self._by(row["entered_by"])
            made = self._called(row, actor)
            state = row["state"] or "held"
            if state == "called":
                return made
            if state != "held":
                raise Invalid("“state”应为 called 或 held。")
            meetings.hold_meeting(
                actor=actor, meeting=made, counts=_counts(row), named=list(self._named(row))
            )
            refs = _parts(row["points"])
            if refs:
                opinions = [self._opinion(ref) for ref in refs]
                meetings.link_points(actor=actor, meeting=made, opinions=opinions)
        for code, done_on, count, out_of in _steps(row):
            with clock.set_back_to(max(moment, _at(done_on, 17))):
                meetings.mark_step(
                    actor=actor,
                    meeting=made,
                    code=code,
                    done_on=done_on,
                    count=count,
                    out_of=out_of,
                )
        return made

    def _called(self, row: Row, actor: Actor) -> Meeting:
        """Call a meeting, or call one anew that had no quorum (`again_of`)."""
        spec = self._spec(row)
        if not row["again_of"]:
            return meetings.call_meeting(actor=actor, spec=spec)
        first = self._known(row["again_of"])
        return meetings.call_again(actor=actor, meeting=first, on=spec.on)

    def _known(self, ref: str) -> Meeting:
        item = self.memory.known(MEETING, ref)
        rows = Meeting.objects.select_related("home", "unit__home")
        meeting = rows.filter(pk=item.object_id).first() if item else None
        if meeting is None:
            raise Invalid(f"meetings.csv 里没有“{ref}”。")
        return meeting

    def _spec(self, row: Row) -> meetings.MeetingSpec:
        on = a_day(row, "on")
        if on is None:
            raise Invalid("“on”必须填写。")
        return meetings.MeetingSpec(
            unit=self._unit(row["unit"]),
            kind=row["kind"],
            title=row["title"],
            on=on,
            begins_at=_time(row, "begins_at"),
            ends_at=_time(row, "ends_at"),
            place=row["place"],
            chair=row["chair"],
            recorder=row["recorder"],
            agenda=row["agenda"].replace(";", "\n"),
            invited=tuple(self._invited(row)),
        )

    def _invited(self, row: Row) -> Iterator[Unit]:
        """Yield the units of the codes or kinds that a row names."""
        for word in _parts(row["invited"]):
            if word in UnitKind.values:
                rows = Unit.objects.filter(home=self.home, kind=word)
                yield from rows.exclude(pk=self.home.pk).order_by("path")
            else:
                yield self._unit(word)

    def _named(self, row: Row) -> Iterator[meetings.Named]:
        excused = dict(_with_reason(word) for word in _parts(row["excused"]))
        attends = _parts(row["attends"])
        if attends == [EVERY_LEADER]:
            day = a_day(row, "on")
            leaders = order_in(self.home, day).leaders if day else ()
            attends = [leader.person.code for leader in leaders]
        for code in attends:
            if code not in excused:
                yield meetings.Named(self._person(code), Part.ATTENDS)
        for code, reason in excused.items():
            yield meetings.Named(self._person(code), Part.EXCUSED, reason)
        for code in _parts(row["observes"]):
            yield meetings.Named(self._person(code), Part.OBSERVES)

    def _resolution(self, row: Row) -> Resolution:
        meeting = self._known(row["meeting"])
        due_on = a_day(row, "due_on")
        spec = meetings.ResolutionSpec(
            text=row["text"],
            unit=self._unit(row["unit"]) if row["unit"] else None,
            due_on=due_on,
            is_task=row["is_task"] == "是",
        )
        moment = self._moment(row) if row["recorded_at"] else meeting.state_at
        with clock.set_back_to(moment):
            made = meetings.record_resolution(
                actor=self._by(row["entered_by"]), meeting=meeting, spec=spec
            )
        if made.task is not None:
            self._work(row, made.task, moment)
        return made

    def _work(self, row: Row, task: Task, moment: dt.datetime) -> None:
        """Bring a task to where it stands: signed for, told of, submitted, verified, closed."""
        deeds: tuple[tuple[str, str, Callable[[Actor, Task], object]], ...] = (
            ("signed_on", "done_by", lambda by, one: tasks.sign_for_task(actor=by, task=one)),
            ("told_on", "done_by", partial(_tell, row)),
            (
                "submitted_on",
                "done_by",
                lambda by, one: tasks.submit_task(actor=by, task=one, note=row["progress"]),
            ),
            (
                "verified_on",
                "verified_by",
                lambda by, one: tasks.verify_task(
                    actor=by, task=one, accepted=True, note="已查看，属实"
                ),
            ),
            ("closed_on", "verified_by", lambda by, one: tasks.close_task(actor=by, task=one)),
        )
        for hour, (day_column, by_column, deed) in enumerate(deeds, 10):
            day = a_day(row, day_column)
            if day is not None:
                standing = Task.objects.select_related("unit__home", "home").get(pk=task.pk)
                with clock.set_back_to(max(moment, _at(day, hour))):
                    deed(self._by(row[by_column]), standing)

    def _talk(self, row: Row) -> HeartTalk:
        on = a_day(row, "on")
        if on is None:
            raise Invalid("“on”必须填写。")
        spec = meetings.TalkSpec(
            person=self._person(row["first"]),
            others=(self._person(row["second"]),),
            on=on,
            place=row["place"],
            kind=row["kind"],
            follow_ups=whole_number(row, "follow_ups", 0),
        )
        with clock.set_back_to(_at(on, 17)):
            made = meetings.record_talks(
                actor=self._by(row["entered_by"]), home=self.home, spec=spec
            )
        return made[0]

    def _moment(self, row: Row) -> dt.datetime:
        """Return when a row was entered: `recorded_at`, else the evening of its day, else now."""
        text = row["recorded_at"]
        if not text:
            day = a_day(row, "on")
            return min(_at(day, 18), clock.now()) if day else clock.now()
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise Invalid(f"“recorded_at”应如 2009-11-03T09:20，现在是“{text}”。") from error
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        if aware > clock.now():
            raise Invalid(f"时间 {text} 还没有到。")
        return aware

    def _unit(self, code: str) -> Unit:
        if code not in self._units:
            found = Unit.objects.select_related("home").filter(code=code).first()
            if found is None:
                raise Invalid(f"没有代码为“{code}”的单位。")
            self._units[code] = found
        return self._units[code]

    def _person(self, code: str) -> Person:
        if code not in self._people:
            rows = Person.objects.select_related("unit").filter(home=self.home, code=code)
            found = rows.first()
            if found is None:
                raise Invalid(f"没有代码为“{code}”的人员。")
            self._people[code] = found
        return self._people[code]

    def _opinion(self, ref: str) -> Opinion:
        item = self.memory.known("opinion", ref)
        found = Opinion.objects.filter(pk=item.object_id).first() if item else None
        if found is None:
            raise Invalid(f"内容包里没有编号为“{ref}”的意见。")
        return found

    def _by(self, username: str) -> Actor:
        """Return the account that a row names, as it stood at the moment; else whoever loads it."""
        if not username:
            return self.actor
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise Invalid(f"没有用户名为“{username}”的账号。")
        return Actor.of(account)


def _tell(row: Row, by: Actor, task: Task) -> object:
    percent = whole_number(row, "percent", 0)
    return tasks.report_progress(
        actor=by, task=task, progress=tasks.Progress(row["progress"], percent, "", "")
    )


def _counts(row: Row) -> list[meetings.Counts]:
    """Return the counts of a cell such as `members:36/37; villagers:13/13` (came of should)."""
    made = []
    for word in _parts(row["attendance"]):
        category, _mark, numbers = word.partition(":")
        came, _slash, should = numbers.partition("/")
        if not came.isdigit() or (should and not should.isdigit()):
            raise Invalid(f"“attendance”应如 members:36/37（实到/应到），现在是“{word}”。")
        made.append(meetings.Counts(category.strip(), int(should or came), int(came)))
    return made


def _steps(row: Row) -> Iterator[tuple[str, dt.date, int | None, int | None]]:
    """Yield the steps of a cell such as `theme:2009-11-20; papers:2009-12-19:12/12`."""
    for word in _parts(row["steps"]):
        code, _mark, rest = word.partition(":")
        day, _mark, numbers = rest.partition(":")
        count, _slash, out_of = numbers.partition("/")
        try:
            done_on = dt.date.fromisoformat(day)
            yield code, done_on, int(count) if count else None, int(out_of) if out_of else None
        except ValueError as error:
            raise Invalid(f"“steps”应如 papers:2009-12-19:12/12，现在是“{word}”。") from error


def _with_reason(word: str) -> tuple[str, str]:
    """Return code and reason of a word such as `mayor(公务)`."""
    code, _mark, reason = word.replace("（", "(").replace("）", ")").partition("(")
    return code.strip(), reason.removesuffix(")").strip()


def _parts(text: str) -> list[str]:
    words = (word.strip() for word in text.replace("；", ";").split(";"))
    return [word for word in words if word]


def _time(row: Row, column: str) -> dt.time | None:
    text = row[column]
    if not text:
        return None
    try:
        return dt.time.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"“{column}”应为时间（如 09:00），现在是“{text}”。") from error


def _at(day: dt.date, hour: int) -> dt.datetime:
    """Return an hour of a day in the office's zone, never later than the office's moment."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    now = clock.now()
    if moment > now and moment.date() > now.date():
        raise Invalid(f"日期 {day.isoformat()} 还没有到。")
    return min(moment, now)
