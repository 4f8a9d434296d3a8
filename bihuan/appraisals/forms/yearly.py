"""Forms of the yearly assessment; the actions decide."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.actions import AssessmentSpec, Decided
from bihuan.appraisals.actions.grading import (
    LONGEST_BASIS,
    LONGEST_REASON,
    LONGEST_VIEW,
    LONGEST_WHY,
)
from bihuan.appraisals.forms.talks import People, line, words
from bihuan.appraisals.models import AssessedPerson, Grade, Poll, YearlyAssessment
from bihuan.appraisals.yearly_choosing import POST_KINDS, Cadre, by_village
from bihuan.figures.models import Aggregate, Definition
from bihuan.lib import clock
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import PostKind, Unit


class HeldToForm(People):
    """What an assessment is held to."""

    met_figure = forms.ChoiceField(
        label=_("完成数（或完成率）"),
        required=False,
        help_text=_("从台账计算，不填数；按本人所在的村、这一年统计"),
    )
    count_figure = forms.ChoiceField(
        label=_("目标数"), required=False, help_text=_("上面选的是比率时，这里不选")
    )
    poll = forms.ChoiceField(label=_("民主测评"), required=False)

    def __init__(
        self,
        data: Any,
        figures: Iterable[Definition],
        polls: Iterable[Poll],
        now: YearlyAssessment | None = None,
        **initial: Any,
    ) -> None:
        if now is not None:
            initial |= {name: getattr(now, name) for name in ("met_figure", "count_figure")}
            initial["poll"] = str(now.poll_id or "")
        super().__init__(data, initial=initial)
        self._polls = {str(one.pk): one for one in polls}
        none = ("", _("以后再选"))
        known = list(figures)
        counted = [(one.code, one.label) for one in known if is_countable(one)]
        ratios = [(one.code, one.label) for one in known if one.is_ratio]
        groups = [(_("条数、合计"), counted), (_("比率"), ratios)]
        self.choose("met_figure", [none, *(group for group in groups if group[1])])
        self.choose("count_figure", [("", _("不选")), *counted])
        polls_offered = [(key, f"{one.title}（{one.on}）") for key, one in self._polls.items()]
        self.choose("poll", [none, *polls_offered])

    def spec(self) -> AssessmentSpec:
        """Return what was chosen."""
        given = self.cleaned_data
        return AssessmentSpec(
            met_figure=given["met_figure"],
            count_figure=given["count_figure"],
            poll=self._polls.get(given["poll"]),
            post_kinds=tuple(given.get("post_kinds", ())) or POST_KINDS[:2],
        )


def is_countable(definition: Definition) -> bool:
    """Tell whether a figure may be one of the two numbers of targets."""
    return definition.aggregate in (Aggregate.COUNT, Aggregate.SUM, Aggregate.DISTINCT)


class NewAssessmentForm(HeldToForm):
    """A year's assessment: of which unit, which year, whose posts."""

    field_order = ("unit", "year", "post_kinds", "met_figure", "count_figure", "poll")
    unit = forms.ChoiceField(label=_("单位"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    post_kinds = forms.MultipleChoiceField(
        label=_("考核哪些职务"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in PostKind if kind in POST_KINDS],
        help_text=_("建立以后还可以增减人员"),
    )

    def __init__(
        self, data: Any, units: Sequence[Unit], figures: Iterable[Definition], polls: Iterable[Poll]
    ) -> None:
        initial: dict[str, Any] = {
            "unit": units[0].code if units else "",
            "year": clock.today().year - 1,
            "post_kinds": list(POST_KINDS[:2]),
        }
        super().__init__(data, figures, polls, None, **initial)
        self._units = {unit.code: unit for unit in units}
        self.choose("unit", [(code, unit.name) for code, unit in self._units.items()])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()

    def unit_chosen(self) -> Unit:
        """Return the unit that was chosen."""
        return self._units[self.cleaned_data["unit"]]


class PersonsForm(People):
    """Who is assessed, by village."""

    persons = forms.MultipleChoiceField(
        label=_("考核对象"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any, cadres: Iterable[Cadre], chosen: Iterable[UUID]) -> None:
        super().__init__(data, initial={"persons": [str(pk) for pk in chosen]})
        groups = [
            (str(unit), [(str(one.person.pk), f"{one.person}（{one.posts}）") for one in own])
            for unit, own in by_village(cadres)
        ]
        self.choose("persons", groups)

    def chosen(self) -> list[UUID]:
        """Return who was chosen."""
        return [UUID(pk) for pk in self.cleaned_data["persons"]]


class PointsForm(People):
    """Points of the daily part, with their reason."""

    points = forms.DecimalField(
        label=_("分"), max_digits=5, decimal_places=2, min_value=-100, max_value=100
    )
    reason = line(_("理由（具体的事）"), LONGEST_WHY)
    on = forms.DateField(label=_("哪天的事"), widget=DayInput())

    def __init__(self, year: int, data: Any = None) -> None:
        day = min(dt.date(year, 12, 31), clock.today())
        super().__init__(data, prefix="points", initial={"on": day})

    def value(self) -> Decimal:
        """Return the points."""
        points: Decimal = self.cleaned_data["points"]
        return points


class ViewForm(People):
    """What somebody says of their own assessment."""

    text = words(_("意见"), LONGEST_VIEW, 4)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="view")


class GradesForm(People):
    """The committee's decision: a grade for each, its day and basis; nothing is filled in."""

    on = forms.DateField(label=_("决定日期"), widget=DayInput())
    basis = line(
        _("依据"), LONGEST_BASIS, help_text=_("哪次党委会议决定的，如：党委会2010年第3次会议")
    )
    reason = line(
        _("更改理由"), LONGEST_REASON, required=False, help_text=_("更改已经决定的等次时要写")
    )

    def __init__(self, data: Any, assessed: Iterable[AssessedPerson], own: UUID | None) -> None:
        super().__init__(data, initial={"on": clock.today()})
        self.rows = {one.pk: f"grade_{one.pk}" for one in assessed if one.person_id != own}
        for one in assessed:
            if one.pk in self.rows:
                self.fields[self.rows[one.pk]] = forms.ChoiceField(
                    label=_("%(name)s的等次") % {"name": one.person},
                    choices=[("", _("未定")), *Grade.choices],
                    initial=one.grade,
                    required=False,
                )

    def field_of(self, one: AssessedPerson) -> forms.BoundField | None:
        """Return the field of somebody's grade; None for one's own."""
        return self[self.rows[one.pk]] if one.pk in self.rows else None

    def decided(self) -> Decided:
        """Return what was decided; those left open stay open."""
        given = self.cleaned_data
        grades = {pk: given[name] for pk, name in self.rows.items() if given[name]}
        return Decided(grades, given["on"], given["basis"], given["reason"])
