"""The pages of the room: thin, they fetch through access and write through actions."""

from bihuan.questionnaires.views.building import (
    new_question,
    new_questionnaire,
    place,
    question,
    removal,
    wording,
)
from bihuan.questionnaires.views.papers import codes, paper, papers, poster
from bihuan.questionnaires.views.reading import preview, questionnaire, questionnaires
from bihuan.questionnaires.views.results import opinions, results, texts, workbook
from bihuan.questionnaires.views.running import (
    closing,
    copy,
    last_day,
    opening,
    reopening,
    taking_back,
    void,
)

__all__ = [
    "closing",
    "codes",
    "copy",
    "last_day",
    "new_question",
    "new_questionnaire",
    "opening",
    "opinions",
    "paper",
    "papers",
    "place",
    "poster",
    "preview",
    "question",
    "questionnaire",
    "questionnaires",
    "removal",
    "reopening",
    "results",
    "taking_back",
    "texts",
    "void",
    "wording",
    "workbook",
]
