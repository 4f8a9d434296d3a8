"""Talks and yearly assessments for the tests, reached through the actions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bihuan.appraisals import actions
from bihuan.appraisals.actions import (
    AssessmentSpec,
    CandidateSpec,
    Decided,
    GroupSpec,
    ReminderSpec,
)
from bihuan.appraisals.models import (
    AssessedPerson,
    Poll,
    PollKind,
    ReminderTalk,
    YearlyAssessment,
)
from bihuan.appraisals.tests.making import TODAY, make_held
from bihuan.figures.models import Definition
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Person, Unit
from bihuan.orgs.tests.cast import Cast, make_person, make_post, make_term
from bihuan.registers.tests.making import make_record, make_register

FACTS = "一月二十日集中清理渠道时擅自离岗，村民三次找不到人，渠道推迟两天通水。"
BASIS = "镇党委会议纪要〔2010〕2号"
YEAR = 2009


def as_person(account: Account, person: Person) -> Actor:
    """Let an account be a person's, and return who acts with it."""
    Account.objects.filter(pk=account.pk).update(person=person)
    account.refresh_from_db()
    return Actor.of(account)


def make_talk(cast: Cast, person: Person | None = None, **changes: object) -> ReminderTalk:
    """Decide on a talk with somebody of the first village, by the town's leader."""
    given: dict[str, object] = {"facts": FACTS, "basis": BASIS, **changes}
    return actions.decide_talk(
        actor=cast.actor("leader"),
        person=person or make_person(cast.villages[0], "张会计"),
        spec=ReminderSpec(**given),  # type: ignore[arg-type]
    )


def make_held_talk(cast: Cast, person: Person | None = None, **changes: object) -> ReminderTalk:
    """Decide on a talk and hold it on the same day."""
    talk = make_talk(cast, person, **changes)
    return actions.hold_talk(actor=cast.actor("leader"), talk=talk, on=TODAY, by="镇党委副书记")


def make_cadres(cast: Cast) -> dict[str, Person]:
    """Let the first two villages have a secretary and a director each, the third both in one."""
    found = {}
    for village in cast.villages[:2]:
        for title, kind in (("支部书记", "village_secretary"), ("村委会主任", "village_director")):
            person = make_person(village, f"{village.name}{title}")
            make_term(make_post(village, title, kind), person)
            found[person.name] = person
    both = make_person(cast.villages[2], "三村一肩挑")
    make_term(make_post(cast.villages[2], "支部书记", "village_secretary"), both)
    make_term(make_post(cast.villages[2], "村委会主任", "village_director"), both)
    return found | {both.name: both}


def make_targets(cast: Cast) -> tuple[Definition, Definition]:
    """Count the roads built of those planned: one of two in the first village, none elsewhere."""
    register = make_register(cast.town)
    clerk = cast.actor("clerk")
    for at, (village, state) in enumerate(
        [(0, "built"), (0, "planned"), (1, "planned"), (1, "planned")]
    ):
        make_record(  # a clerk's own are verified at once
            clerk,
            register,
            cast.villages[village],
            name=f"路段{at}",
            state=state,
            finished_on="2009-06-01",
        )
    known = {"home": cast.town, "source": "roads", "aggregate": "count", "nature": "exact"}
    met = Definition.objects.create(
        **known,
        code="roads_met",
        label="建成的路",
        unit_of_measure="条",
        where=[{"field": "state", "is": "built"}],
    )
    count = Definition.objects.create(
        **known, code="roads_due", label="应建的路", unit_of_measure="条"
    )
    return met, count


def make_poll(cast: Cast, persons: Sequence[Person], answers: Mapping[int, str]) -> Poll:
    """Publish a poll on persons in which ten voters answer alike, by item."""
    held = make_held(
        cast,
        PollKind.PERSONS,
        groups=[GroupSpec("党员", Decimal(100), 10)],
        candidates=[CandidateSpec(one.name, person=one) for one in persons],
        title="村干部民主测评",
    )
    questions = [{**held.poll.questions[0], "cap": 0}]
    actions.set_questions(actor=held.clerk, poll=held.poll, questions=questions)
    held.poll.refresh_from_db()
    held.key().print_slips({1: 10}).open()
    for at, slip in enumerate(held.slips[1]):
        # One differs, since nothing is told of a group that is of one mind.
        held.cast(slip, 1, {item: answer if at else "2" for item, answer in answers.items()})
    held.end().count().publish()
    return held.poll


def make_assessment(
    cast: Cast, *, unit: Unit | None = None, spec: AssessmentSpec | None = None, year: int = YEAR
) -> YearlyAssessment:
    """Make the town's assessment by its clerk."""
    return actions.make_assessment(
        actor=cast.actor("clerk"), unit=unit or cast.town, year=year, spec=spec or AssessmentSpec()
    )


def assessed(assessment: YearlyAssessment, name: str) -> AssessedPerson:
    """Return somebody who is assessed by name."""
    rows = AssessedPerson.objects.select_related("assessment", "person", "unit")
    return rows.get(assessment=assessment, person__name=name)


def decide(
    cast: Cast, assessment: YearlyAssessment, grade: str = "good", **named: str
) -> YearlyAssessment:
    """Decide one grade for all, others for some by name; return the assessment read again."""
    grades = {
        one.pk: named.get(one.person.name, grade)
        for one in assessment.assessed.select_related("person")
    }
    decided = Decided(grades=grades, on=TODAY, basis="党委会2010年第3次")
    actions.decide_grades(actor=cast.actor("leader"), assessment=assessment, decided=decided)
    assessment.refresh_from_db()
    return assessment


def later(days: int) -> dt.date:
    """Return a day some days after the office's day of the tests."""
    return TODAY + dt.timedelta(days=days)


def make_answered_talk(cast: Cast, person: Person | None = None) -> ReminderTalk:
    """Decide on a talk, hold it and write down the reply that was handed in."""
    leader, today = cast.actor("leader"), clock.today()
    talk = actions.hold_talk(
        actor=leader, talk=make_talk(cast, person), on=today, by="镇党委副书记"
    )
    actions.reply_to_talk(actor=leader, talk=talk, text="那天送孩子看病。", given_on=today)
    talk.refresh_from_db()
    return talk
