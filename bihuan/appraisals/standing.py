"""Where a poll stands, and the one next thing to do, in plain words, for who looks at it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals import papers
from bihuan.appraisals.access import CHAIR, JUDGE, RUN, sees_result
from bihuan.appraisals.errors import PaperIncomplete
from bihuan.appraisals.kinds import GRADE, KINDS
from bihuan.appraisals.linking import page_of
from bihuan.appraisals.models import BallotSlip, Candidate, Poll, PollState, VoterGroup
from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor


@dataclass(frozen=True)
class GroupRow:
    """A group with its counts; `came` are ballots recorded, None before there can be any.

    `once` are paper ballots that were typed in one time only. Never who.
    """

    group: VoterGroup
    slips: int = 0
    paper: int = 0
    once: int = 0
    came: int | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether more ballots came than slips were handed out."""
        out = self.group.handed_out
        return out is not None and self.came is not None and self.came > out


@dataclass(frozen=True)
class Standing:
    """What a poll's page counts: rows of groups, candidates, and what the paper still lacks."""

    rows: Sequence[GroupRow]
    candidates: Sequence[Candidate]
    missing: str = ""

    def total(self, name: str) -> int:
        """Return the sum over groups of one of the counts."""
        of_group = name in ("should", "present", "handed_out")
        return sum(getattr(row.group if of_group else row, name) or 0 for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        """Return the sums that stand beneath the groups."""
        names = ("should", "present", "slips", "paper", "once", "came", "handed_out")
        return {name: self.total(name) for name in names}

    @property
    def is_over(self) -> bool:
        """Tell whether more ballots came than slips were handed out in some group."""
        return any(row.is_over for row in self.rows)

    def lacks_quorum(self, quorum: int) -> bool:
        """Tell whether too few have come for voting to begin."""
        should, present = self.total("should"), self.total("present")
        return bool(quorum) and (not should or present * 100 < should * quorum)


@dataclass(frozen=True)
class Next:
    """The next thing: what and why; then a page to go to, or the id of a dialog on this page."""

    said: str
    label: str = ""
    url: str = ""
    dialog: str = ""
    is_mine: bool = True


def standing_of(poll: Poll) -> Standing:
    """Count what a poll's page shows, in three statements, four once there is a box."""
    groups = list(VoterGroup.objects.filter(poll=poll))
    candidates = list(Candidate.objects.filter(poll=poll))
    rows = _rows(poll, groups)
    missing = ""
    if poll.is_draft:
        try:
            papers.built(poll, groups, candidates)
        except PaperIncomplete as error:
            missing = error.message
    return Standing(rows, candidates, missing)


def _rows(poll: Poll, groups: Sequence[VoterGroup]) -> list[GroupRow]:
    if poll.is_draft:
        return [GroupRow(group) for group in groups]
    good = Q(is_spoilt=False)
    voted = Q(ballot__isnull=False, tags__isnull=True)
    counted = (
        BallotSlip.objects.filter(poll=poll)
        .order_by()
        .values("group_id")
        .annotate(
            slips=Count("kept", filter=good),
            paper=Count("kept", filter=good & Q(is_paper=True)),
            once=Count("kept", filter=Q(tags__isnull=False)),
            came=Count("kept", filter=voted),
        )
    )
    found: dict[Any, dict[str, Any]] = {row.pop("group_id"): row for row in counted}
    boxed: dict[str, int] | None = None
    if poll.state in (PollState.SEALED, PollState.COUNTED, PollState.PUBLISHED):
        boxed = poll.box.counts
    made = []
    for group in groups:
        row = found.get(group.pk, {})
        came = row.get("came", 0) if boxed is None else boxed.get(str(group.number), 0)
        is_before = poll.state in (PollState.KEYED, PollState.VOID)
        made.append(GroupRow(group, **{**row, "came": None if is_before else came}))
    return made


def next_thing(actor: Actor, poll: Poll, standing: Standing) -> Next | None:
    """Return the one next thing for an actor; None where nothing is to come."""
    ask = _NEXT.get(PollState(poll.state))
    return ask(actor, poll, standing) if ask else None


def _draft(actor: Actor, poll: Poll, standing: Standing) -> Next:
    if not actor.may(RUN, poll.path):
        return Next(_("办公室正在准备，准备好以后在这里接着办。"), is_mine=False)
    if not standing.candidates and KINDS[poll.kind].form == GRADE:
        url = page_of("candidates", poll.pk)
        return Next(_("还没有测评对象，请列上评谁、评什么。"), _("列测评对象"), url)
    if not standing.rows:
        url = page_of("groups", poll.pk)
        return Next(_("还没有投票人组，请设上谁来投票、各占多少权重。"), _("设投票人组"), url)
    if standing.missing:
        return Next(standing.missing, _("看票面"), page_of("paper", poll.pk))
    if poll.quorum and not standing.total("should"):
        said = _("请登记签到名单或应到人数；应到人数用来核对到会比例。")
        return Next(said, _("登记应到"), page_of("roll", poll.pk))
    said = _("票面已经齐全，请先预览核对，再和监票人一起制作密钥；制作以后票面不能再改。")
    return Next(said, _("制作密钥"), page_of("ceremony", poll.pk))


def _keyed(actor: Actor, poll: Poll, standing: Standing) -> Next:
    runs, chairs = actor.may(RUN, poll.path), actor.may(CHAIR, poll.path)
    short = [row.group.label for row in standing.rows if not row.slips]
    if short:
        said = _("“%(groups)s”还没有票证，请按应到人数印制。") % {"groups": "、".join(short)}
        return Next(said, _("印票证") if runs else "", page_of("slips", poll.pk), is_mine=runs)
    if standing.lacks_quorum(poll.quorum):
        said = _("应到%(should)d人，实到%(present)d人，要达到%(quorum)d%%才能开始；请在门口签到。")
        said %= {**standing.totals, "quorum": poll.quorum}
        url = page_of("door", poll.pk) or page_of("roll", poll.pk)
        return Next(said, _("签到") if runs else "", url, is_mine=runs)
    if chairs:
        return Next(_("票证已备，到会合乎规定，可以开始投票。"), _("开始投票"), dialog="voting")
    return Next(_("票证已备，请主持人到会场宣布并开始投票。"), is_mine=False)


def _open(actor: Actor, poll: Poll, standing: Standing) -> Next:
    came = standing.total("came")
    if actor.may(CHAIR, poll.path):
        said = _("正在投票，已收到%(n)d张。都投完了，由您结束投票。") % {"n": came}
        return Next(said, _("结束投票"), "#ending")
    said = _("正在投票，已收到%(n)d张；投完以后请主持人结束投票。") % {"n": came}
    papers_url = page_of("paper_ballots", poll.pk) if standing.total("paper") else ""
    if papers_url and actor.may(RUN, poll.path):
        return Next(said, _("录入纸质票"), papers_url)
    return Next(said, is_mine=False)


def _ended(actor: Actor, poll: Poll, standing: Standing) -> Next:
    once = standing.total("once")
    if once and actor.may(RUN, poll.path):
        said = _("还有%(n)d张纸质票只录了一遍，请另一人再录一遍。") % {"n": once}
        return Next(said, _("录入纸质票"), page_of("paper_ballots", poll.pk))
    if once:
        said = _("还有%(n)d张纸质票只录了一遍，办公室录完以后请您封箱。") % {"n": once}
        return Next(said, is_mine=False)
    if actor.may(CHAIR, poll.path):
        return Next(
            _("投票已经结束；收回的纸质票都录了两遍以后，请封箱。"), _("封箱"), dialog="seal"
        )
    url = page_of("paper_ballots", poll.pk)
    said = _("投票已经结束；收回的纸质票都录了两遍以后，请主持人封箱。")
    runs = actor.may(RUN, poll.path)
    return Next(said, _("录入纸质票") if runs and url else "", url, is_mine=runs)


def _sealed(actor: Actor, poll: Poll, _standing: Standing) -> Next:
    said = _("票箱已封。请%(n)d名监票人带密钥单到场，一起开票。") % {"n": poll.needed}
    if actor.may(RUN, poll.path):
        return Next(said, _("开票"), page_of("opening", poll.pk))
    return Next(said, is_mine=False)


def _counted(actor: Actor, poll: Poll, standing: Standing) -> Next:
    chairs = actor.may(CHAIR, poll.path)
    if standing.is_over:
        said = _("有的组收回的票多于发出的，这次测评不能公布，请查明后作废重投。")
        return Next(said, _("作废") if chairs else "", "#voiding", is_mine=chairs)
    if not poll.is_confirmed and actor.may(JUDGE, poll.path):
        said = _("已经开票。请监票人换一台电脑再开一次，两次的开票摘要一致，就是复核通过。")
        url = page_of("verification", poll.pk)
        if url:
            return Next(said, _("复核开票"), url)
    if chairs:
        return Next(_("已经开票，请核对结果后公布。"), _("公布结果"), "#publication")
    return Next(_("已经开票，请主持人核对结果后公布。"), is_mine=False)


def _published(actor: Actor, poll: Poll, _standing: Standing) -> Next | None:
    if not sees_result(actor, poll):
        return None
    url = reverse("appraisals:result", args=[poll.pk])
    return Next(_("结果已经公布。"), _("看结果"), url, is_mine=False)


_NEXT = {
    PollState.DRAFT: _draft,
    PollState.KEYED: _keyed,
    PollState.OPEN: _open,
    PollState.ENDED: _ended,
    PollState.SEALED: _sealed,
    PollState.COUNTED: _counted,
    PollState.PUBLISHED: _published,
}


@dataclass(frozen=True)
class Stage:
    """A stage of a poll as the line above its page shows it."""

    label: str
    is_done: bool
    is_now: bool


def stages_of(poll: Poll) -> list[Stage]:
    """Return the stages of a poll that is not void, in their order."""
    if poll.state == PollState.VOID:
        return []
    labels = (
        (PollState.DRAFT, _("准备")),
        (PollState.KEYED, _("密钥和票证")),
        (PollState.OPEN, _("投票")),
        (PollState.ENDED, _("录纸质票")),
        (PollState.SEALED, _("封箱待开")),
        (PollState.COUNTED, _("开票")),
        (PollState.PUBLISHED, _("公布")),
    )
    at = [state for state, _label in labels].index(PollState(poll.state))
    is_over = poll.state == PollState.PUBLISHED
    return [
        Stage(label, place < at or is_over, place == at and not is_over)
        for place, (_state, label) in enumerate(labels)
    ]


def said_of_tellers(needed: int, tellers: int) -> str:
    """Return what the tellers hold together, and what is lost when they lose it."""
    spare = tellers - needed
    given = {"n": tellers, "m": needed, "spare": spare, "lost": spare + 1}
    said = _("%(n)d名监票人要全部到场才能开票；丢一份密钥单就谁也打不开，只能重新投票。")
    if spare:
        said = _(
            "%(n)d名监票人，%(m)d名到场可以开票。最多丢%(spare)d份密钥单；丢了%(lost)d份，"
            "谁也打不开，只能重新投票。"
        )
    return said % given


def destroy_from(due: dt.date) -> str:
    """Return from when sealed lists may be destroyed, in words; empty where that day is past."""
    if clock.today() >= due:
        return ""
    return _("封存的票保存到%(day)s，监票人可以随时重新开票核验；之后可以销毁。") % {
        "day": write_date(due)
    }
