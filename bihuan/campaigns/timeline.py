"""The timeline picture (甘特图): where each bar stands, in numbers. No ORM, no markup."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.lib.dates import write_period

WIDTH, LEFT, RIGHT, TOP, ROW = 1120, 250, 14, 44, 24
MOST_LABEL = 17  # signs that fit left of the bars
SHORTEST = 4.0


@dataclass(frozen=True)
class Task:
    """What is drawn as a bar: a phase or an item; `tone` names its class."""

    label: str
    first: dt.date
    last: dt.date
    tone: str
    word: str = ""
    is_phase: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar with its place."""

    label: str
    whole: str
    x: float
    y: float
    width: float
    height: float
    text_y: float
    row_y: float
    tone: str
    is_phase: bool
    word_x: float
    word: str
    word_anchor: str


@dataclass(frozen=True)
class Tick:
    """A line of the scale: a week's first day, or a month's with its name."""

    x: float
    label: str = ""


@dataclass(frozen=True)
class Picture:
    """The whole picture."""

    width: int
    height: int
    bars: Sequence[Bar]
    weeks: Sequence[Tick]
    months: Sequence[Tick]
    today_x: float | None
    today_anchor: str
    left: int = LEFT
    top: int = TOP
    right: int = WIDTH - RIGHT


def draw(tasks: Sequence[Task], first: dt.date, last: dt.date, today: dt.date) -> Picture:
    """Return the picture of some tasks between two days, a row each, with today's line."""
    begins = first - dt.timedelta(days=first.weekday())
    ends = last + dt.timedelta(days=6 - last.weekday())
    days = (ends - begins).days + 1
    scale = (WIDTH - LEFT - RIGHT) / days

    def x_of(day: dt.date) -> float:
        return round(LEFT + (day - begins).days * scale, 1)

    bars = [_bar(task, row, x_of, scale) for row, task in enumerate(tasks)]
    weeks = [Tick(x_of(begins + dt.timedelta(days=n))) for n in range(0, days + 1, 7)]
    months = [Tick(x_of(day), f"{day.year}年{day.month}月") for day in _months(begins, ends)]
    shown = begins <= today <= ends
    today_x = round(x_of(today) + scale / 2, 1) if shown else None
    anchor = "end" if today_x is not None and today_x > WIDTH - 90 else "start"
    height = TOP + ROW * len(tasks) + 8
    return Picture(WIDTH, height, bars, weeks, months, today_x, anchor)


def _bar(task: Task, row: int, x_of: object, scale: float) -> Bar:
    assert callable(x_of)
    x = x_of(task.first)
    width = max(round(((task.last - task.first).days + 1) * scale, 1), SHORTEST)
    y = TOP + row * ROW
    height = 14 if task.is_phase else 10
    beside = x + width + 5
    is_left = beside > WIDTH - 80
    return Bar(
        label=task.label if len(task.label) <= MOST_LABEL else task.label[: MOST_LABEL - 1] + "…",
        whole=f"{task.label}：{write_period(task.first, task.last)} {task.word}".rstrip(),
        x=x,
        y=y + (ROW - height) / 2,
        width=width,
        height=height,
        text_y=y + ROW / 2 + 4,
        row_y=y,
        tone=task.tone,
        is_phase=task.is_phase,
        word_x=round(x - 5 if is_left else beside, 1),
        word=task.word,
        word_anchor="end" if is_left else "start",
    )


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    day = first.replace(day=1) if first.day == 1 else (first.replace(day=28) + dt.timedelta(days=4))
    day = day.replace(day=1)
    found = []
    while day <= last:
        found.append(day)
        day = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return found
