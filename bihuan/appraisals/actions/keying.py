"""The ceremony: the paper frozen, the tellers' key made known; slips registered by their hashes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.appraisals import papers
from bihuan.appraisals.actions.stepping import held, moved, stepped
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import (
    BallotSlip,
    Candidate,
    Poll,
    PollState,
    PollStepKind,
    Teller,
    VoterGroup,
)
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.orgs.permissions import Permission

FEWEST_TELLERS, MOST_TELLERS = 2, 9
MOST_AT_ONCE, MOST_SLIPS = 1_000, 20_000
_HEX = re.compile(r"[0-9a-f]{64}")
KEPT_SIZE = 32


@dataclass(frozen=True)
class TellerSpec:
    """A teller by post and unit, and the commitment to their share, in hexadecimal."""

    label: str
    unit_label: str
    is_from_above: bool
    commitment: str


@action("poll.key")
def key_poll(
    *,
    actor: Actor,
    poll: Poll,
    public_key: str,
    proof_kept: str,
    needed: int,
    tellers: Sequence[TellerSpec],
) -> Poll:
    """Freeze the paper and keep the public key; the shares were shown to the tellers alone.

    `needed` tellers open the box together, one of them at least from the level above; `proof_kept`
    is what a proof of having their key is held against. Raises NotAllowed, NotNow,
    PaperIncomplete, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT)
    if not _HEX.fullmatch(public_key) or not _HEX.fullmatch(proof_kept):
        raise Invalid(_("密钥没有做好，请在本页面重新制作。"))
    kept = _checked(tellers, needed)
    groups = list(VoterGroup.objects.filter(poll=poll))
    paper = papers.built(poll, groups, list(Candidate.objects.filter(poll=poll)))
    Teller.objects.bulk_create(
        Teller(
            home=poll.home,
            poll=poll,
            number=number,
            label=each.label,
            unit_label=each.unit_label,
            is_from_above=each.is_from_above,
            commitment=each.commitment,
        )
        for number, each in enumerate(kept, 1)
    )
    poll.paper, poll.public_key, poll.proof_kept = paper.text, public_key, proof_kept
    poll.needed = needed
    moved(poll, PollState.KEYED, "paper", "public_key", "proof_kept", "needed")
    facts = {
        "paper_digest": paper.digest.hex(),
        "public_key": public_key,
        "tellers": len(kept),
        "needed": needed,
    }
    note = _("%(n)d名监票人，%(m)d名到场可开票") % {"n": len(kept), "m": needed}
    stepped(actor, poll, PollStepKind.KEY, note=note, facts=facts)
    return poll


def _checked(tellers: Sequence[TellerSpec], needed: int) -> list[TellerSpec]:
    if not FEWEST_TELLERS <= len(tellers) <= MOST_TELLERS:
        raise Invalid(
            _("监票人应有%(least)d到%(most)d名。") % {"least": FEWEST_TELLERS, "most": MOST_TELLERS}
        )
    if not FEWEST_TELLERS <= needed <= len(tellers):
        raise Invalid(_("开票须到场的监票人至少2名，不能多于监票人人数。"))
    kept = []
    for each in tellers:
        label = checked_text(_("监票人（职务）"), each.label, 40)
        unit_label = checked_text(_("所在单位"), each.unit_label, 60)
        if not _HEX.fullmatch(each.commitment):
            raise Invalid(_("“%(teller)s”的密钥没有做好，请重新制作。") % {"teller": label})
        kept.append(TellerSpec(label, unit_label, each.is_from_above, each.commitment))
    if not any(each.is_from_above for each in kept):
        raise Invalid(_("监票人中至少有一名来自上级，请另请一名或注明。"))
    if len({each.commitment for each in kept}) != len(kept):
        raise Invalid(_("有两名监票人的密钥相同，请重新制作。"))
    return kept


@action("poll.print")
def register_slips(
    *, actor: Actor, poll: Poll, group: VoterGroup, kept: Sequence[bytes], is_paper: bool = False
) -> int:
    """Register slips by what is kept of them, 32 bytes each; return how many the group now has.

    The slips themselves were made by the browser that prints them and are nowhere else. Raises
    NotAllowed, NotNow once voting has ended, Invalid, Conflict for a slip that exists.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.KEYED, PollState.OPEN)
    if group.poll_id != poll.pk:
        raise NotNow(_("这个投票人组不是这次测评的，请返回重试。"))
    if not 1 <= len(kept) <= MOST_AT_ONCE or any(len(each) != KEPT_SIZE for each in kept):
        raise Invalid(_("一次可印1到%(most)d张票证。") % {"most": MOST_AT_ONCE})
    if BallotSlip.objects.filter(poll=poll).count() + len(kept) > MOST_SLIPS:
        raise Invalid(_("一次测评最多%(most)d张票证。") % {"most": MOST_SLIPS})
    if len(set(kept)) != len(kept) or BallotSlip.objects.filter(kept__in=kept).exists():
        raise Conflict(_("有票证已经登记过，请重新印制这一批。"))
    BallotSlip.objects.bulk_create(
        (
            BallotSlip(kept=each, home=poll.home, poll=poll, group=group, is_paper=is_paper)
            for each in sorted(kept)
        ),
        batch_size=200,
    )
    facts = {"group": group.number, "n": len(kept), "is_paper": is_paper}
    what = _("纸质票") if is_paper else _("票证")
    note = f"{group.label} {what} {len(kept)}"
    stepped(actor, poll, PollStepKind.PRINT, note=note, facts=facts)
    return BallotSlip.objects.filter(poll=poll, group=group).count()


@action("poll.spoil")
def spoil_slips(*, actor: Actor, poll: Poll, group: VoterGroup, kept: Sequence[bytes]) -> int:
    """Make slips void that were left over or lost; return how many. A used one cannot be.

    Raises NotAllowed, NotNow, Invalid for slips that are not of the group or were voted with.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.KEYED, PollState.OPEN)
    wanted = set(kept)
    free = BallotSlip.objects.filter(
        poll=poll, group=group, kept__in=wanted, ballot=None, is_spoilt=False
    )
    done = free.update(is_spoilt=True)
    if not wanted or done != len(wanted):
        raise Invalid(
            _("有%(n)d张票证不是这一组的、已投过或已作废，一张也没有作废，请核对。")
            % {"n": len(wanted) - done}
        )
    note = f"{group.label} {done}"
    stepped(actor, poll, PollStepKind.SPOIL, note=note, facts={"group": group.number, "n": done})
    return done
