"""The words of requirements and of the matrix's cells."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.campaigns.models import Requirement, RequirementRule, RequirementScope
from bihuan.campaigns.requirements.progress import Progress
from bihuan.campaigns.requirements.rules import Standing, plain
from bihuan.figures.models import Definition
from bihuan.lib.dates import write_date
from bihuan.orgs.models import PostKind, UnitKind

TONES: dict[Standing, str] = {
    Standing.MET: "good",
    Standing.LATE: "plain",
    Standing.OPEN: "info",
    Standing.SOON: "warn",
    Standing.OVERDUE: "bad",
    Standing.EXCEEDED: "bad",
    Standing.CLOSED: "plain",
    Standing.HISTORY: "plain",
}
WORDS: dict[Standing, str | Promise] = {
    Standing.MET: gettext_lazy("达到"),
    Standing.LATE: gettext_lazy("逾期补上"),
    Standing.OPEN: gettext_lazy("未达到"),
    Standing.SOON: gettext_lazy("临期"),
    Standing.OVERDUE: gettext_lazy("逾期"),
    Standing.EXCEEDED: gettext_lazy("超出"),
    Standing.CLOSED: gettext_lazy("已撤销"),
    Standing.HISTORY: gettext_lazy("史料"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as a page shows it: value, what is missing, and of units a word with its tone."""

    value: str
    missing: str = ""
    word: str = ""
    tone: str = ""
    url: str = ""
    is_open: bool = False


NOT_ASKED = Shown("—")


def shown(cell: Progress | None, url: str = "") -> Shown:
    """Return a unit's cell: with a word and its tone."""
    if cell is None:
        return NOT_ASKED
    standing = cell.measured.standing
    return Shown(
        value=plain(cell.value),
        missing=missing(cell),
        word=str(WORDS[standing]),
        tone=TONES[standing],
        url=url,
        is_open=cell.measured.is_open,
    )


def shown_of_person(cell: Progress | None, url: str = "") -> Shown:
    """Return a person's cell: value and what is missing, and no lamp."""
    if cell is None:
        return NOT_ASKED
    return Shown(value=plain(cell.value), missing=missing(cell), url=url)


def missing(cell: Progress) -> str:
    """Say by how much a value falls short, or exceeds the most allowed; empty where it does not."""
    short = cell.measured.missing
    if short is None or not cell.measured.is_open:
        return ""
    text = {"n": plain(short)}
    if cell.measured.standing is Standing.EXCEEDED:
        return _("超%(n)s") % text
    return _("差%(n)s") % text


def wanted(requirement: Requirement, definition: Definition) -> str:
    """Say what is required: 不少于10人, 2010年1月31日前完成."""
    number = f"{plain(requirement.threshold)}{definition.unit_of_measure}"
    if requirement.rule == RequirementRule.BY_DATE:
        assert requirement.due_on is not None
        day = write_date(requirement.due_on)
        if requirement.threshold > Decimal(1):
            return _("%(day)s前不少于%(number)s") % {"day": day, "number": number}
        return _("%(day)s前完成") % {"day": day}
    rule = RequirementRule(requirement.rule).label
    return f"{rule}{number}"


def due(requirement: Requirement) -> str:
    """Say by when, where the rule does not say it itself."""
    if requirement.due_on is None or requirement.rule == RequirementRule.BY_DATE:
        return ""
    return _("%(day)s前") % {"day": write_date(requirement.due_on)}


def asked_of(requirement: Requirement) -> str:
    """Say of whom it is asked: 每个行政村（社区）、站所; 每名班子成员."""
    if requirement.scope == RequirementScope.OVERALL:
        return _("全体合计")
    if requirement.scope == RequirementScope.PERSON:
        if requirement.team is not None:
            return _("%(team)s每名成员") % {"team": requirement.team}
        posts = "、".join(str(PostKind(kind).label) for kind in requirement.post_kinds)
        return _("每名%(posts)s") % {"posts": posts}
    kinds = [str(UnitKind(kind).label) for kind in requirement.unit_kinds]
    said = [_("每个%(kinds)s") % {"kinds": "、".join(kinds)}] if kinds else []
    named = [str(row.unit) for row in requirement.required_units.all()]
    if len(named) > 3:
        named = [_("%(first)s等%(n)d个单位") % {"first": named[0], "n": len(named)}]
    return "，".join([*said, *named])
