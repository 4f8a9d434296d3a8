"""What a poll may ask: questions read from forms or packs, each fault in one sentence."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import GRADE, NAMES
from bihuan.lib.errors import Invalid
from bihuan.orgs.actions.doing import checked_text

MOST_QUESTIONS, MOST_GRADES, MOST_NAMED, MOST_SEATS = 30, 9, 30, 15


def checked_questions(form: str, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return questions as they are kept; raises Invalid, naming the question."""
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise Invalid(_("测评内容应有1到%(most)d项。") % {"most": MOST_QUESTIONS})
    kept = [_checked(form, each) for each in questions]
    labels = [each["label"] for each in kept]
    for label in labels:
        if labels.count(label) > 1:
            raise Invalid(_("测评内容“%(label)s”写了两次，请改正。") % {"label": label})
    return kept


def _checked(form: str, given: Mapping[str, Any]) -> dict[str, Any]:
    label = checked_text(_("测评内容"), str(given.get("label", "")), 40)
    if form == GRADE:
        return {
            "label": label,
            "scale": _scale(label, given.get("scale", ())),
            "weight": _number(label, _("权重"), given.get("weight", "1")),
            "cap": _whole(label, _("最高等次上限"), given.get("cap", 0), 0, 10_000),
        }
    if form == NAMES:
        most = _whole(label, _("可推荐人数"), given.get("most", 1), 1, MOST_NAMED)
        return {"label": label, "most": most, "write_ins": bool(given.get("write_ins"))}
    seats = _whole(label, _("应选人数"), given.get("seats", 1), 1, MOST_SEATS)
    write_ins = _whole(label, _("可另选人数"), given.get("write_ins", 0), 0, seats)
    return {"label": label, "seats": seats, "write_ins": write_ins}


def _scale(label: str, scale: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    if not 2 <= len(scale) <= MOST_GRADES:
        raise Invalid(
            _("“%(label)s”的等次应有2到%(most)d个。") % {"label": label, "most": MOST_GRADES}
        )
    kept = [
        {
            "label": checked_text(_("等次"), str(each.get("label", "")), 12),
            "points": _number(label, _("折算分"), each.get("points", "0")),
        }
        for each in scale
    ]
    grades = [each["label"] for each in kept]
    if len(set(grades)) != len(grades):
        raise Invalid(_("“%(label)s”有两个同名的等次，请改正。") % {"label": label})
    return kept


def _number(label: str, what: str, given: Any) -> str:
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 1000 or number != round(number, 2):
        raise Invalid(
            _("“%(label)s”的%(what)s应为0到1000的数，最多两位小数。")
            % {"label": label, "what": what}
        )
    return f"{number.normalize():f}"


def _whole(label: str, what: str, given: Any, least: int, most: int) -> int:
    try:
        number = int(str(given).strip() or 0)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise Invalid(
            _("“%(label)s”的%(what)s应为%(least)d到%(most)d。")
            % {"label": label, "what": what, "least": least, "most": most}
        )
    return number
