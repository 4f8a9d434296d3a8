"""What waits here: gates to answer, gates that came back, stages to check, notes to answer."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.oversight.access import AGREE, RUN, phases_ready
from bihuan.oversight.models import GateRequest, GateState, GroupNote
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for the group and for a town's clerk; no statement of its own."""
    return [*_for_group(actor), *_for_town(actor)]


def _for_group(actor: Actor) -> list[Waiting]:
    if not actor.may(AGREE):
        return []
    sent = Scan(GateRequest.objects.filter(actor.within(AGREE, "path"), state=GateState.SENT))
    late = Q(answer_by__lt=clock.today())
    page = f"{reverse('oversight:desk')}?waits=1"
    hint, verb = _("看自查和回头看，同意、附条件同意或退回"), _("去答复")
    return [
        Waiting(_("转段申请已过答复时限"), sent.count(late), page, hint, True, verb),
        Waiting(_("转段申请等您答复"), sent.count(~late), page, hint, verb=verb),
    ]


def _for_town(actor: Actor) -> list[Waiting]:
    if not actor.may(RUN):
        return []
    mine = GateRequest.objects.filter(actor.within(RUN, "path"))
    notes = GroupNote.objects.filter(actor.within(RUN, "path"), answered_at=None)
    page = reverse("oversight:list")
    return [
        Waiting(
            _("退回来的转段申请"),
            Scan(mine.filter(state=GateState.RETURNED)).count(),
            page,
            _("按退回的意见补充，再报送"),
            verb=_("去补充"),
        ),
        Waiting(
            _("到日子的阶段，可以做转段自查"),
            Scan(phases_ready(actor).filter(ends_on__lte=clock.today())).count(),
            page,
            _("自查由数据生成，补几句话就能报送"),
            verb=_("去自查"),
        ),
        Waiting(
            _("检查组的指导意见待回复"),
            Scan(notes).count(),
            f"{page}#notes",
            verb=_("去回复"),
        ),
    ]
