"""Loading campaigns: each thing done by the room's own actions, at its own moment, by its account.

What was done is never changed: a campaign that the pack tells otherwise later is left as it stands.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from bihuan.audit.rules import digest
from bihuan.campaigns import actions as campaigns
from bihuan.campaigns.drafting import from_template, template_of
from bihuan.campaigns.models import Campaign, CampaignStep, Phase, Plan, PlanItem, PlanOffer
from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Unit
from bihuan.packs.campaign_events import DEEDS
from bihuan.packs.campaign_shapes import CampaignShape, EventShape, PhaseShape, StepShape
from bihuan.packs.content import CampaignEntry, Pack
from bihuan.packs.memory import Memory

KIND = "campaign"


@dataclass
class Telling:
    """A campaign that is being told, with its items by ref: the own plan's, and each unit's own."""

    entry: CampaignEntry
    campaign: Campaign
    items: dict[str, PlanItem] = field(default_factory=dict)


class CampaignLoading:
    """Loads a pack's campaigns; faults are noted with file and line."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
        self.pack, self.home, self.memory, self.keeper = pack, home, memory, actor
        self._units: dict[str, Unit] = {}

    def load(self) -> None:
        """Tell every campaign that was not told before."""
        for entry in self.pack.campaigns:
            said = digest([entry.shape.model_dump(mode="json")])
            item = self.memory.known(KIND, entry.shape.code)
            if item is None:
                self._tell(entry, said)
            elif item.digest == said:
                self.memory.report.unchanged += 1
            else:
                place = f"{entry.file}:{entry.line} {entry.shape.code}"
                self.memory.report.left.append(place)

    def _tell(self, entry: CampaignEntry, said: str) -> None:
        line = entry.line
        try:
            one = self._made(entry)
            for at, event in enumerate(entry.shape.events):
                line = entry.event_line(at)
                with clock.set_back_to(self._moment(event.at)):
                    DEEDS[event.do](self, one, event)
        except DomainError as error:
            self.memory.faults.add(entry.file, line, error.message)
            return
        self.memory.report.count(self.memory.report.added, KIND)
        self.memory.remember(KIND, entry.shape.code, one.campaign.pk, said)

    def _made(self, entry: CampaignEntry) -> Telling:
        shape = entry.shape
        with clock.set_back_to(self._moment(shape.made_at) if shape.made_at else clock.now()):
            spec = self._spec(shape)
            made = campaigns.make_campaign(actor=self.actor(shape.by), home=self.home, spec=spec)
        told = Telling(entry, made)
        rows = PlanItem.objects.filter(plan__campaign=made).select_related("step__phase")
        by_place: dict[tuple[str, str], list[PlanItem]] = {}
        for item in rows.order_by("position"):
            by_place.setdefault((item.step.phase.code, item.step.code), []).append(item)
        for phase in shape.phases:
            for step in phase.steps:
                for said, item in zip(
                    step.items, by_place.get((phase.code, step.code), []), strict=True
                ):
                    if said.ref in told.items:
                        raise Invalid(f"方案事项 ref“{said.ref}”用了两次。")
                    told.items[said.ref] = item
        return told

    def _spec(self, shape: CampaignShape) -> campaigns.CampaignSpec:
        readiness = tuple(
            campaigns.ReadinessSpec(
                line.label, line.needed, line.in_place, line.unit, line.due_on, line.note
            )
            for line in shape.readiness
        )
        if not shape.phases:
            return from_template(
                template_of(shape.template or ""),
                code=shape.code,
                title=shape.title,
                begins_on=shape.from_,
                ends_on=shape.to,
                basis=shape.basis,
                goal=shape.goal,
            )
        return campaigns.CampaignSpec(
            code=shape.code,
            title=shape.title,
            mode=shape.mode,
            begins_on=shape.from_,
            ends_on=shape.to,
            basis=shape.basis,
            goal=shape.goal,
            template=shape.template or "",
            plan_kinds=shape.plan_kinds,
            roll_kinds=shape.roll_kinds,
            readiness=readiness,
            phases=tuple(self._phase(phase) for phase in shape.phases),
        )

    def _phase(self, shape: PhaseShape) -> campaigns.PhaseSpec:
        return campaigns.PhaseSpec(
            label=shape.label,
            begins_on=shape.from_,
            ends_on=shape.to,
            code=shape.code,
            goal=shape.goal,
            is_gated=shape.gated,
            steps=tuple(self._step(step) for step in shape.steps),
        )

    def _step(self, shape: StepShape) -> campaigns.StepSpec:
        return campaigns.StepSpec(
            label=shape.label,
            code=shape.code,
            content=shape.content,
            deliverables=tuple(
                campaigns.Deliverable(each.label, each.required) for each in shape.deliverables
            ),
            items=tuple(
                campaigns.ItemSpec(
                    item.title,
                    item.from_,
                    item.to,
                    item.content,
                    item.deliverable,
                    item.required,
                    self.unit(item.lead) if item.lead else None,
                )
                for item in shape.items
            ),
        )

    def _moment(self, moment: dt.datetime) -> dt.datetime:
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        if aware > clock.now():
            raise Invalid(f"时间 {moment:%Y-%m-%dT%H:%M} 还没有到。")
        return aware

    def actor(self, username: str) -> Actor:
        """Return the actor of an account as it stood at the moment, or of the loader; Invalid."""
        if not username:
            return self.keeper
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise Invalid(f"没有用户名为“{username}”的账号。")
        return Actor.of(account)

    def unit(self, code: str | None) -> Unit:
        """Return a unit; raises Invalid."""
        if not code:
            raise Invalid("请写明单位（unit）。")
        if code not in self._units:
            found = Unit.objects.select_related("home").filter(code=code).first()
            if found is None:
                raise Invalid(f"没有代码为“{code}”的单位。")
            self._units[code] = found
        return self._units[code]

    def plan(self, one: Telling, code: str | None) -> Plan:
        """Return a unit's plan, the campaign's own where none is named; raises Invalid."""
        rows = one.campaign.plans.select_related("unit__home", "campaign__home", "parent")
        unit = self.unit(code) if code else self.home
        found = rows.filter(unit=unit).first()
        if found is None:
            raise Invalid(f"“{unit}”还没有方案。")
        return found

    def item(self, one: Telling, event: EventShape) -> PlanItem:
        """Return the item of a plan that an event is about; raises Invalid."""
        known = one.items.get(event.item)
        if known is None:
            raise Invalid(f"前面没有 ref 为“{event.item}”的方案事项。")
        rows = PlanItem.objects.select_related("plan__unit__home", "plan__campaign", "step__phase")
        plan = self.plan(one, event.unit)
        found = (
            rows.filter(plan=plan, pk=known.pk).first()
            or rows.filter(plan=plan, parent=known).first()
        )
        if found is None:
            raise Invalid(f"“{plan.unit}”的方案里没有事项“{event.item}”。")
        return found

    def offer(self, one: Telling, event: EventShape) -> PlanOffer:
        """Return the change that waits for a unit's answer; raises Invalid."""
        plan = self.plan(one, event.unit)
        known = one.items.get(event.item)
        rows = plan.offers.filter(source=known).exclude(answer__in=("taken", "lapsed"))
        found = rows.select_related("plan__unit", "plan__campaign", "source").first()
        if found is None:
            raise Invalid(f"“{plan.unit}”没有等答复的变化“{event.item}”。")
        return found

    def phase(self, one: Telling, code: str) -> Phase:
        """Return a phase of the campaign; raises Invalid."""
        found = one.campaign.phases.select_related("campaign__home").filter(code=code).first()
        if found is None:
            raise Invalid(f"这个活动没有代码为“{code}”的阶段。")
        return found

    def step(self, one: Telling, code: str) -> CampaignStep:
        """Return a step of the campaign; raises Invalid."""
        rows = CampaignStep.objects.filter(phase__campaign=one.campaign, code=code)
        found = rows.select_related("phase__campaign").first()
        if found is None:
            raise Invalid(f"这个活动没有代码为“{code}”的环节。")
        return found
