"""How a status looks: a word, a tone and an icon, so that colour never speaks alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TONES = ("plain", "info", "good", "warn", "bad")


@dataclass(frozen=True)
class Look:
    """What a badge says and how: `tone` is one of TONES, `icon` a symbol of the sprite."""

    label: str | Promise
    tone: str
    icon: str


STATUSES: dict[str, Look] = {
    "draft": Look(_("草稿"), "plain", "pencil"),
    "submitted": Look(_("待审核"), "info", "clock"),
    "verified": Look(_("已审核"), "good", "circle-check"),
    "returned": Look(_("已退回"), "warn", "arrow-back-up"),
    "void": Look(_("已作废"), "bad", "ban"),
}
