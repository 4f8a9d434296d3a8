"""Every write of the room."""

from bihuan.opinions.actions.answering import (
    answer_group,
    publish_group,
    withdraw_group,
    word_group,
)
from bihuan.opinions.actions.merging import merge_groups, move_opinion, split_opinion
from bihuan.opinions.actions.recording import record_opinion, record_opinions
from bihuan.opinions.actions.sorting import Guess, sort_opinion, void_opinion
from bihuan.opinions.actions.specs import OpinionSpec

__all__ = [
    "Guess",
    "OpinionSpec",
    "answer_group",
    "merge_groups",
    "move_opinion",
    "publish_group",
    "record_opinion",
    "record_opinions",
    "sort_opinion",
    "split_opinion",
    "void_opinion",
    "withdraw_group",
    "word_group",
]
