"""Giving a document its number within the transaction of its issue.

Under an agency code (小党字〔2010〕11号) or in a series (第3期, 〔2010〕3号); each code and series
of a home counts by year. The sequence's row is locked until the transaction ends, so of two who
issue at once the second takes the number after.
"""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from bihuan.documents.errors import NumberTaken
from bihuan.documents.models import Issue, NumberSequence, SkippedNumber
from bihuan.documents.paper import DocumentNumber
from bihuan.documents.template import FrontMatter
from bihuan.orgs.models import Unit


def next_number(home: Unit, front: FrontMatter, today: dt.date) -> DocumentNumber | None:
    """Return the number that a document would take now; nothing is taken."""
    wanted = front.numbered
    if wanted is None:
        return None
    code, year = wanted.code or wanted.series, wanted.year or today.year
    sequence = NumberSequence.objects.filter(home=home, code=code, year=year).first()
    last = sequence.last if sequence else 0
    return front.number_of(wanted, year, wanted.number or last + 1)


def take_number(home: Unit, front: FrontMatter, today: dt.date) -> DocumentNumber | None:
    """Return the document's number: the one its front matter names, else the next of the year.

    Raises NumberTaken for one given to another document, and in a series for any but the next.
    """
    wanted = front.numbered
    if wanted is None:
        return None
    code, year = wanted.code or wanted.series, wanted.year or today.year
    sequence = locked_sequence(home, code, year)
    number = front.number_of(wanted, year, wanted.number or sequence.last + 1)
    if Issue.objects.filter(home=home, code=code, year=year, number=number.number).exists():
        raise taken(number)
    refuse_skipped(home, number)
    if wanted.series and not may_follow(sequence.last, number.number):
        raise _out_of_turn(number, sequence.last)
    sequence.last = max(sequence.last, number.number)
    sequence.save(update_fields=["last"])
    return number


def locked_sequence(home: Unit, code: str, year: int) -> NumberSequence:
    """Return the sequence of a code or series and a year, locked until the transaction ends."""
    NumberSequence.objects.get_or_create(home=home, code=code, year=year)
    rows = NumberSequence.objects.select_for_update(of=("self",))
    return rows.get(home=home, code=code, year=year)


def refuse_skipped(home: Unit, number: DocumentNumber) -> None:
    """Raise NumberTaken for a number recorded as skipped or void."""
    skipped = SkippedNumber.objects.filter(
        home=home, code=number.code, year=number.year, number=number.number
    ).first()
    if skipped is not None:
        raise NumberTaken(
            _("%(number)s已登记为空号（%(reason)s），请改文号。")
            % {"number": number.with_series, "reason": skipped.reason}
        )


def may_follow(last: int, number: int) -> bool:
    """Tell whether a number may come after the last one of a series, 0 where there is none yet.

    A series runs unbroken within its year. What was numbered on paper before is not counted here,
    so the first may be any.
    """
    return last == 0 or number == last + 1


def taken(number: DocumentNumber | None) -> NumberTaken:
    """Return the error for a number given to another document."""
    said = number.with_series if number else ""
    return NumberTaken(_("%(number)s已用于另一份公文，请改文号。") % {"number": said})


def _out_of_turn(number: DocumentNumber, last: int) -> NumberTaken:
    return NumberTaken(
        _("“%(series)s”%(year)s年已编到%(last)s，接着应编%(next)s，请改正或删去文中的编号。")
        % {
            "series": number.code,
            "year": number.year,
            "last": replace(number, number=last),
            "next": replace(number, number=last + 1),
        }
    )
