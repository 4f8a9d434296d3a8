"""What waits here: a poll that stands still until somebody does the next thing.

All counts are the home page's one statement; nothing that a ballot says is looked at.
"""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.appraisals.access import CHAIR, RUN
from bihuan.appraisals.models import BallotSlip, Poll, PollState
from bihuan.appraisals.waiting_people import waiting_people
from bihuan.lib import clock
from bihuan.lib.counting import Later, Scan, Told
from bihuan.orgs.access import Actor
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting | Told]:
    """Return what waits for who prepares polls, chairs them, or decides on people."""
    return [*_polls(actor), *waiting_people(actor)]


def _polls(actor: Actor) -> list[Waiting | Told]:
    if not actor.may(RUN) and not actor.may(CHAIR):
        return []
    runs, chairs = actor.within(RUN, "path"), actor.within(CHAIR, "path")
    mine = Scan(Poll.objects.filter(runs | chairs))
    slips = BallotSlip.objects.filter(poll=OuterRef("pk"))
    # Each asked of the few polls that stand so: there may be many thousands of slips.
    without = Scan(Poll.objects.filter(~Exists(slips), runs, state=PollState.KEYED))
    ended = Poll.objects.filter(state=PollState.ENDED)
    once = slips.exclude(tags=None)
    return [
        _waiting(
            PollState.KEYED,
            _("测评已制密钥，请印票证"),
            without.count(),
            hint=_("每组票证数不少于应到人数，可以多印几张备用"),
        ),
        _waiting(
            PollState.OPEN,
            _("测评过了日期还在投票"),
            mine.count(chairs & Q(state=PollState.OPEN, on__lt=clock.today())),
            hint=_("由主持人结束投票，登记发出票数"),
            is_late=True,
        ),
        _waiting(
            PollState.ENDED,
            _("纸质票只录了一遍"),
            Scan(ended.filter(Exists(once), runs)).count(),
            hint=_("另一人再录一遍，一致了才能封箱"),
        ),
        _waiting(
            PollState.ENDED,
            _("纸质票录完了，请封箱"),
            Scan(ended.filter(~Exists(once), chairs)).count(),
            hint=_("封箱后选票拆成清单，谁也不再看得到整张票"),
        ),
        _waiting(
            PollState.SEALED,
            _("票箱已封，请监票人开票"),
            mine.count(runs & Q(state=PollState.SEALED)),
            hint=_("几名监票人到齐，各自输入密钥单"),
        ),
        _waiting(
            PollState.COUNTED,
            _("已开票，请公布结果"),
            mine.count(chairs & Q(state=PollState.COUNTED)),
            hint=_("最好先由监票人复核一次"),
        ),
    ]


def _waiting(
    state: PollState, label: str, count: Later, hint: str, *, is_late: bool = False
) -> Waiting:
    return Waiting(
        label=label,
        count=count,
        url=f"{reverse('appraisals:list')}?state={state.value}",
        hint=hint,
        is_late=is_late,
        verb=_("去看看"),
    )
