"""Answers, and what residents may read."""

from collections.abc import Callable

import pytest

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions import (
    answer_group,
    merge_groups,
    publish_group,
    withdraw_group,
    word_group,
)
from bihuan.opinions.errors import ChangedMeanwhile
from bihuan.opinions.models import GroupState, OpinionGroup
from bihuan.opinions.tests.conftest import TODAY
from bihuan.orgs.tests.cast import Cast

Making = Callable[..., OpinionGroup]


def test_an_answer_is_kept_and_the_newest_counts(cast: Cast, group_of: Making) -> None:
    clerk, group = cast.actor("clerk"), group_of()
    answer_group(actor=clerk, group=group, answer="adopted")
    done = answer_group(
        actor=clerk,
        group=group,
        answer="forwarded",
        reason="跨镇公路，\n由市里管",
        forwarded_to="市交通局",
    )
    assert (done.state, done.answered_on) == (GroupState.ANSWERED, TODAY)
    assert (done.answer, done.forwarded_to) == ("forwarded", "市交通局")
    assert done.answer_reason == "跨镇公路， 由市里管"


@pytest.mark.parametrize("answer", ["explained", "not_adopted", "forwarded"])
def test_what_is_not_adopted_needs_a_reason(cast: Cast, group_of: Making, answer: str) -> None:
    with pytest.raises(Invalid, match="答复说明"):
        answer_group(
            actor=cast.actor("clerk"), group=group_of(), answer=answer, forwarded_to="市里"
        )


def test_forwarding_needs_an_addressee_and_an_answer_is_one_of_five(
    cast: Cast, group_of: Making
) -> None:
    clerk, group = cast.actor("clerk"), group_of()
    with pytest.raises(Invalid, match="反映给谁"):
        answer_group(actor=clerk, group=group, answer="forwarded", reason="由市里管")
    with pytest.raises(Invalid, match="答复“maybe”无法识别"):
        answer_group(actor=clerk, group=group, answer="maybe")
    with pytest.raises(NotAllowed):
        answer_group(actor=cast.actor("leader"), group=group, answer="adopted")


def test_publishing_and_withdrawing(cast: Cast, group_of: Making) -> None:
    clerk, group = cast.actor("clerk"), group_of()
    done = publish_group(actor=clerk, group=group, wording="村头桥年久失修", outcome="已列入计划")
    assert done.public_on == TODAY
    done = withdraw_group(actor=clerk, group=group, reason="表述有误")
    assert (done.public_on, done.public_wording) == (None, "村头桥年久失修")
    with pytest.raises(Invalid, match="没有公开"):
        withdraw_group(actor=clerk, group=group, reason="再来")


def test_a_group_that_became_empty_is_not_answered(cast: Cast, group_of: Making) -> None:
    clerk, first, second = cast.actor("clerk"), group_of(), group_of()
    stale = OpinionGroup.objects.get(pk=second.pk)
    merge_groups(actor=clerk, into=first, others=[second])
    with pytest.raises(ChangedMeanwhile):
        answer_group(actor=clerk, group=stale, answer="adopted")


def test_the_wording_changes_and_the_words_do_not(cast: Cast, group_of: Making) -> None:
    group = group_of("桥坏了")
    done = word_group(actor=cast.actor("clerk"), group=group, wording="村头桥年久失修")
    assert done.wording == "村头桥年久失修"
    assert done.opinions.get().text == "桥坏了"
