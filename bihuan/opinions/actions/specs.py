"""What one gives to record an opinion, and how it is held to the rules before it is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.opinions.errors import NoSuchCategory, TextRefused
from bihuan.opinions.models import LONGEST_TEXT, Category, Channel, Giver, Target
from bihuan.opinions.rules import is_blank, one_line, storable
from bihuan.orgs.actions.doing import checked_choice, checked_text, require_open
from bihuan.orgs.models import Unit

LONGEST_SHORT, LONGEST_REF = 120, 120


@dataclass(frozen=True)
class OpinionSpec:
    """One opinion as it is given in; `category` is the code of a class, where one is known.

    `source_unit` is in whose name it is recorded; None: the unit over which the actor records.
    `recorded_on` and `recorded_by_name` are another day and another name than now and the actor's
    only where old records are taken over; the name, only by the installation.
    """

    text: str
    channel: str
    raised_on: dt.date
    unit: Unit
    giver: str = Giver.UNKNOWN
    target: str = Target.WORK
    place: str = ""
    occasion: str = ""
    about_unit: Unit | None = None
    ref: str = ""
    category: str | None = None
    source_unit: Unit | None = None
    recorded_on: dt.date | None = None
    recorded_by_name: str = ""


def checked(spec: OpinionSpec, home: Unit) -> OpinionSpec:
    """Return a spec as it can be kept, its words untouched; raises Invalid, TextRefused."""
    for unit in (spec.unit, spec.source_unit or spec.unit):
        _refuse_elsewhere(unit, home)
    require_open(spec.unit, spec.raised_on)
    if spec.raised_on > clock.today():
        raise Invalid(
            _("提出日期%(day)s在今天之后，请改正。") % {"day": spec.raised_on.isoformat()}
        )
    return OpinionSpec(
        text=checked_words(spec.text),
        channel=checked_choice(_("渠道"), spec.channel, Channel),
        raised_on=spec.raised_on,
        unit=spec.unit,
        giver=checked_choice(_("意见人类别"), spec.giver, Giver),
        target=checked_choice(_("意见对象"), spec.target, Target),
        place=checked_text(_("地点"), one_line(spec.place), LONGEST_SHORT, required=False),
        occasion=checked_text(_("场合"), one_line(spec.occasion), LONGEST_SHORT, required=False),
        about_unit=spec.about_unit,
        ref=checked_text(_("原系统编号"), one_line(spec.ref), LONGEST_REF, required=False),
        category=spec.category or None,
        source_unit=spec.source_unit,
        recorded_on=spec.recorded_on,
        recorded_by_name=spec.recorded_by_name,
    )


def _refuse_elsewhere(unit: Unit, home: Unit) -> None:
    if not unit.path.startswith(home.path):
        raise Invalid(_("“%(unit)s”不属于“%(home)s”，请改选单位。") % {"unit": unit, "home": home})


def checked_words(text: str) -> str:
    """Return the words as they are kept; raises TextRefused where missing or too long."""
    if is_blank(text):
        raise TextRefused(_("请填写意见原话。"))
    if len(text) > LONGEST_TEXT:
        raise TextRefused(
            _("意见原话有%(n)d个字，超过%(most)d个字，请分成几条登记。")
            % {"n": len(text), "most": LONGEST_TEXT}
        )
    return storable(text)


def categories_of(home: Unit, codes: Sequence[str]) -> dict[str, Category]:
    """Return the classes of some codes; raises NoSuchCategory naming the first that is missing."""
    wanted = set(codes)
    if not wanted:
        return {}
    found = {each.code: each for each in Category.objects.filter(home=home, code__in=wanted)}
    if missing := sorted(wanted - found.keys()):
        raise NoSuchCategory(
            _("没有代码为“%(code)s”的意见类别，请先在“意见类别”里新增。") % {"code": missing[0]}
        )
    return found
