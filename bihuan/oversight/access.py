"""Whose gates and notes an actor may see: the only way a view fetches.

Who sees campaigns over a whole administration sees its gates. A village, which sees the campaign
of its own unit only, does not, nor does another town.
"""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, CampaignState, Mode, Phase
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit, UnitKind
from bihuan.orgs.permissions import Permission
from bihuan.oversight.errors import NoSuchGate
from bihuan.oversight.models import GateCondition, GateLine, GateRequest, GateState, GroupNote

SEE, RUN, AGREE = Permission.SEE_CAMPAIGNS, Permission.RUN_CAMPAIGNS, Permission.AGREE_STAGES


def gates_visible_to(actor: Actor) -> QuerySet[GateRequest]:
    """Return the requests that an actor may see; of one above them, none is a draft."""
    rows = GateRequest.objects.filter(actor.within(SEE, "path"))
    if not actor.may(RUN) and actor.may(AGREE):
        rows = rows.exclude(state=GateState.DRAFT, round=0)
    return rows.select_related("home", "campaign__home", "phase")


def gate_for(actor: Actor, id_: UUID | str) -> GateRequest:
    """Return a request; raises NoSuchGate where there is none or it is unseen."""
    later = Phase.objects.filter(
        campaign=OuterRef("campaign"), position__gt=OuterRef("phase__position")
    )
    following = Subquery(later.order_by("position").values("label")[:1])
    rows = gates_visible_to(actor).annotate(following_label=following)
    found = rows.filter(pk=id_).first()
    if found is None:
        raise NoSuchGate(_("没有这份转段申请，或您的账号无权查看。"))
    # What is at hand already: an administration is its own home.
    found.home.home, found.campaign.home = found.home, found.home
    found.phase.campaign = found.campaign
    return found


def following_label(found: GateRequest) -> str:
    """Return the name of the stage after that of a request from `gate_for`; "" after the last."""
    return getattr(found, "following_label", None) or ""


def line_for(actor: Actor, id_: UUID | str) -> GateLine:
    """Return a line that stands, with its request; raises NoSuchGate."""
    found = GateLine.objects.filter(pk=id_, removed_at=None).first()
    if found is None:
        raise NoSuchGate(_("没有这一项，或您的账号无权查看。"))
    found.request = gate_for(actor, found.request_id)
    return found


def campaigns_seen_by(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns whose administrations an actor sees, with home and stages."""
    rows = Campaign.objects.filter(actor.within(SEE, "path"))
    return rows.select_related("home").prefetch_related("phases")


def campaign_seen_by(actor: Actor, id_: UUID | str) -> Campaign:
    """Return such a campaign; raises NoSuchGate where there is none or it is unseen."""
    found = campaigns_seen_by(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchGate(_("没有这个活动，或您的账号无权查看。"))
    return found


def phase_to_check(actor: Actor, id_: UUID | str) -> Phase:
    """Return a stage whose campaign an actor runs; raises NoSuchGate."""
    rows = Phase.objects.filter(actor.within(SEE, "campaign__path"))
    found = rows.select_related("campaign__home", "home").filter(pk=id_).first()
    if found is None:
        raise NoSuchGate(_("没有这个阶段，或您的账号无权查看。"))
    return found


def phases_ready(actor: Actor) -> QuerySet[Phase]:
    """Return the open stages of running campaigns that an actor runs and that have no request."""
    return Phase.objects.filter(
        actor.within(RUN, "campaign__path"),
        campaign__state=CampaignState.RUNNING,
        campaign__mode=Mode.STAGED,
        opened_on__isnull=False,
        closed_on=None,
        gate=None,
    )


def notes_visible_to(actor: Actor) -> QuerySet[GroupNote]:
    """Return the notes on campaigns that an actor may see."""
    rows = GroupNote.objects.filter(actor.within(SEE, "path"))
    return rows.select_related("home", "campaign")


def note_for(actor: Actor, id_: UUID | str) -> GroupNote:
    """Return a note; raises NoSuchGate where there is none or it is unseen."""
    found = notes_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchGate(_("没有这条指导意见，或您的账号无权查看。"))
    return found


def conditions_visible_to(actor: Actor) -> QuerySet[GateCondition]:
    """Return the conditions that an actor may see."""
    rows = GateCondition.objects.filter(actor.within(SEE, "path"))
    return rows.select_related("home", "request__campaign", "request__phase")


def towns_of(actor: Actor) -> QuerySet[Unit]:
    """Return the towns whose stages an actor agrees to, in the tree's order."""
    rows = Unit.objects.filter(actor.within(AGREE, "path"), kind=UnitKind.TOWNSHIP)
    return rows.open_on(clock.today()).order_by("sort_order", "path")
