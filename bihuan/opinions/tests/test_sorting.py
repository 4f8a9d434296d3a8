"""Sorting, and making void."""

from collections.abc import Callable

import pytest

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions import Guess, merge_groups, sort_opinion, void_opinion
from bihuan.opinions.errors import ChangedMeanwhile, OpinionVoid
from bihuan.opinions.models import Category, GroupState, MoveKind, Opinion, OpinionGroup
from bihuan.opinions.tests.making import make_category, make_opinion
from bihuan.orgs.tests.cast import Cast


def test_a_sorted_opinion_begins_a_group_of_its_own(cast: Cast, roads: Category) -> None:
    clerk = cast.actor("clerk")
    opinion = make_opinion(clerk, cast.villages[0], "村头的桥坏了。\n请修一修。")
    done = sort_opinion(
        actor=clerk, opinion=opinion, category=roads, guess=Guess(roads, 0.93, ("桥",))
    )
    group = done.group
    assert group is not None
    assert (group.wording, group.raw_count) == ("村头的桥坏了。 请修一修。", 1)
    assert (done.category, done.suggested, done.spoke_for) == (roads, roads, ["桥"])
    assert [move.kind for move in done.moves.all()] == [MoveKind.SORT]


def test_it_may_join_a_group_and_takes_its_class(
    cast: Cast, group_of: Callable[..., OpinionGroup]
) -> None:
    clerk = cast.actor("clerk")
    group = group_of()
    opinion = make_opinion(clerk, cast.villages[1], "桥还是坏的")
    done = sort_opinion(actor=clerk, opinion=opinion, into=group)
    group.refresh_from_db()
    assert (done.group, done.category) == (group, group.category)
    assert (group.raw_count, group.unit) == (2, cast.town)  # of two villages: the town's


def test_a_reporter_does_not_sort(cast: Cast, roads: Category) -> None:
    opinion = make_opinion(cast.actor("village_reporter"), cast.villages[0])
    with pytest.raises(NotAllowed):
        sort_opinion(actor=cast.actor("village_reporter"), opinion=opinion, category=roads)


def test_a_retired_class_or_one_of_another_town_is_refused(cast: Cast, roads: Category) -> None:
    clerk = cast.actor("clerk")
    opinion = make_opinion(clerk, cast.villages[0])
    roads.retired_on = opinion.raised_on
    roads.save()
    with pytest.raises(Invalid, match="已经停用"):
        sort_opinion(actor=clerk, opinion=opinion, category=roads)
    with pytest.raises(Invalid, match="本单位"):
        sort_opinion(actor=clerk, opinion=opinion, category=make_category(cast.other_town))


def test_sorted_anew_the_lonely_group_follows(
    cast: Cast, roads: Category, water: Category, group_of: Callable[..., OpinionGroup]
) -> None:
    clerk = cast.actor("clerk")
    group = group_of()
    sort_opinion(actor=clerk, opinion=group.opinions.get(), category=water)
    group.refresh_from_db()
    assert group.category == water
    assert group.raw_count == 1


def test_two_who_sort_one_opinion(cast: Cast, roads: Category) -> None:
    clerk = cast.actor("clerk")
    opinion = make_opinion(clerk, cast.villages[0])
    stale = Opinion.objects.get(pk=opinion.pk)
    sort_opinion(actor=clerk, opinion=opinion, category=roads)
    with pytest.raises(ChangedMeanwhile, match="请刷新后再看"):
        sort_opinion(actor=clerk, opinion=stale, category=roads)
    assert OpinionGroup.objects.count() == 1


def test_a_void_opinion_counts_nowhere(cast: Cast, group_of: Callable[..., OpinionGroup]) -> None:
    clerk = cast.actor("clerk")
    first, second = group_of("甲"), group_of("乙")
    merge_groups(actor=clerk, into=first, others=[second])
    one = first.opinions.first()
    assert one is not None
    done = void_opinion(actor=clerk, opinion=one, reason="重复登记")
    first.refresh_from_db()
    assert first.raw_count == 1
    with pytest.raises(OpinionVoid):
        void_opinion(actor=clerk, opinion=done, reason="再来")
    other = first.opinions.exclude(pk=one.pk).get()
    void_opinion(actor=clerk, opinion=other, reason="测试")
    first.refresh_from_db()
    assert (first.raw_count, first.state) == (0, GroupState.EMPTY)


def test_voiding_needs_a_reason(cast: Cast, roads: Category) -> None:
    opinion = make_opinion(cast.actor("clerk"), cast.villages[0])
    with pytest.raises(Invalid, match="作废理由"):
        void_opinion(actor=cast.actor("clerk"), opinion=opinion, reason=" ")
