"""Merging, splitting, moving: what moves, what is refused, and that counts stay right."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions import (
    merge_groups,
    move_opinion,
    publish_group,
    sort_opinion,
    split_opinion,
    void_opinion,
)
from bihuan.opinions.errors import ChangedMeanwhile, OpinionVoid
from bihuan.opinions.models import (
    Category,
    GroupState,
    Move,
    MoveKind,
    Opinion,
    OpinionGroup,
    OpinionState,
)
from bihuan.opinions.tests.making import make_category, make_group, make_opinion
from bihuan.orgs.tests.cast import Cast

Making = Callable[..., OpinionGroup]


def test_merging_moves_all_and_says_where_they_went(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    first, second, third = group_of("桥坏了"), group_of("桥断了"), group_of("桥塌了")
    publish_group(actor=clerk, group=second, wording="有一座桥坏了")
    done = merge_groups(
        actor=clerk, into=first, others=[second, third], reason="同一座桥", wording="村头桥年久失修"
    )
    second.refresh_from_db()
    assert (done.raw_count, done.wording) == (3, "村头桥年久失修")
    assert (second.state, second.merged_into, second.public_on) == (GroupState.EMPTY, first, None)
    assert Move.objects.filter(kind=MoveKind.MERGE, to_group=first, reason="同一座桥").count() == 2


def test_the_second_who_merges_the_same_group_is_refused(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    first, second, third = group_of("甲"), group_of("乙"), group_of("丙")
    stale = OpinionGroup.objects.get(pk=second.pk)
    merge_groups(actor=clerk, into=first, others=[second])
    moves = Move.objects.count()
    with pytest.raises(ChangedMeanwhile, match="刚被并入"):
        merge_groups(actor=clerk, into=third, others=[stale])
    with pytest.raises(ChangedMeanwhile, match="刚被并入"):
        merge_groups(actor=clerk, into=stale, others=[third])
    assert Move.objects.count() == moves


def test_a_group_that_grew_meanwhile_is_not_moved_unseen(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    first, second, third = group_of("甲"), group_of("乙"), group_of("丙")
    stale = OpinionGroup.objects.get(pk=first.pk)
    merge_groups(actor=clerk, into=first, others=[second])
    with pytest.raises(ChangedMeanwhile, match="现有2条"):
        merge_groups(actor=clerk, into=third, others=[stale])
    third.refresh_from_db()
    assert third.raw_count == 1


def test_splitting_and_moving(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    first, second = group_of("甲"), group_of("乙")
    merge_groups(actor=clerk, into=first, others=[second])
    opinion = Opinion.objects.get(text="乙")
    done = split_opinion(actor=clerk, opinion=opinion, reason="不是一座桥")
    alone = done.group
    assert alone is not None
    assert (alone.raw_count, alone.wording) == (1, "乙")
    with pytest.raises(Invalid, match="已经单独成条"):
        split_opinion(actor=clerk, opinion=done)
    move_opinion(actor=clerk, opinion=done, to_group=first, reason="还是一座")
    alone.refresh_from_db()
    assert (alone.state, alone.merged_into) == (GroupState.EMPTY, first)
    kinds = [move.kind for move in opinion.moves.order_by("id")]
    assert kinds == ["sort", "merge", "split", "move"]


def test_other_administrations_and_itself_are_refused(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    first = group_of()
    with pytest.raises(Invalid, match="两条不同"):
        merge_groups(actor=clerk, into=first, others=[first])
    with pytest.raises(Invalid, match="两条不同"):
        merge_groups(actor=clerk, into=first, others=[])
    elsewhere = make_group(
        cast.actor("outsider"), cast.other_village, make_category(cast.other_town)
    )
    with pytest.raises(NotAllowed):
        merge_groups(actor=clerk, into=first, others=[elsewhere])


def test_an_unsorted_opinion_is_neither_split_nor_moved(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    opinion = make_opinion(clerk, cast.villages[0])
    with pytest.raises(Invalid, match="还没有归类"):
        split_opinion(actor=clerk, opinion=opinion)
    with pytest.raises(Invalid, match="还没有归类"):
        move_opinion(actor=clerk, opinion=opinion, to_group=group_of())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "move", "void", "sort"]),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_steps_raw_counts_are_right(
    cast: Cast, roads: Category, steps: list[tuple[str, int, int]]
) -> None:
    clerk = cast.actor("clerk")
    Move.objects.all().delete()
    OpinionGroup.objects.update(merged_into=None)
    Opinion.objects.all().delete()
    OpinionGroup.objects.all().delete()
    for at in range(5):
        make_group(clerk, cast.villages[at % 3], roads, f"意见{at}")
    for step in steps:
        take(cast, roads, *step)
        refuse_wrong_counts()


def take(cast: Cast, roads: Category, step: str, one: int, other: int) -> None:
    """Take one step; a refusal changes nothing."""
    clerk = cast.actor("clerk")
    groups = list(OpinionGroup.objects.order_by("pk"))
    opinions = list(Opinion.objects.order_by("pk"))
    opinion, group = opinions[one % len(opinions)], groups[other % len(groups)]
    try:
        if step == "merge":
            merge_groups(actor=clerk, into=group, others=[groups[one % len(groups)]])
        elif step == "split":
            split_opinion(actor=clerk, opinion=opinion)
        elif step == "move":
            move_opinion(actor=clerk, opinion=opinion, to_group=group)
        elif step == "void":
            void_opinion(actor=clerk, opinion=opinion, reason="重复")
        else:
            new = make_opinion(clerk, cast.villages[one % 3], "新的")
            sort_opinion(actor=clerk, opinion=new, into=group)
    except (Invalid, ChangedMeanwhile, OpinionVoid):
        pass


def refuse_wrong_counts() -> None:
    counted = Opinion.objects.filter(state=OpinionState.SORTED)
    groups = list(OpinionGroup.objects.all())
    assert sum(group.raw_count for group in groups) == counted.count()
    assert not counted.filter(group=None).exists()
    for group in groups:
        mine = list(counted.filter(group=group))
        assert group.raw_count == len(mine)
        assert (group.state == GroupState.EMPTY) == (not mine)
        assert all(each.path.startswith(group.path) for each in mine)
        if mine:
            last = [each.moves.order_by("id").last() for each in mine]
            assert all(move is not None and move.to_group_id == group.pk for move in last)
