"""Texts that concern a person: of several lines, and without a place in some order."""

from django.utils.translation import gettext as _

from bihuan.appraisals.errors import NamesAPlace
from bihuan.appraisals.words import place_in
from bihuan.lib.errors import Invalid


def checked_words(label: str, text: str, most: int) -> str:
    """Return a text of one or several lines; raises Invalid where missing or too long."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(_("请填写%(label)s。") % {"label": label})
    if len(text) > most:
        raise Invalid(_("%(label)s超过%(most)d个字，请缩短。") % {"label": label, "most": most})
    if any((ord(sign) < 32 and sign != "\n") or ord(sign) == 127 for sign in text):
        raise Invalid(_("%(label)s里有不可见的字符，请删除后重试。") % {"label": label})
    return text


def checked_reason(label: str, text: str, most: int) -> str:
    """Return a reason that concerns a person; raises NamesAPlace where it speaks of a place."""
    text = checked_words(label, text, most)
    found = place_in(text)
    if found:
        raise NamesAPlace(
            _("%(label)s里写了“%(words)s”，名次不能作为对人作决定的理由，请写具体事实。")
            % {"label": label, "words": found}
        )
    return text
