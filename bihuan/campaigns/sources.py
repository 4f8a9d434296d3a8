"""What the room offers to be counted: phases, steps, plans, their items, and who takes part."""

from collections.abc import Callable, Mapping

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.access import seen_in_home
from bihuan.campaigns.models import (
    Campaign,
    CampaignState,
    CampaignStep,
    Mode,
    Phase,
    Plan,
    PlanItem,
    UnitRoll,
    Way,
)
from bihuan.campaigns.rules import ITEM
from bihuan.lib.dates import write_period
from bihuan.lib.sources import Field, Labels, Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.models import State, Task

SEE = Permission.SEE_CAMPAIGNS


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _phases(home: Unit) -> Source:
    return Source(
        code="campaigns.phases",
        label=_("活动阶段（主线）"),
        rows=lambda _as_of: Phase.objects.all(),
        fields=_fields(
            *_of_campaign(home, "campaign__"),
            Field("phase", _("阶段代码"), "text", "code"),
            Field("label", _("阶段"), "text", "label"),
            Field("order_no", _("次序"), "number", "position"),
            Field("planned_on", _("计划开始日期"), "date", "begins_on"),
            Field("started_on", _("开始日期"), "date", Coalesce(F("opened_on"), F("begins_on"))),
            Field("until_on", _("计划结束日期"), "date", "ends_on"),
            Field("closed_on", _("结束于"), "date", "closed_on"),
            _yes_no("is_opened", _("已启动"), Q(opened_on__isnull=False)),
            _yes_no("is_closed", _("已结束"), Q(closed_on__isnull=False)),
            _yes_no("is_gated", _("须经同意转段"), Q(is_gated=True)),
            Field("unit_id", _("单位"), "unit", "home_id"),
        ),
        visible_to=_seen_in_home("campaign__path"),
        describe=lambda row: {
            _("活动"): row.campaign.title,
            _("阶段"): row.label,
            _("计划起止"): write_period(row.begins_on, row.ends_on),
        },
        url=lambda row: reverse("campaigns:campaign", args=[row.campaign_id]),
        path="campaign__path",
        unit="home_id",
        unit_of=lambda row: row.home,
        day="begins_on",
        order=("begins_on", "position", "pk"),
        related=("campaign", "home"),
        page=lambda: reverse("campaigns:list"),
    )


def _steps(home: Unit) -> Source:
    return Source(
        code="campaigns.steps",
        label=_("活动环节"),
        rows=lambda _as_of: CampaignStep.objects.annotate(day=F("phase__begins_on")),
        fields=_fields(
            *_of_campaign(home, "phase__campaign__"),
            Field("phase", _("阶段代码"), "text", "phase__code"),
            Field("step", _("环节代码"), "text", "code"),
            Field("label", _("环节"), "text", "label"),
            Field("unit_id", _("单位"), "unit", "home_id"),
        ),
        visible_to=_seen_in_home("phase__campaign__path"),
        describe=lambda row: {
            _("活动"): row.phase.campaign.title,
            _("阶段"): row.phase.label,
            _("环节"): row.label,
        },
        url=lambda row: reverse("campaigns:campaign", args=[row.phase.campaign_id]),
        path="phase__campaign__path",
        unit="home_id",
        unit_of=lambda row: row.home,
        day="day",
        order=("phase__begins_on", "phase__position", "position", "pk"),
        related=("phase__campaign", "home"),
        page=lambda: reverse("campaigns:list"),
    )


def _plans(home: Unit) -> Source:
    return Source(
        code="campaigns.plans",
        label=_("活动方案"),
        rows=lambda _as_of: Plan.objects.filter(set_on__isnull=False),
        fields=_fields(
            *_of_campaign(home, "campaign__"),
            Field("set_on", _("印发（采用）日期"), "date", "set_on"),
            _yes_no("is_own", _("活动自己的方案"), Q(parent__isnull=True)),
            Field("unit_id", _("单位"), "unit", "unit_id"),
        ),
        visible_to=lambda actor: actor.within(SEE, "path"),
        describe=lambda row: {_("方案"): row.title, _("单位"): row.unit.name},
        url=lambda row: reverse("campaigns:plan", args=[row.pk]),
        path="path",
        day="set_on",
        order=("path", "pk"),
        related=("unit", "campaign"),
        page=lambda: reverse("campaigns:list"),
    )


