"""How much residents may send: per address, per number, and all together. No puzzle to solve.

Who is over a limit is told so in a friendly sentence; every limit is a preset.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.addresses import client_address
from bihuan.lib.policy import Known, whole
from bihuan.orgs.models import Unit
from bihuan.public import policy
from bihuan.public.counting import Counts, household
from bihuan.public.errors import TooMany

HOUR, MINUTE = 3600.0, 60.0
OF = {
    "answer": policy.ANSWERED_PER_HOUR,
    "code": policy.CODES_PER_HOUR,
    "ballot": policy.BALLOTS_PER_HOUR,
    "slip": policy.SLIPS_PER_HOUR,
}
counts = Counts()


def count_raised(request: HttpRequest, home: Unit) -> None:
    """Count something raised; raises TooMany."""
    if not counts.take("raised", _address(request), _most(policy.RAISED_PER_HOUR, home), HOUR):
        raise TooMany(
            _("这个网络在一小时里提交的意见已经很多，请过一会儿再交，或请村干部当面记下。")
        )
    if not counts.take("all_raised", home.code, _most(policy.RAISED_PER_MINUTE, home), MINUTE):
        raise TooMany(_("现在提交的人很多，您写的还没有收下，请过几分钟再按一次“提交”。"))


def refuse_too_many_questions(request: HttpRequest, home: Unit, number: str) -> None:
    """Refuse to look whether number and phrase fit where too many were wrong; raises TooMany."""
    if not counts.take("all_asked", home.code, _most(policy.ASKED_PER_MINUTE, home), MINUTE):
        raise TooMany(_("现在查询的人很多，请过几分钟再查。"))
    by_address = _most(policy.ASKED_PER_HOUR, home)
    by_number = _most(policy.ASKED_PER_NUMBER, home)
    if counts.is_full("asked", _address(request), by_address, HOUR) or counts.is_full(
        "asked_number", f"{home.code} {number}", by_number, HOUR
    ):
        raise TooMany(_("编号或口令输错的次数太多，请一小时后再试。"))


def count_wrong(request: HttpRequest, home: Unit, number: str) -> None:
    """Count that number and phrase did not fit."""
    counts.note("asked", _address(request), HOUR)
    counts.note("asked_number", f"{home.code} {number}", HOUR)


def count_answering(request: HttpRequest, what: str) -> None:
    """Count an answer to a questionnaire, a ballot, or a wrong code or slip; raises TooMany.

    Pages of a questionnaire name no administration, so the defaults hold, not a home's presets. A
    whole hall votes behind one address: a ballot's limit is far above what a hall casts.
    """
    if not counts.take(f"answering_{what}", _address(request), int(OF[what].default), HOUR):
        raise TooMany(_("这个网络在一小时里交的次数太多，您填的还没有收下，请过一会儿再交。"))


def _most(known: Known, home: Unit) -> int:
    return whole(known, home.path, clock.today())


def _address(request: HttpRequest) -> str:
    return household(client_address(request))
