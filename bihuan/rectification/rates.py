"""Response, solution and satisfaction rates, each with both its terms and what they mean (口径).

Definitions follow handbook §4 (the hotline's three rates). Demands that cannot lawfully be met are
explained and stand apart from all of them.
"""

import datetime as dt

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import Origin, Problem, Satisfaction, Satisfied, State
from bihuan.rectification.rules import Rate

APART = (State.VOID, State.EXPLAINED)
IN_TIME = Q(responded_on__isnull=False, responded_on__lte=F("respond_by"))


def rates_of(
    actor: Actor, unit: Unit, first: dt.date | None = None, last: dt.date | None = None
) -> list[Rate]:
    """Return the three rates of a subtree; days bound dispatch and answers. Two statements."""
    problems = Problem.objects.filter(actor.within(Permission.SEE_TASKS, "path"))
    problems = problems.under(unit.path).exclude(state__in=APART)
    sent = _between(
        Q(origin=Origin.RAISED, dispatched_on__isnull=False), "dispatched_on", first, last
    )
    counted = problems.filter(sent).aggregate(
        sent=Count("*"), in_time=Count("responded_on", filter=IN_TIME)
    )
    answers = Satisfaction.objects.filter(
        actor.within(Permission.SEE_TASKS, "path"),
        _between(Q(is_latest=True), "answered_on", first, last),
        path__gte=unit.path,
        path__lt=unit.path + "~",
    ).exclude(problem__state__in=APART)
    said = answers.aggregate(
        asked=Count("pk"),
        satisfied=Count("pk", filter=~Q(answer=Satisfied.NOT)),
        told=Count("pk", filter=Q(is_solved__isnull=False)),
        solved=Count("pk", filter=Q(is_solved=True)),
    )
    return [
        Rate(
            _("响应率"),
            counted["in_time"],
            counted["sent"],
            _("首次交办后在规定工作日内联系了反映人的问题数 ÷ 已交办的群众提的问题数"),
        ),
        Rate(
            _("解决率"),
            said["solved"],
            said["told"],
            _("回访时说“已解决”的意见数 ÷ 回访到并说了是否解决的意见数，每条意见以最近一次为准"),
        ),
        Rate(
            _("满意率"),
            said["satisfied"],
            said["asked"],
            _("评价“满意”“基本满意”的意见数 ÷ 作出评价的意见数，每条意见以最近一次为准"),
        ),
    ]


def _between(condition: Q, name: str, first: dt.date | None, last: dt.date | None) -> Q:
    if first is not None:
        condition &= Q(**{f"{name}__gte": first})
    return condition & Q(**{f"{name}__lte": last}) if last is not None else condition
