"""Every write of the room."""

from bihuan.questionnaires.actions.answering import submit_answers, type_in_paper
from bihuan.questionnaires.actions.asking import (
    QuestionSpec,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from bihuan.questionnaires.actions.batches import count_waiting
from bihuan.questionnaires.actions.building import (
    Wording,
    change_questionnaire,
    copy_questionnaire,
    make_questionnaire,
)
from bihuan.questionnaires.actions.codes import make_codes
from bihuan.questionnaires.actions.passing import pass_on_texts
from bihuan.questionnaires.actions.running import (
    close_questionnaire,
    extend_questionnaire,
    open_questionnaire,
    reopen_questionnaire,
    take_back_questionnaire,
    void_questionnaire,
)

__all__ = [
    "QuestionSpec",
    "Wording",
    "add_question",
    "change_question",
    "change_questionnaire",
    "close_questionnaire",
    "copy_questionnaire",
    "count_waiting",
    "extend_questionnaire",
    "make_codes",
    "make_questionnaire",
    "move_question",
    "open_questionnaire",
    "pass_on_texts",
    "remove_question",
    "reopen_questionnaire",
    "submit_answers",
    "take_back_questionnaire",
    "type_in_paper",
    "void_questionnaire",
]
