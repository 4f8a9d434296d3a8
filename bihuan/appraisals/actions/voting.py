"""Casting a ballot: the one write without an actor, a step, a time or an audit entry.

Who gives a ballot is whoever holds a slip. A row says only that a slip was voted with, and the
sealed answers that came last.
"""

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from bihuan.appraisals.errors import BallotNotGood, NotNow, SlipNotGood
from bihuan.appraisals.models import BallotSlip, Poll, PollState
from bihuan.appraisals.papers import BallotPaper, paper_of
from bihuan.appraisals.standalone.recount import H, receipt_of, written

CREDENTIAL_SIZE = 32
_TURN = threading.Lock()


@dataclass(frozen=True)
class Known:
    """What a slip opens: its poll and paper, its group's number, what was given with it."""

    poll: Poll
    paper: BallotPaper
    group: int
    has_ballot: bool
    is_paper: bool


def kept_of(credential: bytes) -> bytes:
    """Return what is kept of a slip, of what comes with its ballot."""
    return H("kept", credential)


def slip_opens(poll: Poll, credential: bytes) -> Known:
    """Return what a slip opens; raises SlipNotGood, NotNow."""
    _refuse_closed(poll)
    slip = _slip(poll.pk, credential)
    return Known(
        poll=poll,
        paper=paper_of(poll),
        group=slip.group.number,
        has_ballot=bool(slip.has_ballot),  # type: ignore[attr-defined]
        is_paper=slip.is_paper,
    )


def cast_ballot(*, poll_id: UUID, credential: bytes, ballot: bytes) -> str:
    """Keep a ballot in place of an earlier one with the same slip; return its receipt.

    The poll's row is locked against closing, not against other voters. Raises NotNow, SlipNotGood,
    BallotNotGood.
    """
    with _in_turn(), transaction.atomic():
        poll = _shared(poll_id)
        _refuse_closed(poll)
        slip = _slip(poll_id, credential)
        if slip.is_paper:
            raise SlipNotGood(_("这是纸质票，请在纸上填好投入票箱，由工作人员录入。"))
        require_size(paper_of(poll), slip.group.number, ballot)
        # Asked again in the same statement: it may have been made void since it was read.
        mine = BallotSlip.objects.filter(kept=slip.kept, is_spoilt=False)
        if not mine.update(ballot=ballot):
            raise SlipNotGood(_("这张票证已经作废，请到门口换一张。"))
    return receipt_text(ballot)


def _in_turn() -> AbstractContextManager[object]:
    """Let voters of this process queue on SQLite.

    Its writers wait without a queue: who comes back at once is served before who waits, and of
    eight that cast without a pause one waited twenty seconds and was refused.
    """
    return _TURN if connection.vendor == "sqlite" else nullcontext()


def receipt_text(ballot: bytes) -> str:
    """Return a ballot's receipt as people read it: 16 signs in fours."""
    return written(receipt_of(ballot))


def require_size(paper: BallotPaper, group: int, ballot: bytes) -> None:
    """Raise BallotNotGood unless a ballot is as long as its group's paper asks."""
    if len(ballot) != paper.ballot_size(group):
        raise BallotNotGood(_("这张票不完整，没有收下，请刷新页面重新填写。"))


def _shared(poll_id: UUID) -> Poll:
    """Return a poll that cannot be closed until the transaction ends.

    PostgreSQL: FOR SHARE lets many voters in at once, closing waits for them. On SQLite there is
    one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        table = Poll._meta.db_table
        asked = f"SELECT * FROM {table} WHERE id = %s FOR SHARE"  # noqa: S608
        found = next(iter(Poll.objects.raw(asked, [poll_id])), None)
    else:
        found = Poll.objects.filter(pk=poll_id).first()
    if found is None:
        raise NotNow(_("没有这次测评。"))
    return found


def _refuse_closed(poll: Poll) -> None:
    if poll.state in (PollState.DRAFT, PollState.KEYED):
        raise NotNow(_("投票还没有开始，请等主持人宣布。"))
    if poll.state != PollState.OPEN:
        raise NotNow(_("投票已经结束，没有收下。"))


def _slip(poll_id: UUID, credential: bytes) -> BallotSlip:
    if len(credential) != CREDENTIAL_SIZE:
        raise SlipNotGood(_("票证码不对，请对照票证重新输入。"))
    rows = BallotSlip.objects.filter(poll_id=poll_id, kept=kept_of(credential))
    # The ballot itself stays in the database: only whether there is one.
    has_ballot = ExpressionWrapper(Q(ballot__isnull=False), output_field=BooleanField())
    found = rows.defer("ballot", "tags").annotate(has_ballot=has_ballot)
    slip = found.select_related("group").first()
    if slip is None:
        raise SlipNotGood(_("这次测评没有这张票证，请核对票证上的码。"))
    if slip.is_spoilt:
        raise SlipNotGood(_("这张票证已经作废，请到门口换一张。"))
    return slip
