"""A petition becomes a problem to be put right, without who brought it (handbook §3.6)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.duty.access import require_keeper
from bihuan.duty.actions.stepping import advance, checked_words, identity_of, told_by_none
from bihuan.duty.errors import NotNow
from bihuan.duty.models import Petition, StepKind
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.models import Unit
from bihuan.rectification.actions import ProblemSpec, open_problem
from bihuan.rectification.models import State

LONGEST_TITLE, LONGEST_DETAIL = 120, 2000


@dataclass(frozen=True)
class WhatIsWrong:
    """What is to be put right, in words of its own, and the unit that answers for it."""

    title: str
    unit: Unit
    detail: str = ""


@action("petition.put_right")
def put_right(*, actor: Actor, petition: Petition, wrong: WhatIsWrong) -> Petition:
    """Open a problem out of a petition whose summary is approved.

    The unit that answers for the problem may be the one complained of: it reads these words alone.
    Nothing of the problem names the petition or the day on which it came. Raises NotNow where no
    summary is approved or a problem stands, TellsWho where the words tell who brought it.
    """
    require_keeper(actor, petition)
    petition = locked(petition)
    if not petition.summary_by_name:
        raise NotNow(_("请先核定脱敏摘要，再列入整改：问题的责任单位看不到原文。"))
    if petition.problem is not None and petition.problem.state != State.VOID:
        raise NotNow(
            _("这件事项已经列入整改问题%(label)s，不用再列。") % {"label": petition.problem.label}
        )
    title = checked_words(_("问题"), wrong.title, LONGEST_TITLE, required=True)
    detail = checked_words(_("具体表现"), wrong.detail, LONGEST_DETAIL)
    told_by_none(identity_of(petition), {_("问题"): title, _("具体表现"): detail})
    spec = ProblemSpec(title=title, unit=wrong.unit, found_on=clock.today(), detail=detail)
    petition.problem = open_problem(actor=actor, home=petition.home, spec=spec)
    facts = {"problem": str(petition.problem.pk)}
    advance(petition, StepKind.PUT_RIGHT, actor, facts=facts)
    return petition
