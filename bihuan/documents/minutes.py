"""The text of minutes (会议纪要): the meeting's facts, what was decided by whom until when.

Minutes tell what has to be carried out; who said what stands in the note of the meeting, which is
not sent round (handbook §3.2).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.template.front_matter import LONGEST_CODE
from bihuan.documents.template.writing import as_words, write_template
from bihuan.lib.dates import write_date
from bihuan.lib.numerals import to_hanzi
from bihuan.orgs.models import Unit


@dataclass(frozen=True)
class MinutesDecision:
    """One thing decided (会议决定): what, by which unit, until when."""

    text: str
    unit: str = ""
    due: dt.date | None = None


@dataclass(frozen=True)
class Minutes:
    """What the minutes of a meeting say.

    `number_name` stands in red above the number and names the series that it runs in
    (小港镇党政联席会议纪要); `absent` has names with their reasons.
    """

    number_name: str
    met_on: dt.date
    place: str = ""
    chair: str = ""
    present: Sequence[str] = ()
    absent: Sequence[tuple[str, str]] = ()
    observers: Sequence[str] = ()
    opening: str = ""
    decisions: Sequence[MinutesDecision] = ()


def minutes_template(unit: Unit, code: str, title: str, minutes: Minutes) -> str:
    """Return the template of minutes as it is first drafted."""
    name = minutes.number_name.strip()
    front: dict[str, Any] = {
        "code": code,
        "kind": "纪要",
        "title": title.strip(),
        "issuer_mark": name,
        "number": {"series": name[:LONGEST_CODE]} if len(name) > LONGEST_CODE else {},
        "unit": unit.code,
        "period": minutes.met_on.isoformat(),
        "signed_by": [unit.name],
        "present": _named(minutes.present),
        "absent": [_with_reason(name, why) for name, why in minutes.absent if name.strip()],
        "observers": _named(minutes.observers),
        "figure_register": False,
    }
    return write_template(front, "\n\n".join(_paragraphs(minutes)))


def _paragraphs(minutes: Minutes) -> list[str]:
    made = [_facts(minutes)]
    if minutes.decisions:
        made.append(_("会议决定："))
        made += [_decided(at, each) for at, each in enumerate(minutes.decisions, start=1)]
    return made


def _facts(minutes: Minutes) -> str:
    day, place = write_date(minutes.met_on), as_words(minutes.place)
    chair, opening = as_words(minutes.chair), as_words(minutes.opening)
    where = _("在%(place)s") % {"place": place} if place else ""
    held = (
        _("%(day)s，%(chair)s%(where)s主持召开会议。")
        if chair
        else _("%(day)s，%(chair)s会议%(where)s召开。")
    ) % {"day": day, "chair": chair, "where": where}
    return held + opening


def _decided(at: int, decision: MinutesDecision) -> str:
    """Return one decision: a number in words, so that it is no typed figure."""
    text = as_words(decision.text).rstrip("。；;")
    told = []
    if decision.unit.strip():
        told.append(_("责任单位：%(unit)s") % {"unit": as_words(decision.unit)})
    if decision.due:
        told.append(_("完成时限：%(day)s") % {"day": write_date(decision.due)})
    behind = f"（{'；'.join(told)}）" if told else ""
    return f"{to_hanzi(at)}、{text}{behind}。"


def _named(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]


def _with_reason(name: str, why: str) -> str:
    return f"{name.strip()}（{why.strip()}）" if why.strip() else name.strip()
