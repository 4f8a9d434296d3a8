"""Opening a questionnaire, its last day, closing, and what is done when something was wrong."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, apply, checked_text
from bihuan.questionnaires.actions.batches import count_all
from bihuan.questionnaires.actions.holding import held, held_draft, noted, refuse_broken
from bihuan.questionnaires.errors import WrongState
from bihuan.questionnaires.models import Questionnaire, State


@action("questionnaire.open")
def open_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, closes_on: dt.date | None = None
) -> Questionnaire:
    """Let a draft be answered from today; its questions stand from now on.

    Raises NotADraft; Invalid for no question, a condition that looks forward, or a last day past.
    """
    questionnaire = held_draft(actor, questionnaire)
    if not questionnaire.questions.exists():
        raise Invalid(_("问卷还没有题目，请先加题。"))
    refuse_broken(questionnaire)
    _refuse_past(closes_on)
    changes = {"state": State.OPEN, "opens_on": clock.today(), "closes_on": closes_on}
    apply(questionnaire, changes, changes)
    noted(actor, "questionnaire.open", questionnaire)
    return questionnaire


@action("questionnaire.take_back")
def take_back_questionnaire(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Make an open questionnaire that nobody has answered a draft again; raises WrongState."""
    questionnaire = held(actor, questionnaire, State.OPEN)
    if questionnaire.responses.exists():
        raise WrongState(_("已经有人答了，题目不能再改；请结束它，复制一份新的再改。"))
    apply(questionnaire, {"state": State.DRAFT, "opens_on": None}, ("state", "opens_on"))
    noted(actor, "questionnaire.take_back", questionnaire)
    return questionnaire


@action("questionnaire.extend")
def extend_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, closes_on: dt.date | None
) -> Questionnaire:
    """Change the last day of an open questionnaire; none means until it is closed."""
    questionnaire = held(actor, questionnaire, State.OPEN)
    _refuse_past(closes_on)
    if apply(questionnaire, {"closes_on": closes_on}, ("closes_on",)):
        noted(actor, "questionnaire.extend", questionnaire)
    return questionnaire


@action("questionnaire.close")
def close_questionnaire(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Take no more answers, and count all that came."""
    questionnaire = held(actor, questionnaire, State.OPEN)
    changes = {"state": State.CLOSED, "closed_on": clock.today()}
    apply(questionnaire, changes, changes)
    count_all(questionnaire)
    noted(actor, "questionnaire.close", questionnaire)
    return questionnaire


@action("questionnaire.reopen")
def reopen_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, closes_on: dt.date | None = None
) -> Questionnaire:
    """Take answers again, until another last day."""
    questionnaire = held(actor, questionnaire, State.CLOSED)
    _refuse_past(closes_on)
    changes = {"state": State.OPEN, "closed_on": None, "closes_on": closes_on}
    apply(questionnaire, changes, changes)
    noted(actor, "questionnaire.reopen", questionnaire)
    return questionnaire


@action("questionnaire.void")
def void_questionnaire(*, actor: Actor, questionnaire: Questionnaire, reason: str) -> Questionnaire:
    """Make a questionnaire void, with a reason: its answers stay and count nowhere."""
    questionnaire = held(actor, questionnaire, State.DRAFT, State.OPEN, State.CLOSED)
    changes = {"state": State.VOID, "void_reason": checked_text(_("作废理由"), reason, 200)}
    apply(questionnaire, changes, changes)
    noted(actor, "questionnaire.void", questionnaire, changes["void_reason"])
    return questionnaire


def _refuse_past(closes_on: dt.date | None) -> None:
    if closes_on is not None and closes_on < clock.today():
        raise Invalid(_("截止日期不能早于今天。"))
