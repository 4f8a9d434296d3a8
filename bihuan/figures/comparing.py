"""A figure then and now, and which records account for the difference."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.figures.asking import Answer, Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.figures.tracing import TracedRow, newest_first, rows_behind, traced_row
from bihuan.lib.errors import Invalid
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor

MOST_SHOWN = 200


@dataclass(frozen=True)
class Difference:
    """One record that made a difference, as it stood then and as it stands now.

    `before` is None where it was not counted then, `after` where it is not counted now; `became`
    says what became of it. `changes` are sentences of what differs.
    """

    before: TracedRow | None
    after: TracedRow | None
    changes: Sequence[str] = ()
    became: str = ""

    @property
    def row(self) -> TracedRow:
        """Return the record as it was last counted."""
        row = self.after or self.before
        assert row is not None
        return row


@dataclass(frozen=True)
class Comparison:
    """A figure at a moment and now. Of records counted then no more, newly and otherwise.

    `is_cut` tells that more records differ than are shown, `hidden` that some differ which the
    actor may not see.
    """

    then: Answer
    now: Answer
    added: Sequence[Difference] = ()
    changed: Sequence[Difference] = ()
    gone: Sequence[Difference] = ()
    is_cut: bool = False
    hidden: int = 0
    terms: Sequence["Comparison"] = ()

    @property
    def delta(self) -> str:
        """Return by how much the value grew or fell, with its unit; empty where it did not."""
        before, after = self.then.value, self.now.value
        if before == after or before is None or after is None:
            return ""
        if isinstance(before, dt.date) or isinstance(after, dt.date):
            return ""
        more = after - before
        text = f"{abs(more):,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        unit = self.now.definition.unit_of_measure
        word = _("增加") if more > 0 else _("减少")
        return f"{word}{text}{unit}"


def compare(definition: Definition, scope: Scope, *, actor: Actor) -> Comparison:
    """Hold a figure at the scope's moment against now.

    Raises Invalid where no moment is asked for, or its source keeps no history; NotAllowed as
    `compute` does.
    """
    if scope.as_of is None:
        raise Invalid(_("请先选定过去的一个时刻，再与现在相比。"))
    today = replace(scope, as_of=None)
    if definition.is_ratio:
        both = [compute([definition], each, actor=actor) for each in (scope, today)]
        return Comparison(both[0][definition.code], both[1][definition.code])
    offered = sources(scope.unit.home, frozenset({definition.source}))
    then, now = (
        compute([definition], each, actor=actor, offered=offered)[definition.code]
        for each in (scope, today)
    )
    source = offered[definition.source]
    if source.since is None:
        raise Invalid(_("“%(label)s”不能逐条比较。") % {"label": source.label})
    ended, begun = source.since(scope.as_of)
    gone = rows_behind(source, definition, scope).filter(ended)
    come = rows_behind(source, definition, today).filter(begun)
    return _compared(source, scope, then, now, gone, come, actor)


def _compared(
    source: Source,
    scope: Scope,
    then: Answer,
    now: Answer,
    gone: QuerySet[Any],
    come: QuerySet[Any],
    actor: Actor,
) -> Comparison:
    seen = source.visible_to(actor)
    old, new = (
        list(newest_first(source, rows.filter(seen))[: MOST_SHOWN + 1]) for rows in (gone, come)
    )
    is_cut = max(len(old), len(new)) > MOST_SHOWN
    hidden = 0 if is_cut else gone.count() + come.count() - len(old) - len(new)
    before = {source.record_id(row): traced_row(source, row, scope.as_of) for row in old}
    after = {source.record_id(row): traced_row(source, row) for row in new}
    left = [id_ for id_ in before if id_ not in after]
    became = source.told_now(left)
    both = [id_ for id_ in after if id_ in before]
    changed = [
        Difference(before[i], after[i], _changes(before[i].values, after[i].values)) for i in both
    ]
    return Comparison(
        then,
        now,
        added=[Difference(None, row) for i, row in after.items() if i not in before],
        changed=changed,
        gone=[Difference(before[i], None, became=became.get(i, "")) for i in left],
        is_cut=is_cut,
        hidden=hidden,
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Say in a sentence for each value what became of it."""
    found = []
    for label in dict.fromkeys([*before, *after]):
        old, new = before.get(label, ""), after.get(label, "")
        if old != new:
            words = {"label": label, "old": old or _("未填"), "new": new or _("清空")}
            found.append(_("%(label)s：%(old)s → %(new)s") % words)
    return found or [str(_("内容未变，或改动的是个人信息"))]
