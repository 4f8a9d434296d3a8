"""A month's form of disputes: by type and level, with its sums looked after (handbook §3.5).

One statement counts the year in groups; everything the form says is a sum of those, and each sum
is held against another way of adding up.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from bihuan.duty.models import (
    Band,
    Dispute,
    DisputeState,
    FormKind,
    FormType,
    Level,
    Outcome,
    TypeMapping,
)
from bihuan.duty.rules import TAKEN_UP
from bihuan.orgs.models import Unit

LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
UNMAPPED = ""


@dataclass(frozen=True)
class Group:
    """Disputes that are alike in what the form asks, and how many."""

    form_type: str
    level: str
    band: str
    is_taken_up: bool
    is_settled: bool
    in_month: bool
    count: int


@dataclass(frozen=True)
class Row:
    """One type's line: found and dealt with by level, their sums, settled, the year's sums."""

    label: str
    levels: Sequence[tuple[int, int]]
    found: int
    taken_up: int
    settled: int
    year_found: int
    year_taken_up: int


@dataclass(frozen=True)
class Check:
    """One thing that must agree, and whether it does."""

    text: str
    holds: bool


@dataclass(frozen=True)
class Monthly:
    """The form of a month. Rates are per cent with one decimal, None where nothing is divided."""

    rows: Sequence[Row]
    total: Row
    bands: Sequence[tuple[str, int]]
    checks: Sequence[Check] = field(default_factory=tuple)
    waiting: int = 0

    @property
    def taken_up_rate(self) -> float | None:
        """Return 调处率 = 调处数 ÷ 排查数."""
        return rate(self.total.taken_up, self.total.found)

    @property
    def success_rate(self) -> float | None:
        """Return 成功率 = 成功数 ÷ 调处数."""
        return rate(self.total.settled, self.total.taken_up)

    @property
    def agrees(self) -> bool:
        """Tell whether everything that must agree does."""
        return all(check.holds for check in self.checks)


def rate(part: int, whole: int) -> float | None:
    """Return a rate in per cent, rounded to one decimal."""
    return round(100 * part / whole, 1) if whole else None


def monthly_of(home: Unit, first: dt.date, last: dt.date, form: FormKind) -> Monthly:
    """Return the form of the days from `first` to `last`, with the year up to `last`."""
    below = {"path__gte": home.path, "path__lt": home.path + "~"}
    year = Q(**below, found_on__gte=first.replace(month=1, day=1), found_on__lte=last)
    standing = Dispute.objects.filter(year).exclude(state=DisputeState.VOID)
    counted = standing.exclude(state=DisputeState.REGISTERED)
    groups = _groups(counted, first, form)
    made = table(groups, _labels(home, form))
    month = Q(found_on__gte=first)
    separately = counted.filter(month).aggregate(
        found=Count("pk"), people=Count("pk", filter=Q(band__in=Band.values))
    )
    waiting = standing.filter(month, state=DisputeState.REGISTERED).count()
    return Monthly(made.rows, made.total, made.bands, checks(made, separately["found"]), waiting)


def _labels(home: Unit, form: FormKind) -> list[tuple[str, str]]:
    """Return a form's types in their order; above the townships, those of all of them."""
    within = {"home__path__gte": home.path, "home__path__lt": home.path + "~"}
    rows = FormType.objects.filter(**within, form=form).order_by("position", "code")
    return list(dict(rows.values_list("code", "label")).items())


def table(groups: Sequence[Group], labels: Sequence[tuple[str, str]]) -> Monthly:
    """Return the lines, their sum and the bands of what was counted; the checks come after."""
    by_type: dict[str, list[Group]] = {code: [] for code, _label in labels}
    for group in groups:
        by_type.setdefault(group.form_type if group.form_type in by_type else UNMAPPED, [])
        by_type[group.form_type if group.form_type in by_type else UNMAPPED].append(group)
    named = {**dict(labels), UNMAPPED: _("没有对照的类型")}
    rows = [_row(named[code], some) for code, some in by_type.items()]
    bands = Counter[str]()
    for group in groups:
        if group.in_month:
            bands[group.band] += group.count
    written = [(str(band.label), bands[band]) for band in Band]
    return Monthly(rows, _row(_("合计"), groups), written)


def checks(made: Monthly, found: int) -> list[Check]:
    """Return what must agree: each sum against another way of adding up."""
    total, rows = made.total, made.rows
    banded = sum(count for _label, count in made.bands)
    return [
        Check(_("各类型之和等于合计"), sum(row.found for row in rows) == total.found == found),
        Check(_("县乡村三级之和等于小计"), all(_adds_up(row) for row in [*rows, total])),
        Check(_("各人数段之和等于合计"), banded == total.found),
        Check(
            _("调处数不超过排查数，成功数不超过调处数"),
            all(row.settled <= row.taken_up <= row.found for row in [*rows, total]),
        ),
        Check(
            _("本月数不超过本年累计"),
            all(
                row.found <= row.year_found and row.taken_up <= row.year_taken_up
                for row in [*rows, total]
            ),
        ),
        Check(_("每个类型都有对照"), not any(row.label == _("没有对照的类型") for row in rows)),
    ]


def _adds_up(row: Row) -> bool:
    return (
        sum(found for found, _taken in row.levels) == row.found
        and sum(taken for _found, taken in row.levels) == row.taken_up
    )


def _row(label: str, groups: Sequence[Group]) -> Row:
    month = [group for group in groups if group.in_month]
    return Row(
        label=label,
        levels=[
            (
                _sum(month, lambda group, at=level: group.level == at),
                _sum(month, lambda group, at=level: group.level == at and group.is_taken_up),
            )
            for level in LEVELS
        ],
        found=_sum(month),
        taken_up=_sum(month, lambda group: group.is_taken_up),
        settled=_sum(month, lambda group: group.is_settled),
        year_found=_sum(groups),
        year_taken_up=_sum(groups, lambda group: group.is_taken_up),
    )


def _sum(groups: Sequence[Group], which: Callable[..., bool] = lambda _group: True) -> int:
    return sum(group.count for group in groups if which(group))


def _groups(counted: Any, first: dt.date, form: FormKind) -> list[Group]:
    mapped = TypeMapping.objects.filter(type_id=OuterRef("type_id"), form=form)
    rows = (
        counted.annotate(asked=Subquery(mapped.values("form_type__code")[:1]))
        .values_list("asked", "level", "band", "state", "outcome", "found_on__month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [
        Group(
            form_type=asked or UNMAPPED,
            level=level,
            band=band,
            is_taken_up=state in TAKEN_UP,
            is_settled=outcome == Outcome.SETTLED,
            in_month=month == first.month,
            count=n,
        )
        for asked, level, band, state, outcome, month, n in rows
    ]
