"""What a new document begins with: a free code, its kind's plan, what the one before it says."""

import datetime as dt
import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

from django.utils.translation import gettext as _

from bihuan.documents.access import last_of_kind
from bihuan.documents.briefing import KIND, BriefingSpec
from bihuan.documents.kinds import Kind
from bihuan.documents.models import Document, WordTemplate
from bihuan.documents.policy import BRIEFING_DAYS
from bihuan.documents.template import FrontMatter, TemplateFaults, read_template
from bihuan.figures.periods import Period
from bihuan.lib import clock, policy
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

TEXTS = Path(__file__).with_name("starting_texts")
HALF = 15  # 上半月 ends on this day of the month


@dataclass(frozen=True)
class BriefingBefore:
    """The last briefing of a home: the next one carries its head and its 版记 on."""

    document: Document
    front: FrontMatter

    @property
    def ended_on(self) -> dt.date | None:
        """Return the last day of its period."""
        period = self.front.days
        return period[1] if period else None

    @property
    def next_number(self) -> int | None:
        """Return the number after its own, where it names one and has not been issued yet.

        Once issued the series itself knows what comes next.
        """
        number = self.front.number
        if self.document.is_issued or number is None or number.number is None:
            return None
        return number.number + 1

    def carried_on(self, spec: BriefingSpec) -> BriefingSpec:
        """Return a new briefing with the 编印单位 and the addressees of this one.

        A series named apart from the red head goes on too, with its volume's year, where the new
        one bears the same name.
        """
        front, number = self.front, self.front.number
        made = replace(
            spec,
            compiled_by=front.signed_by,
            reported_to=front.reported_to,
            sent_to=front.sent_to,
            issued_to=front.issued_to,
            copies=front.copies,
        )
        if number is None or "".join(front.issuer_mark.split()) != spec.name:
            return made
        return replace(made, series=number.series, year=number.year)


def free_code(home: Unit, wanted: str) -> str:
    """Return a code that no document of the home has yet: `wanted`, or with a number behind."""
    taken = set(
        Document.objects.filter(home=home, code__startswith=wanted).values_list("code", flat=True)
    )
    return _free(wanted, taken)


def free_word_code(home: Unit, wanted: str) -> str:
    """Return a code that no Word template of the home has yet."""
    taken = set(
        WordTemplate.objects.filter(home=home, code__startswith=wanted).values_list(
            "code", flat=True
        )
    )
    return _free(wanted, taken)


def _free(wanted: str, taken: set[str]) -> str:
    numbered = (f"{wanted}-{at}" for at in itertools.count(2))
    return wanted if wanted not in taken else next(code for code in numbered if code not in taken)


def starting_text(kind: Kind, unit: Unit) -> str:
    """Return the template that a document of a kind begins with: its plan (handbook §8).

    The plans are files named after the kind's identifier; remarks in them say what belongs where
    and are not printed. A kind without one begins with a bare heading.
    """
    today = clock.today()
    named = TEXTS / f"{kind.identifier}.md"
    plan = Template((named if named.is_file() else TEXTS / "other.md").read_text("utf-8"))
    return plan.substitute(
        code=free_code(unit.home, f"document-{today:%Y%m%d}"),
        kind=kind.name,
        unit=unit.name,
        unit_code=unit.code,
        year=today.year,
        today=today,
    )


def briefing_before(actor: Actor, home: Unit) -> BriefingBefore | None:
    """Return the home's last briefing; None where there is none that can be read."""
    document = last_of_kind(actor, home, KIND)
    if document is None:
        return None
    try:
        return BriefingBefore(document, read_template(document.template).front)
    except TemplateFaults:
        return None


def proposed_period(unit: Unit, before: BriefingBefore | None) -> Period:
    """Return the days that the next briefing tells of: from where the last one ended to today.

    Where it ended today already, or there is none, the days that the preset names.
    """
    today = clock.today()
    ended = before.ended_on if before else None
    if ended is not None and ended < today:
        return ended + dt.timedelta(days=1), today
    days = policy.whole(BRIEFING_DAYS, unit.path, today)
    return today - dt.timedelta(days=days - 1), today


def usual_periods(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """Return the periods that briefings usually tell of, up to today: week, half month, month."""
    monday = today - dt.timedelta(days=today.weekday())
    half = today.replace(day=1 if today.day <= HALF else HALF + 1)
    return [
        (_("本周"), monday, today),
        (_("本半月"), half, today),
        (_("本月"), today.replace(day=1), today),
    ]
