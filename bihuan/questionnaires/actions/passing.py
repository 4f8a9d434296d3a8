"""Handing free answers to the opinions: each once, with a day and nobody's name."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.opinions.actions import OpinionSpec, record_opinions
from bihuan.opinions.models import Channel
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.questionnaires.actions.holding import held, noted
from bihuan.questionnaires.models import Answer, Batch, Question, Questionnaire, State
from bihuan.questionnaires.rules.asked import Kind


@action("questionnaire.pass_on")
def pass_on_texts(*, actor: Actor, questionnaire: Questionnaire, question: Question) -> int:
    """Record each counted text of a question that was not yet passed on; return how many.

    In the order of their random keys. The opinion's `ref` is the answer's id, so that doing it
    twice records nothing twice. Raises WrongState for a draft or a void one, Invalid for a question
    that does not ask for words.
    """
    questionnaire = held(actor, questionnaire, State.OPEN, State.CLOSED)
    if question.kind != Kind.TEXT or question.questionnaire_id != questionnaire.pk:
        raise Invalid(_("只有文字题的答复可以转为意见。"))
    texts = list(
        question.answers.select_for_update(of=("self",))
        .filter(batch=Batch.COUNTED, is_passed_on=False)
        .exclude(text="")
        .order_by("pk")
    )
    if not texts:
        return 0
    raised_on = _last_day(questionnaire)
    record_opinions(
        actor=actor,
        home=questionnaire.home,
        specs=[
            OpinionSpec(
                text=answer.text,
                channel=Channel.QUESTIONNAIRE,
                raised_on=raised_on,
                unit=questionnaire.home,
                occasion=questionnaire.title,
                ref=str(answer.pk),
            )
            for answer in texts
        ],
        note=questionnaire.title,
    )
    Answer.objects.filter(pk__in=[answer.pk for answer in texts]).update(is_passed_on=True)
    noted(
        actor,
        "questionnaire.pass_on",
        questionnaire,
        _("%(question)s：%(n)d条") % {"question": question, "n": len(texts)},
    )
    return len(texts)


def _last_day(questionnaire: Questionnaire) -> dt.date:
    """Return the last day on which an answer can have been given: no answer keeps its own."""
    days = [clock.today(), questionnaire.closed_on, questionnaire.closes_on]
    return min(day for day in days if day is not None)
