"""Campaigns drafted from a template (模板), a data file of this room, or from an ended campaign.

A template is TOML: read by the standard library, it can hold values and nothing else. What it
says is only a beginning; phases, steps and plan are edited as data afterwards.
"""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bihuan.campaigns.actions import (
    CampaignSpec,
    Deliverable,
    ItemSpec,
    PhaseSpec,
    ReadinessSpec,
    StepSpec,
)
from bihuan.campaigns.models import Campaign, CampaignStep, Mode, Phase, PlanItem
from bihuan.campaigns.rules import clamped, cut
from bihuan.lib.errors import Invalid

FOLDER = Path(__file__).parent / "campaign_templates"
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeliverableShape(_Shape):
    label: Annotated[str, Field(min_length=1, max_length=80)]
    required: bool = False


class ItemShape(_Shape):
    title: Annotated[str, Field(min_length=1, max_length=80)]
    content: Annotated[str, Field(max_length=1000)] = ""
    deliverable: Annotated[str, Field(max_length=120)] = ""
    required: bool = True


class StepShape(_Shape):
    code: Code
    label: Annotated[str, Field(min_length=1, max_length=60)]
    content: Annotated[str, Field(max_length=1000)] = ""
    deliverables: tuple[DeliverableShape, ...] = ()
    items: tuple[ItemShape, ...] = ()


class PhaseShape(_Shape):
    """`share`: how much of the campaign's time a stage has, beside the others; tracks have all."""

    code: Code
    label: Annotated[str, Field(min_length=1, max_length=40)]
    goal: Annotated[str, Field(max_length=1000)] = ""
    share: Annotated[int, Field(ge=1, le=1000)] = 1
    gated: bool = False
    steps: tuple[StepShape, ...] = ()


class ReadinessShape(_Shape):
    label: Annotated[str, Field(min_length=1, max_length=60)]
    unit: Annotated[str, Field(max_length=10)] = ""
    needed: Annotated[int, Field(ge=1)] = 1


class Template(_Shape):
    """A file of campaign_templates/."""

    code: Code
    title: Annotated[str, Field(min_length=1, max_length=80)]
    mode: Mode
    note: Annotated[str, Field(max_length=300)] = ""
    basis: Annotated[str, Field(max_length=200)] = ""
    goal: Annotated[str, Field(max_length=2000)] = ""
    plan_kinds: tuple[str, ...] = ()
    roll_kinds: tuple[str, ...] = ()
    phases: Annotated[tuple[PhaseShape, ...], Field(min_length=1)]
    readiness: tuple[ReadinessShape, ...] = ()

    @property
    def steps(self) -> int:
        """Count its steps."""
        return sum(len(phase.steps) for phase in self.phases)


@cache
def templates() -> dict[str, Template]:
    """Return the room's templates by code, the newest first."""
    found = [read(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("*.toml"))]
    return {each.code: each for each in reversed(found)}


