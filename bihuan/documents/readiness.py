"""What stands in the way of issue, in sentences: faults, pending figures, what goes up wrongly."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.documents import upward
from bihuan.documents.errors import NotReady
from bihuan.documents.models import Document
from bihuan.documents.template import FilledDocument, FrontMatter, read_template

NAMED_AT_MOST = 5


def refuse_unready(document: Document, filled: FilledDocument) -> FrontMatter:
    """Return the front matter; raise NotReady where something stands in the way, naming it."""
    if filled.faults:
        raise NotReady(
            _("模板还有问题，不能签发：%(faults)s")
            % {"faults": _some([str(fault) for fault in filled.faults])}
        )
    if filled.pending:
        names = list(dict.fromkeys(figure.label for figure in filled.pending))
        raise NotReady(
            _("还有%(count)s个数据待核，不能签发：%(names)s。请补记录，或由负责人写明来源签认。")
            % {"count": len(names), "names": _some(names)}
        )
    front = read_template(document.template).front
    for refused in upward.refusals(front):
        raise NotReady(refused)
    return front


def _some(names: Sequence[str]) -> str:
    shown = "；".join(names[:NAMED_AT_MOST])
    return shown if len(names) <= NAMED_AT_MOST else _("%(shown)s等") % {"shown": shown}
