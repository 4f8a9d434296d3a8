"""The form of a requirement: it reads what people write; the actions decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models import Campaign, Requirement, RequirementRule, RequirementScope
from bihuan.campaigns.requirements.specs import (
    LONGEST_BASIS,
    LONGEST_LABEL,
    LONGEST_NOTE,
    LONGEST_WHY,
    RequirementSpec,
)
from bihuan.figures.computing import definitions_in
from bihuan.lib import clock
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Post, PostKind, Team, Unit, UnitKind

Choices = list[tuple[str, Any]]


def _text(label: Any, most: int, *, required: bool = False, rows: int = 0) -> forms.CharField:
    attributes = {"autocomplete": "off"}
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput(attributes)
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class RequirementForm(forms.Form):
    """What a requirement is to be; of a change, why too."""

    label = _text(_("名称"), LONGEST_LABEL, required=True)
    figure = forms.ChoiceField(label=_("看哪个数据"))
    rule = forms.ChoiceField(label=_("规则"), choices=RequirementRule.choices)
    threshold = forms.DecimalField(label=_("标准"), initial=1)
    due_on = forms.DateField(label=_("期限（可不填）"), required=False, widget=DayInput())
    phase = forms.ChoiceField(label=_("从哪个阶段起算"), required=False)
    scope = forms.ChoiceField(
        label=_("对谁"),
        choices=RequirementScope.choices,
        widget=forms.RadioSelect,
        initial=RequirementScope.UNIT,
    )
    unit_kinds = _ticks(_("哪几类单位"))
    units = _ticks(_("另外点名的单位"))
    post_kinds = _ticks(_("哪几类职务"))
    team = forms.ChoiceField(label=_("或某个工作组的成员"), required=False)
    basis = _text(_("文件依据"), LONGEST_BASIS, required=True)
    note = _text(_("说明"), LONGEST_NOTE, rows=2)
    is_historical = forms.BooleanField(label=_("仅作史料：只显示，不评价任何人"), required=False)
    why_historical = _text(_("为何只作史料"), LONGEST_WHY)
    reason = _text(_("为什么修改"), LONGEST_WHY)

    def __init__(self, data: Any, campaign: Campaign, old: Requirement | None = None) -> None:
        super().__init__(data, initial=_initial(old) if old else None, label_suffix="")
        self.campaign, self.old = campaign, old
        if old is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        self._offer("figure", _figures(campaign))
        self._offer("phase", [("", _now("从活动开始起算")), *_phases(campaign)])
        self._offer("unit_kinds", _unit_kinds(campaign))
        self._offer("units", _units(campaign))
        self._offer("post_kinds", _post_kinds(campaign))
        self._offer("team", [("", "—"), *_teams(campaign)])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def spec(self, code: str) -> RequirementSpec:
        """Return what was asked for, under a code."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return RequirementSpec(code=code, **given)


class EndingForm(forms.Form):
    """Why a requirement is withdrawn."""

    reason = _text(_("终止理由"), LONGEST_WHY, required=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


def _initial(old: Requirement) -> dict[str, Any]:
    plain = (
        "label", "figure", "rule", "due_on", "scope", "unit_kinds", "post_kinds", "basis", "note",
        "is_historical", "why_historical",
    )  # fmt: skip
    return {name: getattr(old, name) for name in plain} | {
        "threshold": old.threshold.normalize(),
        "phase": old.phase.code if old.phase else "",
        "team": old.team.code if old.team else "",
        "units": [row.unit.code for row in old.required_units.all()],
    }


def _figures(campaign: Campaign) -> Choices:
    found = definitions_in(campaign.home).values()
    return [
        (one.code, f"{one.label}（{one.unit_of_measure}）" if one.unit_of_measure else one.label)
        for one in found
    ]


def _phases(campaign: Campaign) -> Choices:
    return [(one.code, one.label) for one in campaign.phases.all()]


def _within(campaign: Campaign) -> Sequence[Unit]:
    rows = Unit.objects.under(campaign.home.path).open_on(clock.today())
    return list(rows.exclude(pk=campaign.home_id).order_by("path"))


def _unit_kinds(campaign: Campaign) -> Choices:
    there = {unit.kind for unit in _within(campaign)}
    return [(value, label) for value, label in UnitKind.choices if value in there]


def _units(campaign: Campaign) -> Choices:
    return [(unit.code, str(unit)) for unit in _within(campaign)]


def _post_kinds(campaign: Campaign) -> Choices:
    path = campaign.home.path
    rows = Post.objects.filter(unit__path__gte=path, unit__path__lt=path + "~").order_by()
    there = set(rows.values_list("kind", flat=True).distinct())
    return [(value, label) for value, label in PostKind.choices if value in there]


def _teams(campaign: Campaign) -> Choices:
    found = Team.objects.filter(home=campaign.home).on(clock.today())
    return [(team.code, str(team)) for team in found]
