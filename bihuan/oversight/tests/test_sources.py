"""What the room offers to be counted."""

from bihuan.campaigns.models import Campaign
from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Scope
from bihuan.figures.models import Definition
from bihuan.orgs.tests.cast import Cast
from bihuan.oversight.tests import making


def _figure(cast: Cast, code: str, source: str, field: str, is_: object) -> Definition:
    return Definition.objects.create(
        home=cast.town,
        code=code,
        label=code,
        source=source,
        aggregate="count",
        where=[{"field": field, "is": is_}],
        nature="exact",
        period="all",
    )


def test_gates_and_conditions_are_counted(cast: Cast, campaign: Campaign) -> None:
    making.make_agreed(cast, "补开座谈会", "补发问卷", campaign=campaign)
    asked = [
        _figure(cast, "agreed", "oversight.gates", "is_agreed", True),
        _figure(cast, "open", "oversight.conditions", "is_met", False),
    ]
    answers, faults = answer_each(asked, Scope(cast.town), actor=cast.actor("clerk"))
    assert faults == {}
    assert {code: int(str(each.value)) for code, each in answers.items()} == {
        "agreed": 1,
        "open": 2,
    }
