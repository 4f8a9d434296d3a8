"""Handing a case to the unit that deals with it: a task that says the number and nothing else.

Tasks are seen by more people than cases are, so neither title nor requirement says what it is
about; who may read the sheet opens it by the task's link (`about.py`).
"""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.duty.models import Case, Dispute
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.tasks.actions import About, Due, TaskSpec, assign_task

KIND = "case"
"""What a task says that it is about, of a dispute and of a petition alike."""


def hand_over(actor: Actor, case: Case, due_on: dt.date) -> None:
    """Assign the task of dealing with a case to its lead unit."""
    assert case.lead_unit is not None
    is_dispute = isinstance(case, Dispute)
    what = _("矛盾纠纷") if is_dispute else _("信访事项")
    how = _("在事项页面登记调处情况和结果") if is_dispute else _("按交办单办理，办结后书面报告")
    assign_task(
        actor=actor,
        home=case.home,
        spec=TaskSpec(
            title=_("办理%(what)s%(number)s") % {"what": what, "number": case.written_number},
            unit=case.lead_unit,
            due=Due(on=max(due_on, clock.today())),
            requirement=how,
            leader=case.leader,
            responsible=(case.lead_person,) if case.lead_person else (),
            about=About(KIND, case.pk),
        ),
    )
