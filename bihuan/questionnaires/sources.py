"""What the room offers to be counted: responses by day, and answers question by question.

An answer has no day of its own: it counts on the day its questionnaire was opened. Neither source
has a field by which answers could be cut into groups, and questions that too few answered are left
out; comparing groups is the result page's, which hides the small ones.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.sources import Field, Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import value_at
from bihuan.questionnaires.models import (
    Answer,
    Batch,
    Question,
    Questionnaire,
    Response,
    State,
    Way,
)
from bihuan.questionnaires.policy import SMALLEST_GROUP

COUNTED = [State.OPEN, State.CLOSED]


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _responses(home: Unit) -> Source:
    return Source(
        code="questionnaires.responses",
        label=_("问卷答卷"),
        rows=lambda _as_of: Response.objects.filter(questionnaire__state__in=COUNTED),
        fields=_fields(
            Field("questionnaire", _("问卷"), "choice", "questionnaire_id", choices=_titles(home)),
            Field("way", _("方式"), "choice", "way", choices=_labels(Way)),
        ),
        visible_to=_seen,
        describe=lambda row: {
            _("问卷"): row.questionnaire.title,
            _("方式"): row.get_way_display(),
        },
        url=_result_url,
        path="questionnaire__home__path",
        unit="questionnaire__home_id",
        unit_of=lambda row: row.questionnaire.home,
        day="day",
        order=("pk",),
        related=("questionnaire__home",),
        page=lambda: reverse("questionnaires:list"),
    )


def _answers(home: Unit) -> Source:
    return Source(
        code="questionnaires.answers",
        label=_("问卷答复"),
        rows=_answered(home),
        fields=_fields(
            Field("questionnaire", _("问卷"), "choice", "questionnaire_id", choices=_titles(home)),
            Field("question", _("题目"), "choice", "question_id", choices=_questions(home)),
            Field("row", _("逐项"), "text", "row_label"),
            Field("option", _("选项"), "text", "label"),
            Field("number", _("分值或填的数"), "number", "number", decimals=2),
            Field("text", _("文字"), "text", "text"),
            Field("is_first", _("一人一行"), "yes_no", "is_first"),
        ),
        visible_to=_seen,
        describe=_described,
        url=_result_url,
        path="questionnaire__home__path",
        unit="questionnaire__home_id",
        unit_of=lambda row: row.questionnaire.home,
        day="day",
        order=("pk",),
        related=("questionnaire__home", "question"),
        page=lambda: reverse("questionnaires:list"),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "questionnaires.responses": _responses,
    "questionnaires.answers": _answers,
}


def _answered(home: Unit) -> Callable[[object], QuerySet[Answer]]:
    smallest = int(value_at(SMALLEST_GROUP, home.path, clock.today()))
    enough = Question.objects.filter(Q(answered__gte=smallest) | Q(kind="text"))

    def rows(_as_of: object) -> QuerySet[Answer]:
        return Answer.objects.filter(
            batch=Batch.COUNTED,
            questionnaire__state__in=COUNTED,
            question_id__in=enough.values("pk"),
        ).annotate(day=F("questionnaire__opens_on"))

    return rows


def _described(answer: Answer) -> dict[str, str]:
    """Return one answer to one question, and nothing that leads to the same person's others."""
    number = "" if answer.number is None else f"{answer.number / 100:g}"
    said = {
        _("问卷"): answer.questionnaire.title,
        _("题目"): str(answer.question),
        _("逐项"): answer.row_label,
        _("答复"): answer.label or answer.text or number,
    }
    return {label: text for label, text in said.items() if text}


def _titles(home: Unit) -> dict[str, str]:
    opened = Questionnaire.objects.filter(home__path__startswith=home.path).counted()
    return {str(pk): title for pk, title in opened.values_list("pk", "title")}


def _questions(home: Unit) -> dict[str, str]:
    asked = Question.objects.filter(
        questionnaire__home__path__startswith=home.path, questionnaire__state__in=COUNTED
    ).select_related("questionnaire")
    return {str(each.pk): f"{each.questionnaire.title} {each}" for each in asked}


def _labels(choices: Any) -> dict[str, str]:
    return {str(each.value): str(each.label) for each in choices}


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}


def _seen(actor: Actor) -> Q:
    return actor.within(Permission.SEE_OPINIONS, "questionnaire__home__path")


def _result_url(row: Any) -> str:
    return reverse("questionnaires:results", args=[row.questionnaire_id])