def read(text: str, name: str) -> Template:
    """Read a template; raises Invalid, saying where it is wrong."""
    try:
        return Template.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Invalid(
            _("%(name)s 不是有效的 TOML：%(why)s") % {"name": name, "why": error}
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise Invalid(f"{name}: {where}: {first['msg']}") from error


def template_of(code: str) -> Template:
    """Return a template; raises Invalid, naming those there are."""
    found = templates().get(code)
    if found is None:
        raise Invalid(
            _("没有模板“%(code)s”，可用的有：%(codes)s。")
            % {"code": code, "codes": "、".join(templates())}
        )
    return found


def from_template(
    template: Template, *, code: str, title: str, begins_on: dt.date, ends_on: dt.date, **more: Any
) -> CampaignSpec:
    """Return a campaign as a template drafts it between two days."""
    staged = template.mode == Mode.STAGED
    if ends_on < begins_on:
        raise Invalid(_("结束日期早于开始日期，请改正。"))
    if staged and (ends_on - begins_on).days + 1 < len(template.phases):
        raise Invalid(_("活动的天数比阶段还少，请把结束日期往后放。"))
    shares = [phase.share for phase in template.phases]
    whole = [(begins_on, ends_on)] * len(shares)
    times = cut(begins_on, ends_on, shares) if staged else whole
    return CampaignSpec(
        code=code,
        title=title,
        mode=template.mode,
        begins_on=begins_on,
        ends_on=ends_on,
        template=template.code,
        basis=more.get("basis") or template.basis,
        goal=more.get("goal") or template.goal,
        plan_kinds=template.plan_kinds,
        roll_kinds=template.roll_kinds,
        readiness=tuple(
            ReadinessSpec(line.label, line.needed, unit_of_measure=line.unit)
            for line in template.readiness
        ),
        phases=tuple(
            _phase(shape, *time) for shape, time in zip(template.phases, times, strict=True)
        ),
    )


def from_campaign(
    campaign: Campaign, *, code: str, title: str, begins_on: dt.date, ends_on: dt.date
) -> CampaignSpec:
    """Return a campaign like an ended one, its days and plan moved to the new beginning."""
    if ends_on < begins_on:
        raise Invalid(_("结束日期早于开始日期，请改正。"))
    old = list(campaign.phases.prefetch_related("steps"))
    days = [(phase.ends_on - phase.begins_on).days + 1 for phase in old]
    if campaign.is_staged and (ends_on - begins_on).days + 1 < len(old):
        raise Invalid(_("活动的天数比阶段还少，请把结束日期往后放。"))
    whole = [(begins_on, ends_on)] * len(old)
    times = cut(begins_on, ends_on, days) if campaign.is_staged else whole
    own = PlanItem.objects.filter(plan__campaign=campaign, plan__parent=None, withdrawn_at=None)
    items: dict[Any, list[PlanItem]] = {}
    for item in own:
        items.setdefault(item.step_id, []).append(item)
    return CampaignSpec(
        code=code,
        title=title,
        mode=campaign.mode,
        begins_on=begins_on,
        ends_on=ends_on,
        template=campaign.code,
        basis=campaign.basis,
        goal=campaign.goal,
        plan_kinds=tuple(campaign.plan_kinds),
        roll_kinds=tuple(campaign.roll_kinds),
        readiness=tuple(
            ReadinessSpec(line.label, line.needed, unit_of_measure=line.unit_of_measure)
            for line in campaign.readiness.filter(dropped_at=None)
        ),
        phases=tuple(_again(phase, time, items) for phase, time in zip(old, times, strict=True)),
    )


def _phase(shape: PhaseShape, begins_on: dt.date, ends_on: dt.date) -> PhaseSpec:
    return PhaseSpec(
        label=shape.label,
        begins_on=begins_on,
        ends_on=ends_on,
        code=shape.code,
        goal=shape.goal,
        is_gated=shape.gated,
        steps=tuple(
            StepSpec(
                label=step.label,
                code=step.code,
                content=step.content,
                deliverables=tuple(Deliverable(d.label, d.required) for d in step.deliverables),
                items=tuple(
                    ItemSpec(
                        item.title,
                        content=item.content,
                        deliverable=item.deliverable,
                        is_required=item.required,
                    )
                    for item in step.items
                ),
            )
            for step in shape.steps
        ),
    )


def _again(
    phase: Phase, time: tuple[dt.date, dt.date], items: dict[Any, list[PlanItem]]
) -> PhaseSpec:
    moved = time[0] - phase.begins_on
    return PhaseSpec(
        label=phase.label,
        begins_on=time[0],
        ends_on=time[1],
        code=phase.code,
        goal=phase.goal,
        is_gated=phase.is_gated,
        steps=tuple(_step_again(step, time, moved, items) for step in phase.steps.all()),
    )


def _step_again(
    step: CampaignStep,
    time: tuple[dt.date, dt.date],
    moved: dt.timedelta,
    items: dict[Any, list[PlanItem]],
) -> StepSpec:
    specs: list[ItemSpec] = []
    for item in items.get(step.pk, []):
        first, last = clamped(item.begins_on + moved, item.due_on + moved, time)
        specs.append(
            ItemSpec(item.title, first, last, item.content, item.deliverable, item.is_required)
        )
    return StepSpec(
        label=step.label,
        code=step.code,
        content=step.content,
        deliverables=tuple(
            Deliverable(each["label"], bool(each["is_required"]), each["code"])
            for each in step.deliverables
        ),
        items=tuple(specs),
    )
