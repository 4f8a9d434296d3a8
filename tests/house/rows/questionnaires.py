"""Questionnaires: the clerk builds, who sees opinions sees results, reporters type papers in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse

from bihuan.questionnaires.models import Questionnaire
from tests.house.addresses import CONTENT, EVERYBODY, INSIDE, OUTSIDER, REPORTERS, UNSEEN, Row
from tests.house.world import World

BUILDS = frozenset({"clerk"})
SEES = BUILDS | {"leader", "inspection_group"}
NO_DRAFT = EVERYBODY - SEES
Arguments = Callable[[World], Mapping[str, Any]]


def _poll(world: World) -> Mapping[str, Any]:
    return {"questionnaire_id": world.poll.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"questionnaire_id": world.draft_poll.pk}


def _question(questionnaire: Callable[[World], Questionnaire], position: int) -> Arguments:
    def arguments(world: World) -> Mapping[str, Any]:
        found = questionnaire(world)
        question = found.questions.get(position=position)
        return {"questionnaire_id": found.pk, "question_id": question.pk}

    return arguments


_of_draft = _question(lambda world: world.draft_poll, 6)
_words = _question(lambda world: world.poll, 4)


def _does(name: str, arguments: Arguments, *, draft: bool = False, **given: str) -> Row:
    """Return the row of what only the clerk does; a draft is unknown to reporters."""
    unseen = NO_DRAFT if draft else UNSEEN
    return Row(
        f"questionnaires:{name}", {302: BUILDS, 404: unseen}, arguments, method="post", given=given
    )


ROWS = [
    Row("questionnaires:list", {200: CONTENT}),
    Row("questionnaires:new", {200: BUILDS | OUTSIDER}),
    Row("questionnaires:questionnaire", {200: INSIDE, 404: UNSEEN}, _poll),
    Row("questionnaires:questionnaire", {200: SEES, 404: NO_DRAFT}, _draft),
    Row("questionnaires:preview", {200: INSIDE, 404: UNSEEN}, _poll),
    Row("questionnaires:wording", {200: BUILDS, 404: NO_DRAFT}, _draft),
    Row("questionnaires:new_question", {200: BUILDS, 404: NO_DRAFT}, _draft),
    Row("questionnaires:question", {200: BUILDS, 404: NO_DRAFT}, _of_draft),
    Row("questionnaires:question", {409: BUILDS, 404: UNSEEN}, _words),
    _does("place", _of_draft, draft=True, to="1"),
    _does("removal", _of_draft, draft=True),
    _does("opening", _draft, draft=True),
    _does("taking_back", _poll),
    _does("last_day", _poll),
    _does("closing", _poll),
    _does("reopening", _poll),
    _does("void", _poll, reason="题目有误"),
    _does("copy", _poll),
    _does("opinions", _words),
    Row(
        "questionnaires:codes",
        {200: BUILDS, 404: UNSEEN},
        _poll,
        method="post",
        given={"count": "3"},
    ),
    Row("questionnaires:poster", {200: INSIDE, 404: UNSEEN}, _poll),
    Row("questionnaires:paper", {200: INSIDE, 404: UNSEEN}, _poll),
    Row("questionnaires:papers", {200: BUILDS | REPORTERS, 404: UNSEEN}, _poll),
    Row("questionnaires:results", {200: SEES, 404: UNSEEN}, _poll),
    Row("questionnaires:workbook", {200: SEES, 404: UNSEEN}, _poll),
    Row("questionnaires:texts", {200: SEES, 404: UNSEEN}, _words),
]


def _are_mounted() -> bool:
    """Tell whether the room for residents has mounted the answering pages."""
    try:
        reverse("answering:questionnaire", kwargs={"slug": "x"})
    except NoReverseMatch:
        return False
    return True


def _slug(world: World) -> Mapping[str, Any]:
    return {"slug": world.poll.slug}


if _are_mounted():
    ROWS += [
        Row("answering:questionnaire", {200: EVERYBODY}, _slug, anonymous=200),
        Row("answering:thanks", {200: EVERYBODY}, _slug, anonymous=200),
    ]