def _plan_items(home: Unit) -> Source:
    tasks = Task.objects.filter(about_kind=ITEM, about_id=OuterRef("pk")).exclude(state=State.VOID)
    return Source(
        code="campaigns.plan_items",
        label=_("方案事项"),
        rows=lambda _as_of: PlanItem.objects.filter(withdrawn_at=None, plan__set_on__isnull=False),
        fields=_fields(
            *_of_campaign(home, "plan__campaign__"),
            Field("phase", _("阶段代码"), "text", "step__phase__code"),
            Field("step", _("环节代码"), "text", "step__code"),
            Field("title", _("事项"), "text", "title"),
            _yes_no("is_required", _("规定动作"), Q(is_required=True)),
            _yes_no("is_own", _("自选动作"), Q(parent=None, plan__parent__isnull=False)),
            Field("due_on", _("完成日期"), "date", "due_on"),
            Field(
                "state",
                _("任务状态"),
                "choice",
                Subquery(tasks.values("state")[:1]),
                choices={str(each.value): str(each.label) for each in State},
            ),
            Field("unit_id", _("单位"), "unit", "plan__unit_id"),
        ),
        visible_to=lambda actor: actor.within(SEE, "plan__path"),
        describe=lambda row: {
            _("事项"): row.title,
            _("单位"): row.plan.unit.name,
            _("起止"): write_period(row.begins_on, row.due_on),
        },
        url=lambda row: reverse("campaigns:plan", args=[row.plan_id]),
        path="plan__path",
        unit="plan__unit_id",
        unit_of=lambda row: row.plan.unit,
        day="due_on",
        order=("due_on", "pk"),
        related=("plan__unit",),
        page=lambda: reverse("campaigns:list"),
    )


def _roll(home: Unit) -> Source:
    people = _("名")
    numbers = {
        "should": _("应参加"),
        "took_part": _("已参加"),
        "away_should": _("外出应参加"),
        "away_took_part": _("外出已参加"),
    }
    return Source(
        code="campaigns.roll",
        label=_("参学名册"),
        rows=lambda _as_of: UnitRoll.objects.all(),
        fields=_fields(
            *_of_campaign(home, "campaign__"),
            *(
                Field(code, label, "number", code, unit_of_measure=people)
                for code, label in numbers.items()
            ),
            Field("counted_on", _("统计日期"), "date", "counted_on"),
            Field("unit_id", _("单位"), "unit", "unit_id"),
        ),
        visible_to=lambda actor: actor.within(SEE, "path"),
        describe=_described_roll,
        url=lambda row: reverse("campaigns:unit_roll", args=[row.campaign_id, row.unit.code]),
        path="path",
        day="counted_on",
        order=("path", "pk"),
        related=("unit", "campaign"),
        page=lambda: reverse("campaigns:list"),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "campaigns.phases": _phases,
    "campaigns.steps": _steps,
    "campaigns.plans": _plans,
    "campaigns.plan_items": _plan_items,
    "campaigns.roll": _roll,
}


def _described_roll(row: UnitRoll) -> dict[str, str]:
    labels = {str(way.value): str(way.label) for way in Way}
    return {
        _("单位"): row.unit.name,
        _("应参加"): str(row.should),
        _("已参加"): str(row.took_part),
        _("其中外出"): f"{row.away_took_part}/{row.away_should}",
        _("外出人员的参加方式"): "、".join(labels.get(way, way) for way in row.away_ways),
    }


def _of_campaign(home: Unit, at: str) -> list[Field]:
    """Return the fields of the campaign that a row belongs to; `at` leads to it."""
    rows = Campaign.objects.filter(path__gte=home.path, path__lt=home.path + "~")
    titles = Labels(rows.values_list("code", "title"))
    return [
        Field("campaign", _("活动"), "choice", f"{at}code", choices=titles),
        Field(
            "campaign_state",
            _("活动状态"),
            "choice",
            f"{at}state",
            choices={str(each.value): str(each.label) for each in CampaignState},
        ),
        Field(
            "mode",
            _("形式"),
            "choice",
            f"{at}mode",
            choices={str(each.value): str(each.label) for each in Mode},
        ),
    ]


def _yes_no(code: str, label: str, condition: Q) -> Field:
    case = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Field(code, label, "yes_no", case)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}


def _seen_in_home(path: str) -> Callable[[Actor], Q]:
    """Return who sees phases and steps: whoever sees the campaign."""
    return lambda actor: seen_in_home(actor, path)
