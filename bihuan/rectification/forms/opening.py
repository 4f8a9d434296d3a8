"""What a problem is, whose it is, and which opinions it takes up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.opinions.access import categories_in_use
from bihuan.opinions.models import Category, OpinionGroup
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Person, Unit
from bihuan.rectification.actions import ProblemSpec
from bihuan.rectification.forms.choosing import NOBODY, Plain, area, leaders_of, units_of
from bihuan.rectification.models import Level, Origin, Problem


class ProblemForm(Plain):
    """What a problem is; without `unit` where it stands already, since that is handed over."""

    title = forms.CharField(label=_("问题"), max_length=120)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("责任单位（牵头）"), empty_label=_("请选择")
    )
    assisting = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("配合单位"),
        required=False,
        widget=forms.SelectMultiple({"size": 5}),
        help_text=_("可以不选；按住 Ctrl 键可选几个"),
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("类别"), required=False, empty_label=_("未归类")
    )
    origin = forms.ChoiceField(label=_("来源"), choices=Origin.choices)
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices, initial=Level.TOWNSHIP)
    leader = forms.ModelChoiceField(
        Person.objects.none(), label=_("牵头领导"), required=False, empty_label=NOBODY
    )
    found_on = forms.DateField(label=_("查找日期"), widget=DayInput())
    detail = forms.CharField(label=_("具体表现"), max_length=2000, required=False, widget=area())
    cause = forms.CharField(label=_("原因"), max_length=1000, required=False, widget=area(2))
    yearly_cost = forms.DecimalField(
        label=_("群众每年为此负担（元）"), required=False, min_value=0, decimal_places=2
    )
    is_beyond_power = forms.BooleanField(label=_("本级解决不了，需要向上争取"), required=False)
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(
        self, data: Any = None, *, home: Unit, problem: Problem | None = None, **keys: Any
    ) -> None:
        super().__init__(data, **keys)
        self.problem = problem
        self.choice("unit").queryset = units_of(home)
        self.choice("assisting").queryset = units_of(home)
        self.choice("category").queryset = categories_in_use(home)
        self.choice("leader").queryset = leaders_of(home)
        if problem is not None:
            del self.fields["unit"]

    def spec(self) -> ProblemSpec:
        """Return the problem as it was written."""
        given = self.cleaned_data
        category, cost = given["category"], given["yearly_cost"]
        return ProblemSpec(
            title=given["title"],
            unit=self.problem.unit if self.problem else given["unit"],
            found_on=given["found_on"],
            category=category.code if category else "",
            origin=given["origin"],
            level=given["level"],
            detail=given["detail"],
            cause=given["cause"],
            leader=given["leader"],
            assisting=tuple(given["assisting"]),
            is_beyond_power=given["is_beyond_power"],
            yearly_cost=int(cost * 100) if cost is not None else None,
            remark=given["remark"],
        )


def said_of(problem: Problem) -> dict[str, Any]:
    """Return what a problem says now, as its form begins."""
    cost = problem.yearly_cost
    names = ("title", "category", "origin", "level", "leader", "found_on", "detail", "cause")
    return {
        **{name: getattr(problem, name) for name in (*names, "is_beyond_power", "remark")},
        "assisting": [each.unit_id for each in problem.assistants.all()],
        "yearly_cost": Decimal(cost) / 100 if cost is not None else None,
    }


class HandOverForm(Plain):
    """Which unit answers for a problem from now on."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("改由哪个单位负责"), empty_label=_("请选择")
    )
    reason = forms.CharField(label=_("理由"), max_length=500)

    def __init__(self, data: Any = None, *, problem: Problem, **keys: Any) -> None:
        successor = problem.unit.successor
        initial = {"unit": successor, "reason": _("原单位撤销") if successor else ""}
        super().__init__(data, initial=initial, **keys)
        self.choice("unit").queryset = units_of(problem.home).exclude(pk=problem.unit_id)


class GroupsForm(Plain):
    """Which groups of opinions a problem takes up."""

    groups = forms.MultipleChoiceField(
        label=_("归并意见"), widget=forms.CheckboxSelectMultiple, error_messages={}
    )

    def __init__(self, data: Any = None, *, groups: Sequence[OpinionGroup], **keys: Any) -> None:
        super().__init__(data, **keys)
        self.offered = {str(group.pk): group for group in groups}
        field = self.fields["groups"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (pk, f"{group}（{group.raw_count}条）") for pk, group in self.offered.items()
        ]

    def chosen(self) -> list[OpinionGroup]:
        """Return the groups that were chosen."""
        return [self.offered[pk] for pk in self.cleaned_data["groups"]]
