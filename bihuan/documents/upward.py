"""What a paper that goes up owes whom it goes to (handbook §1.1): 签发人, one matter, one superior.

A 请示 asks one thing of one superior; a 报告 asks nothing. What can be told for certain bars issue,
what only seems so is a warning: the author may have a reason.
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.documents.kinds import kind_named
from bihuan.documents.template import FrontMatter

REQUEST, REPORT = "request", "report"
_BETWEEN_NAMES = re.compile(r"[、，,；;]|\s+")
_CLOSING = re.compile(r"(?:妥|当|可|是)否.{0,8}?请|请予?以?(?:批示|审批|批复|批准)")
_ENDING = re.compile(r"(?:妥|当|可)否.{0,8}?请(?:予以?)?(?:批示|审批|批复|批准|示)")
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]+[是、]|（[一二三四五六七八九十]+）|\d+[.．、]|（\d+）)"
)
_ASKING = re.compile(r"恳请|请求|申请|请予|请批准|请核拨|请协调|请支持|请解决")
_NAMED_ITEM = re.compile(r"请示事项\s*[一二三四五六七八九十\d]")


def refusals(front: FrontMatter) -> list[str]:
    """Return what stands in the way of the issue of a paper that goes up."""
    kind = kind_named(front.kind)
    found = []
    if kind.direction == "up" and not front.signer:
        found.append(
            _("%(kind)s是上行文，要标注签发人，请在公文要素中填写 signer。") % {"kind": front.kind}
        )
    if kind.identifier == REQUEST:
        names = recipients_in(front.recipients)
        if not names:
            found.append(_("请示要写明主送机关，请在公文要素中填写 recipients。"))
        if len(names) > 1:
            found.append(
                _("请示只主送一个上级机关，现在写了%(count)s个（%(names)s），其余改为抄送。")
                % {"count": len(names), "names": "、".join(names)}
            )
    return found


def warnings(kind: str, texts: Sequence[str]) -> list[str]:
    """Return what seems wrong in the words of a paper that goes up."""
    identifier = kind_named(kind).identifier
    if identifier == REPORT:
        asks = next((found[0] for text in texts if (found := _CLOSING.search(text))), "")
        if asks:
            return [
                _("报告不得夹带请示事项，文中有“%(words)s”；要请示的请另写一份请示。")
                % {"words": asks}
            ]
    if identifier == REQUEST and matters_asked(texts) > 1:
        return [_("请示应当一文一事，文中似乎请示了几件事，请核对，必要时分成几份。")]
    return []


def recipients_in(text: str) -> list[str]:
    """Return the names in a line of 主送机关."""
    return [name for name in _BETWEEN_NAMES.split(text.strip().rstrip("：:")) if name]


def matters_asked(texts: Sequence[str]) -> int:
    """Return how many matters a 请示 seems to ask: the most that one way of counting finds.

    Its closing formulas, items that each ask for something, or matters that are numbered as such.
    """
    closings = sum(bool(_ENDING.search(text)) for text in texts)
    items = sum(bool(_ITEM.match(text) and _ASKING.search(text)) for text in texts)
    named = sum(bool(_NAMED_ITEM.search(text)) for text in texts)
    return max(closings, items, named)
