"""The clerk's desk of one campaign: where it stands and what is next. No writing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, CampaignState, Phase, Plan
from bihuan.campaigns.standing import Adoption
from bihuan.lib.dates import write_date


@dataclass(frozen=True)
class Next:
    """One thing to do: what, why or by when, where; `is_late` where its day has passed."""

    text: str
    url: str
    verb: str
    hint: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Shown:
    """A phase as shown: its state in a word."""

    phase: Phase
    word: str
    tone: str
    said: str = ""
    may_close: bool = False  # by itself: a track, or the last stage


def shown(phase: Phase, campaign: Campaign, today: dt.date, *, is_last: bool) -> Shown:
    """Return a phase with its state, and a sentence where its day has passed."""
    if phase.closed_on is not None:
        said = _("实际：%(from)s至%(to)s") % {
            "from": write_date(phase.opened_on or phase.begins_on),
            "to": write_date(phase.closed_on),
        }
        return Shown(phase, _("已结束"), "plain", said)
    if phase.opened_on is not None:
        late = today > phase.ends_on
        said = _("%(day)s启动") % {"day": write_date(phase.opened_on)}
        if late:
            said += _("，计划的结束日期已过")
        return Shown(phase, _("进行中"), "info", said, is_last or not campaign.is_staged)
    word = _("未启动")
    running = campaign.state == CampaignState.RUNNING
    late = running and today > phase.begins_on
    said = _("计划的开始日期已过") if late else ""
    if phase.is_gated:
        said = (said + "，" if said else "") + _("须经同意转段")
    return Shown(phase, word, "warn" if late else "plain", said)


def address(name: str, **parts: object) -> str:
    """Return an address of another room, empty where there is none."""
    try:
        return reverse(name, kwargs=parts or None)
    except NoReverseMatch:
        return ""


def gates_of(campaign: Campaign) -> str:
    """Return where the gates of a campaign are, empty where it has none."""
    if not campaign.is_staged:
        return ""
    url = address("oversight:list")
    return f"{url}#campaign-{campaign.pk}" if url else ""


def next_of_office(
    campaign: Campaign,
    phases: Sequence[Phase],
    plan: Plan | None,
    lines: Sequence[Adoption],
    closed: Sequence[Plan],
    today: dt.date,
) -> list[Next]:
    """Return what the office has to do next, the most pressing first."""
    if campaign.is_ended:
        return []
    pk = campaign.pk
    found: list[Next] = []
    if plan is not None and plan.set_on is None:
        url = reverse("campaigns:plan", args=[plan.pk])
        text = _("核对活动方案，印发给各单位采用")
        found.append(Next(text, url, _("看方案"), _("现在还是草案，各单位采用不了")))
    found += _steps_of(campaign, phases, today)
    plans = reverse("campaigns:plans", args=[pk])
    without = sum(line.plan is None for line in lines)
    if plan is not None and plan.set_on is not None and without:
        text = _("%(n)d个单位还没有采用方案") % {"n": without}
        found.append(Next(text, plans, _("看是哪些"), is_late=_is_late(plan, today)))
    if offers := sum(line.offers for line in lines):
        text = _("方案变化还有%(n)d条没有答复") % {"n": offers}
        found.append(Next(text, plans, _("去看看")))
    if closed:
        text = _("%(n)d个撤销单位的方案等接续单位答复") % {"n": len(closed)}
        found.append(Next(text, plans, _("去看看")))
    return found


def _is_late(plan: Plan, today: dt.date) -> bool:
    return plan.set_on is not None and (today - plan.set_on).days > 30


def _steps_of(campaign: Campaign, phases: Sequence[Phase], today: dt.date) -> list[Next]:
    page = reverse("campaigns:campaign", args=[campaign.pk])
    if campaign.state == CampaignState.PLANNED:
        late = today > campaign.begins_on
        hint = _("计划%(day)s开始") % {"day": write_date(campaign.begins_on)}
        return [Next(_("启动活动"), page + "#phases", _("去启动"), hint, late)]
    under_way = [phase for phase in phases if phase.is_open]
    waiting = [phase for phase in phases if phase.opened_on is None]
    if campaign.is_staged and waiting:
        return [_to_open(campaign, waiting[0], under_way, page, today)]
    over = [phase for phase in under_way if phase.ends_on < today]
    if over:
        labels = "”“".join(phase.label for phase in over)
        text = _("“%(phases)s”计划的日期已过，做完了就结束它") % {"phases": labels}
        return [Next(text, page + "#phases", _("去结束"))]
    if not under_way and not waiting:
        return [Next(_("各阶段都已结束，可以办结活动"), page + "#phases", _("去办结"))]
    return []


def _to_open(
    campaign: Campaign, phase: Phase, under_way: Sequence[Phase], page: str, today: dt.date
) -> Next:
    late = today > phase.begins_on
    hint = _("计划%(day)s启动") % {"day": write_date(phase.begins_on)}
    if not phase.is_gated:
        text = _("启动“%(phase)s”") % {"phase": phase.label}
        return Next(text, page + "#phases", _("去启动"), hint, late)
    before = under_way[-1].label if under_way else ""
    text = _("“%(before)s”做好回头看，自查后送转段") % {"before": before}
    url = gates_of(campaign) or page + "#phases"
    return Next(text, url, _("去准备"), hint, late)
