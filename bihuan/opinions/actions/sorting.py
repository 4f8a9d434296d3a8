"""Sorting: a person confirms a class, and the opinion goes into a group, its own or one there is.

Every change of what a group holds locks the groups first, in the order of their ids, then looks:
two clerks at once never meet in a deadlock, and the second finds what the first left.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.opinions.errors import ChangedMeanwhile, OpinionVoid
from bihuan.opinions.indexing import take_out
from bihuan.opinions.models import (
    Category,
    GroupState,
    Move,
    MoveKind,
    Opinion,
    OpinionGroup,
    OpinionState,
)
from bihuan.opinions.rules import LONGEST_WORDING, common_path, shortened
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.actions.numbering import next_number
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

SERIES = "opinion_group"
LONGEST_REASON = 200
CHUNK = 500


@dataclass(frozen=True)
class Guess:
    """What was suggested when a person decided: kept beside what they confirmed."""

    category: Category
    probability: float
    words: tuple[str, ...] = ()


@action("opinion.sort")
def sort_opinion(
    *,
    actor: Actor,
    opinion: Opinion,
    category: Category | None = None,
    into: OpinionGroup | None = None,
    guess: Guess | None = None,
) -> Opinion:
    """Confirm the class of an opinion; it begins a group of its own, or joins one (`into`).

    Without a class it takes that of the group it joins. One sorted before stays in its group; the
    group's class follows where the opinion is alone in it. Raises NotAllowed, Invalid, OpinionVoid,
    ChangedMeanwhile where the opinion or the group is no more what it was.
    """
    actor.require(Permission.SORT_OPINIONS, opinion.unit)
    groups = held_groups([opinion.group_id, into.pk if into else None])
    opinion = held_opinion(opinion)
    if into is not None and opinion.state == OpinionState.SORTED:
        raise ChangedMeanwhile(
            _("“%(label)s”已经有人归过类，请刷新后在归并页面移动它。") % {"label": opinion.label}
        )
    joined = standing(groups[into.pk]) if into else None
    chosen = category or (joined.category if joined else None)
    _refuse_wrong_class(chosen, opinion)
    assert chosen is not None
    group = groups.get(opinion.group_id) if opinion.group_id else joined
    is_first = opinion.state == OpinionState.NEW
    opinion.category, opinion.state = chosen, OpinionState.SORTED
    opinion.sorted_at, opinion.sorted_by_name = clock.now(), name_of(actor)
    if guess is not None:
        opinion.suggested, opinion.probability = guess.category, guess.probability
        opinion.spoke_for = list(guess.words)
    if is_first:
        group = group or new_groups(opinion.home, [opinion])[0]
        opinion.group = group
        note_moves(actor, MoveKind.SORT, [(opinion, None, group)])
    opinion.save()
    assert group is not None
    recount([group])
    if group.raw_count == 1 and group.category_id != chosen.pk:
        group.category = chosen
        group.save(update_fields=["category"])
    audit.append(
        actor=actor,
        action="opinion.sort",
        target=("opinion", opinion.pk),
        unit_path=opinion.path,
        values={"category": chosen.code, "group": str(group.pk)},
        note=f"{opinion.label} {chosen.label} → {group.label}",
    )
    return opinion


def place_new(actor: Actor, home: Unit, given: Sequence[tuple[Opinion, Category]]) -> None:
    """Sort opinions just recorded, each into a group of its own; inside the recording action."""
    if not given:
        return
    now, name = clock.now(), name_of(actor)
    for opinion, category in given:
        opinion.category, opinion.state = category, OpinionState.SORTED
        opinion.sorted_at, opinion.sorted_by_name = now, name
    opinions = [opinion for opinion, _category in given]
    groups = new_groups(home, opinions)
    for opinion, group in zip(opinions, groups, strict=True):
        opinion.group = group
        group.raw_count = 1
    OpinionGroup.objects.bulk_update(groups, ["raw_count"], batch_size=CHUNK)
    Opinion.objects.bulk_update(
        opinions,
        ["category", "state", "sorted_at", "sorted_by_name", "group"],
        batch_size=CHUNK,
    )
    note_moves(
        actor,
        MoveKind.SORT,
        [(o, None, g) for o, g in zip(opinions, groups, strict=True)],
    )


@action("opinion.void")
def void_opinion(*, actor: Actor, opinion: Opinion, reason: str) -> Opinion:
    """Make an opinion void with a reason (a test, a doubling); it counts nowhere any more.

    Raises NotAllowed, Invalid, OpinionVoid where it already is, ChangedMeanwhile.
    """
    actor.require(Permission.SORT_OPINIONS, opinion.unit)
    groups = held_groups([opinion.group_id])
    opinion = held_opinion(opinion)
    opinion.void_reason = checked_text(_("作废理由"), reason, LONGEST_REASON)
    opinion.state = OpinionState.VOID
    opinion.save(update_fields=["state", "void_reason"])
    recount(list(groups.values()))
    take_out(opinion)
    audit.append(
        actor=actor,
        action="opinion.void",
        target=("opinion", opinion.pk),
        unit_path=opinion.path,
        note=f"{opinion.label} {opinion.void_reason}",
    )
    return opinion


def held_groups(ids: Collection[UUID | None]) -> dict[UUID, OpinionGroup]:
    """Return groups locked, in the order of their ids."""
    asked = sorted({id_ for id_ in ids if id_ is not None})
    rows = OpinionGroup.objects.select_for_update(of=("self",)).filter(pk__in=asked)
    return {each.pk: each for each in rows.select_related("category", "home").order_by("pk")}


def held_opinion(opinion: Opinion) -> Opinion:
    """Return an opinion locked; raises OpinionVoid, or ChangedMeanwhile where it moved on."""
    held = locked(opinion)
    if held.state == OpinionState.VOID:
        raise OpinionVoid(_("“%(label)s”已经作废，不能再办理。") % {"label": held.label})
    if held.group_id != opinion.group_id:
        raise ChangedMeanwhile(
            _("“%(label)s”刚被别人归类或移动过，请刷新后再看。") % {"label": held.label}
        )
    return held


def standing(group: OpinionGroup) -> OpinionGroup:
    """Return a locked group; raises ChangedMeanwhile where it has become empty."""
    if group.state == GroupState.EMPTY:
        raise ChangedMeanwhile(
            _("“%(wording)s”（%(label)s）刚被并入别的意见，请刷新后再看。")
            % {"wording": group.wording[:20], "label": group.label}
        )
    return group


def new_groups(home: Unit, opinions: Sequence[Opinion]) -> list[OpinionGroup]:
    """Begin a group for each of some opinions, which have their class; raw counts are still 0."""
    year = clock.today().year
    first = next_number(home, SERIES, year, len(opinions))
    groups = [
        OpinionGroup(
            id=new_id(),
            home=home,
            unit=opinion.unit,
            path=opinion.path,
            year=year,
            number=first + at,
            wording=shortened(opinion.text, LONGEST_WORDING // 2),
            category=opinion.category,
            first_on=opinion.raised_on,
            last_on=opinion.raised_on,
        )
        for at, opinion in enumerate(opinions)
    ]
    return OpinionGroup.objects.bulk_create(groups, batch_size=CHUNK)


def note_moves(
    actor: Actor,
    kind: MoveKind,
    moves: Sequence[tuple[Opinion, OpinionGroup | None, OpinionGroup]],
    reason: str = "",
) -> None:
    """Write down which opinions went from where to where."""
    now, name = clock.now(), name_of(actor)
    Move.objects.bulk_create(
        [
            Move(
                home_id=opinion.home_id,
                opinion=opinion,
                from_group=before,
                to_group=after,
                kind=kind,
                at=now,
                by=actor.id,
                by_name=name,
                reason=reason,
            )
            for opinion, before, after in moves
        ],
        batch_size=CHUNK,
    )


def recount(groups: Sequence[OpinionGroup], merged_into: OpinionGroup | None = None) -> None:
    """Work out anew what locked groups hold: how many, since when, for which place, whether any."""
    counted = Q(state=OpinionState.SORTED)
    rows = Opinion.objects.filter(counted, group__in=[group.pk for group in groups])
    sums = {
        row["group"]: row
        for row in rows.values("group")
        .annotate(n=Count("pk"), first=Min("raised_on"), last=Max("raised_on"))
        .order_by()
    }
    paths: dict[UUID, list[str]] = {}
    for id_, path in rows.values_list("group", "path").distinct().order_by():
        paths.setdefault(id_, []).append(path)
    for group in groups:
        _settle(group, sums.get(group.pk), paths.get(group.pk, []), merged_into)
        group.save()


def _settle(
    group: OpinionGroup,
    row: dict[str, object] | None,
    paths: list[str],
    merged_into: OpinionGroup | None,
) -> None:
    group.raw_count = int(str(row["n"])) if row else 0
    if row is None:
        group.state, group.merged_into, group.public_on = GroupState.EMPTY, merged_into, None
        return
    group.first_on, group.last_on = row["first"], row["last"]  # type: ignore[assignment]
    path = common_path(paths, group.home.path)
    if path != group.path:
        group.unit, group.path = Unit.objects.get(path=path), path


def _refuse_wrong_class(category: Category | None, opinion: Opinion) -> None:
    if category is None or category.home_id != opinion.home_id:
        raise Invalid(_("请选一个本单位的意见类别。"))
    if category.retired_on is not None and category.retired_on <= clock.today():
        raise Invalid(_("“%(label)s”已经停用，请换一个类别。") % {"label": category.label})
