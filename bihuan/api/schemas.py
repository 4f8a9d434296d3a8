"""What the interface takes and gives, as types: its OpenAPI description is made of them."""

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

Ref = Annotated[str, Field(min_length=1, max_length=80, description="对方系统的编号，重送时不变")]


class Strict(Schema):
    """A body in which an unknown name is a fault, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class OpinionIn(Strict):
    """An opinion as another system hands it in. No name of whoever raised it."""

    ref: Ref
    text: str = Field(min_length=1, description="意见原话")
    raised_on: dt.date = Field(description="提出日期")
    unit: str = Field(default="", description="所涉单位的代码；不填为本级")
    channel: str = Field(default="other_system", description="hotline 或 other_system")
    giver: str = Field(default="unknown", description="意见人类别的代码，不是姓名")
    place: str = Field(default="", max_length=120, description="地点")


class OpinionsIn(Strict):
    """Several opinions: all are taken, or none."""

    opinions: list[OpinionIn] = Field(min_length=1, max_length=500)


class OpinionOut(Schema):
    """What became of an opinion."""

    ref: str
    number: str = Field(description="本系统的编号，如 2026-0012")
    state: str
    state_word: str
    answer: str = ""
    answer_word: str = ""
    reason: str = Field(default="", description="答复说明")


class ProblemIn(Strict):
    """A problem as another system hands it in."""

    ref: Ref
    title: str = Field(min_length=1, max_length=120)
    unit: str = Field(default="", description="责任单位的代码；不填为本级")
    category: str = Field(description="意见类别的代码")
    found_on: dt.date
    cause: str = Field(default="", max_length=500)


class ProblemOut(Schema):
    """What became of a problem."""

    ref: str
    number: str
    state: str
    state_word: str


class Refusal(Schema):
    """Why something was not taken: a stable code, and a sentence."""

    code: str
    message: str
    faults: list[str] = []
