"""What the search box finds of this room: questionnaires by title or question, never an answer."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.questionnaires.access import questionnaires_visible_to
from bihuan.questionnaires.models import Question, Questionnaire
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[Questionnaire]]:
    """Declare the questionnaires whose title or a question has the words."""
    asked = words_of(words)
    titled, put = Q(), Question.objects.all()
    for word in asked:
        titled &= Q(title__icontains=word)
        put = put.filter(text__icontains=word)
    either = titled | Q(pk__in=put.values("questionnaire_id"))
    rows = questionnaires_visible_to(actor).filter(either)
    only = ("title", "opens_on", "home__name", "home__short_name")
    return [Named(rows, lambda found: [_hit(each, asked) for each in found], only=only)]


def _hit(questionnaire: Questionnaire, asked: list[str]) -> Hit:
    return Hit(
        kind=_("问卷"),
        title=marked(questionnaire.title, asked),
        url=reverse("questionnaires:questionnaire", args=[questionnaire.pk]),
        where=str(questionnaire.home),
        day=questionnaire.opens_on,
        icon="chart-bar",
    )
