"""A collection as its pages show it: each unit's state, and the texts to pass on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.collecting.models import Ask, Collection, Return
from bihuan.collecting.rules import OPEN, State, state_of
from bihuan.lib.dates import write_date

WORDS = {
    State.WAITING: (_lazy("未交"), "plain"),
    State.PARTLY: (_lazy("有几行待改正"), "warn"),
    State.RETURNED: (_lazy("已交"), "good"),
    State.NOTHING: (_lazy("零报告"), "good"),
    State.WAIVED: (_lazy("免报"), "info"),
}


@dataclass(frozen=True)
class Line:
    """One unit of a collection, in the units' own order."""

    number: int
    ask: Ask
    state: State
    newest: Return | None
    times: int

    @property
    def word(self) -> str:
        """Return the state in words."""
        return str(WORDS[self.state][0])

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return WORDS[self.state][1]

    @property
    def said(self) -> str:
        """Return what came back, in a sentence."""
        if self.state is State.WAIVED:
            return self.ask.waived_reason
        newest = self.newest
        if newest is None or self.state is State.NOTHING:
            return ""
        if newest.how == "browser":
            return _("网上填完")
        said = _("新增%(added)d条，修改%(changed)d条，未变%(unchanged)d条")
        if newest.handed_back:
            said += _("；退回%(back)d行待改正")
        return said % {
            "added": newest.added,
            "changed": newest.changed,
            "unchanged": newest.unchanged,
            "back": newest.handed_back,
        }

    @property
    def is_open(self) -> bool:
        """Tell whether the unit is still waited for."""
        return self.state in OPEN

    @property
    def workbook_url(self) -> str:
        """Return the address of the unit's workbook."""
        return reverse("collecting:workbook", kwargs={"ask_id": self.ask.pk})


def lines_of(asks: Sequence[Ask]) -> list[Line]:
    """Return the lines of asks that stand in their order."""
    return [line_of(ask, number) for number, ask in enumerate(asks, 1)]


def line_of(ask: Ask, number: int) -> Line:
    """Return the line of one ask."""
    returns = list(ask.returns.all())
    state = state_of(returns, is_waived=ask.waived_at is not None)
    return Line(number, ask, state, returns[-1] if returns else None, len(returns))


def passing_on(collection: Collection) -> str:
    """Return the text that goes with the workbooks."""
    said = _("请填报“%(title)s”（%(period)s），在%(day)s前发回。")
    words = {
        "title": collection.title,
        "period": collection.period,
        "day": write_date(collection.due_on),
    }
    parts = [said % words]
    if collection.note:
        parts.append(collection.note)
    parts.append(
        _("每个单位一个文件，填好存盘发回原文件即可，文件名改了也没关系；没有要报的，把空表发回。")
    )
    return "\n".join(parts)


def reminder(collection: Collection, lines: Sequence[Line]) -> str:
    """Return the text of a reminder: who has not returned, in the units' own order."""
    waited = [str(line.ask.unit) for line in lines if line.state is State.WAITING]
    partly = [line for line in lines if line.state is State.PARTLY]
    if not waited and not partly:
        return ""
    said = [
        _("“%(title)s”请在%(day)s前交。")
        % {"title": collection.title, "day": write_date(collection.due_on)}
    ]
    if waited:
        said.append(_("还没有收到：%(units)s。") % {"units": "、".join(waited)})
    if partly:
        back = "、".join(
            _("%(unit)s（%(n)d行）")
            % {"unit": line.ask.unit, "n": line.newest.handed_back if line.newest else 0}
            for line in partly
        )
        said.append(_("有几行退回改正的：%(units)s。") % {"units": back})
    said.append(_("没有要报的，回一句“零报告”即可。已经发出的请忽略。"))
    return "\n".join(said)
