"""Recording numbers that no document bears, with the reason: the years' numbers stay whole."""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.approving import REVIEWERS
from bihuan.documents.actions.naming import name_of
from bihuan.documents.actions.numbering import locked_sequence
from bihuan.documents.errors import NumberTaken
from bihuan.documents.models import Issue, NumberSequence, SkippedNumber
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

MOST_REASON = 200
MOST_AT_ONCE = 500


@action("document.explain_numbers")
def explain_numbers(
    *, actor: Actor, unit: Unit, code: str, year: int, first: int, last: int, reason: str
) -> list[SkippedNumber]:
    """Record that no document bears the numbers from `first` to `last`, and why.

    `unit` is the administration whose numbers they are. They fill a gap, or go on from the last
    number given (a number spoiled before its paper was issued): then the next paper takes the one
    after. Raises NotAllowed, Invalid, NumberTaken where one is a document's or was recorded.
    """
    if not actor.may(Permission.ISSUE_DOCUMENTS, unit):
        actor.require(REVIEWERS[0], unit)
    reason = checked_text(_("原因"), reason, MOST_REASON)
    if first < 1 or last < first or last - first >= MOST_AT_ONCE:
        raise Invalid(
            _("请写起号和止号，止号不小于起号，一次最多%(most)s个。") % {"most": MOST_AT_ONCE}
        )
    if not NumberSequence.objects.filter(home=unit, code=code, year=year).exists():
        raise Invalid(
            _("“%(code)s”%(year)s年还没有编过号，不用登记空号。") % {"code": code, "year": year}
        )
    sequence = locked_sequence(unit, code, year)
    if first > sequence.last + 1:
        raise Invalid(
            _("“%(code)s”%(year)s年编到%(last)s号，空号不能从更后面的%(first)s号起。")
            % {"code": code, "year": year, "last": sequence.last, "first": first}
        )
    _refuse_taken(unit, code, year, first, last)
    made = [
        SkippedNumber(
            home=unit,
            code=code,
            year=year,
            number=number,
            reason=reason,
            recorded_at=clock.now(),
            recorded_by=actor.id,
            recorded_by_name=name_of(actor),
        )
        for number in range(first, last + 1)
    ]
    SkippedNumber.objects.bulk_create(made)
    if last > sequence.last:
        sequence.last = last
        sequence.save(update_fields=["last"])
    span = str(first) if first == last else f"{first}–{last}"
    audit.append(
        actor=actor,
        action="document.explain_numbers",
        target=("number_sequence", sequence.id),
        unit_path=unit.path,
        values={"code": code, "year": year, "first": first, "last": last, "reason": reason},
        note=f"{code}〔{year}〕{span}：{reason}",
    )
    return made


def _refuse_taken(home: Unit, code: str, year: int, first: int, last: int) -> None:
    """Raise NumberTaken where a number is a document's, or was recorded already."""
    named = {"home": home, "code": code, "year": year, "number__gte": first, "number__lte": last}
    issued = Issue.objects.filter(**named).order_by("number").first()
    if issued is not None:
        raise NumberTaken(_("%(number)s号已用于公文，不是空号。") % {"number": issued.number})
    skipped = SkippedNumber.objects.filter(**named).order_by("number").first()
    if skipped is not None:
        raise NumberTaken(_("%(number)s号已登记为空号，不用再登记。") % {"number": skipped.number})
