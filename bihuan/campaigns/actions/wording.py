"""Items of plans as rows and as words: checked once, for every action that writes them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from bihuan.campaigns.actions.specs import (
    LONGEST_CONTENT,
    LONGEST_DELIVERABLE,
    LONGEST_TITLE,
    ItemSpec,
)
from bihuan.campaigns.models import CampaignStep, Plan, PlanItem
from bihuan.campaigns.rules import Span
from bihuan.lib import clock
from bihuan.lib.dates import write_period
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.actions.doing import checked_text
from bihuan.tasks.actions.stepping import checked_prose


def words_of(item: PlanItem) -> dict[str, Any]:
    """Return what an item says, as plans pass it down (`rules.FIELDS`)."""
    return {
        "title": item.title,
        "content": item.content,
        "deliverable": item.deliverable,
        "begins_on": item.begins_on.isoformat(),
        "due_on": item.due_on.isoformat(),
        "is_required": item.is_required,
    }


def put_words(item: PlanItem, words: dict[str, Any]) -> None:
    """Let an item say what `words_of` gave."""
    item.title, item.content = words["title"], words["content"]
    item.deliverable, item.is_required = words["deliverable"], words["is_required"]
    item.begins_on = dt.date.fromisoformat(words["begins_on"])
    item.due_on = dt.date.fromisoformat(words["due_on"])


WORD_FIELDS = ("title", "content", "deliverable", "begins_on", "due_on", "is_required")


def item_row(
    plan: Plan,
    step: CampaignStep,
    spec: ItemSpec,
    *,
    begins_on: dt.date,
    due_on: dt.date,
    position: int,
) -> PlanItem:
    """Return an item that is not saved yet; raises Invalid for words or days that are wrong."""
    item = PlanItem(id=new_id(), home=plan.home, plan=plan, step=step, position=position)
    item.made_at = clock.now()
    set_item(item, spec, begins_on=begins_on, due_on=due_on)
    return item


def set_item(item: PlanItem, spec: ItemSpec, *, begins_on: dt.date, due_on: dt.date) -> None:
    """Put a specification into an item, checked; raises Invalid."""
    item.title = checked_text(_("事项"), spec.title, LONGEST_TITLE)
    item.content = checked_prose(_("内容"), spec.content, LONGEST_CONTENT, required=False)
    item.deliverable = checked_text(
        _("成果"), spec.deliverable, LONGEST_DELIVERABLE, required=False
    )
    refuse_outside(item.step, item.title, begins_on, due_on)
    item.begins_on, item.due_on = begins_on, due_on
    item.is_required = spec.is_required
    item.lead_unit = _lead(item.plan, spec)


def refuse_outside(step: CampaignStep, title: str, begins_on: dt.date, due_on: dt.date) -> None:
    """Raise Invalid where an item's days are reversed or leave the phase of its step."""
    if due_on < begins_on:
        raise Invalid(_("“%(title)s”的完成日期早于开始日期，请改正。") % {"title": title})
    phase = step.phase
    if not Span(phase.label, phase.begins_on, phase.ends_on).holds(begins_on, due_on):
        raise Invalid(
            _("“%(title)s”的日期超出了“%(phase)s”（%(time)s），请改在这段时间里。")
            % {
                "title": title,
                "phase": phase.label,
                "time": write_period(phase.begins_on, phase.ends_on),
            }
        )


def _lead(plan: Plan, spec: ItemSpec) -> Any:
    lead = spec.lead_unit
    if lead is None or lead.pk == plan.unit_id:
        return None
    if not plan.unit.holds(lead.path):
        raise Invalid(
            _("“%(lead)s”不属于%(unit)s，不能作为牵头单位。") % {"lead": lead, "unit": plan.unit}
        )
    return lead
