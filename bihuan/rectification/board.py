"""The board: problems by state, the most overdue first in each column."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.rectification import listing
from bihuan.rectification.listing import Criteria
from bihuan.rectification.models import State
from bihuan.rectification.presenting import Shown, shown_all

SHOWN = 6


@dataclass(frozen=True)
class ColumnOfBoard:
    """One column: what it is called, how many there are, the first of them."""

    label: str
    hint: str
    state: str
    count: int
    cards: Sequence[Shown]
    with_state: bool

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.cards)


def columns_of(
    actor: Actor, counts: dict[str, int], unit: Unit | None = None
) -> list[ColumnOfBoard]:
    """Return the columns in the order of the work; each in one statement of ids."""
    wanted = (
        (_("待启动"), _("定方案、作承诺、交办措施"), (State.FOUND, State.PLANNED)),
        (_("整改中"), _("措施在办"), (State.DOING,)),
        (_("等上级答复"), _("本级等待，不计本级用时"), (State.WAITING,)),
        (_("待验收、待销号"), _("由没有经手的人办"), (State.DONE, State.VERIFIED)),
        (_("已销号"), _("到日子还要回头看"), (State.CLOSED,)),
        (_("长期坚持"), _("一年一个节点"), (State.LONG_TERM,)),
        (_("解释说明"), _("依法不能办，不计入各项比率"), (State.EXPLAINED,)),
    )
    ids_of = [_ids(actor, states, unit) if _n(counts, states) else [] for _l, _h, states in wanted]
    problems = listing.read([pk for ids in ids_of for pk in ids])
    shown = dict(zip([each.pk for each in problems], shown_all(problems), strict=True))
    return [
        ColumnOfBoard(
            label=label,
            hint=hint,
            state=str(states[0]),
            count=_n(counts, states),
            cards=[shown[pk] for pk in ids if pk in shown],
            with_state=len(states) > 1,
        )
        for (label, hint, states), ids in zip(wanted, ids_of, strict=True)
    ]


def _ids(actor: Actor, states: Sequence[State], unit: Unit | None) -> list[UUID]:
    """Return the first of some states; the latest closed ones."""
    if states == (State.CLOSED,):
        rows = listing.rows_for(actor, Criteria(state=State.CLOSED, unit=unit))
        # The range lets the index of closed ones be walked from its end.
        rows = rows.filter(closed_on__lte=clock.today()).order_by("-closed_on", "-id")
        return list(rows.values_list("pk", flat=True)[:SHOWN])
    found: list[tuple[dt.date, UUID]] = []
    for state in states:
        rows = listing.rows_for(actor, Criteria(state=state, unit=unit))
        ordered = rows.order_by("own_due_on", "id").values_list("own_due_on", "pk")
        found += list(ordered[:SHOWN])
    return [pk for _due, pk in sorted(found)[:SHOWN]]


def _n(counts: dict[str, int], states: Sequence[State]) -> int:
    return sum(counts.get(state, 0) for state in states)
