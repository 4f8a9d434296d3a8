"""What the pages of the hall look up of a poll that an actor may see (`access.poll_for`)."""

from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from bihuan.appraisals.actions.voting import kept_of
from bihuan.appraisals.errors import NoSuchPoll, NotNow, SlipNotGood
from bihuan.appraisals.models import BallotSlip, Poll, RollLine, SealedList, VoterGroup
from bihuan.appraisals.papers import BallotPaper, built, paper_of
from bihuan.orgs.models import Account

HAS_BALLOT = ExpressionWrapper(Q(ballot__isnull=False), output_field=BooleanField())
"""Whether there are sealed answers, without reading them."""


def paper_for(poll: Poll) -> BallotPaper:
    """Return the paper as the ceremony would freeze it; raises PaperIncomplete."""
    return built(poll, list(poll.groups.all()), list(poll.candidates.all()))


def roll_of(poll: Poll) -> list[tuple[VoterGroup, list[RollLine]]]:
    """Return the groups of a poll with the names on their rolls, in their order."""
    groups = VoterGroup.objects.filter(poll=poll).order_by("number")
    return [(group, list(group.roll.all())) for group in groups.prefetch_related("roll")]


def roll_line_of(poll: Poll, id_: UUID) -> RollLine:
    """Return a name on a poll's roll; raises NoSuchPoll."""
    rows = RollLine.objects.filter(group__poll=poll, pk=id_).select_related("group")
    found = rows.first()
    if found is None:
        raise NoSuchPoll(_("签到名单上没有这个名字，请刷新页面再看。"))
    return found


def sealed_list_of(poll: Poll, item: int, group: int) -> bytes:
    """Return the sealed answers of an item by a group, ascending as in the box's digest.

    Raises NoSuchPoll.
    """
    rows = SealedList.objects.filter(poll=poll, item=item, group=group)
    found = rows.values_list("content", flat=True).first()
    if found is None:
        raise NoSuchPoll(_("没有这一份密封清单；保存期满销毁的，不能再开票。"))
    content, size = bytes(found), paper_of(poll).sealed_size
    return b"".join(sorted(content[at : at + size] for at in range(0, len(content), size)))


def paper_slip_of(poll: Poll, credential: bytes) -> BallotSlip:
    """Return a slip of a paper ballot that may be typed in; raises SlipNotGood, NotNow."""
    if not poll.takes_paper:
        raise NotNow(_("投票没有开始或已经封箱，不能录入纸质票。"))
    rows = BallotSlip.objects.filter(poll=poll, kept=kept_of(credential)).select_related("group")
    # The sealed answers stay in the database; only whether there are some.
    found = rows.defer("ballot").annotate(has_ballot=HAS_BALLOT).first()
    if found is None or found.is_spoilt:
        raise SlipNotGood(_("没有这张纸质票，或已作废，请核对票上的码。"))
    if not found.is_paper:
        raise SlipNotGood(_("这张票证是网上投票用的，不能录入；没有网络的请换纸质票。"))
    return found


def typists_of(poll: Poll) -> list[tuple[str, int]]:
    """Return who typed paper ballots that wait for a second typing, with how many."""
    rows = BallotSlip.objects.filter(poll=poll).exclude(typed_by=None)
    counted = dict(rows.values_list("typed_by").annotate(n=Count("kept")).order_by())
    names = Account.objects.filter(pk__in=list(counted))
    return sorted((str(each), counted[each.pk]) for each in names)
