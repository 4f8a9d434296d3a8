"""Opinions that eight workers bring at once, and clerks who take up the same group: none lost."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from bihuan.audit.verifying import verify
from bihuan.lib.errors import DomainError
from bihuan.opinions.actions import (
    OpinionSpec,
    merge_groups,
    move_opinion,
    record_opinion,
    record_opinions,
    sort_opinion,
    split_opinion,
)
from bihuan.opinions.errors import ChangedMeanwhile
from bihuan.opinions.models import Category, Move, Opinion, OpinionGroup, OpinionState
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast
from tests.races.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORKERS, EACH = 8, 125
RAISED = dt.date(2009, 12, 1)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def groups(cast: Cast) -> list[OpinionGroup]:
    """Three groups of one opinion each."""
    Category.objects.create(home=cast.town, code="roads", label="道路交通")
    made = [record(cast, f"意见{at}", category="roads") for at in range(3)]
    return [OpinionGroup.objects.get(opinions=each) for each in made]


def spec(cast: Cast, text: str, **given: str) -> OpinionSpec:
    unit = cast.villages[0]
    return OpinionSpec(
        **{"text": text, "channel": "hotline", "raised_on": RAISED, "unit": unit, **given}  # type: ignore[arg-type]
    )


def record(cast: Cast, text: str, **given: str) -> Opinion:
    return record_opinion(
        actor=Actor.installation(), home=cast.town, spec=spec(cast, text, **given)
    )


def test_of_what_eight_workers_bring_at_once_none_is_lost_and_none_doubled(cast: Cast) -> None:
    """Each message is brought by two workers, as a post is replayed; some come in bulk."""
    home = cast.town
    came: list[list[str]] = [[] for _worker in range(WORKERS)]
    faults: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            refs = [f"R{worker // 2}-{at}" for at in range(EACH)]
            specs = [spec(cast, f"第{ref}条", ref=ref) for ref in refs]
            for one in specs[: EACH // 2]:
                made = record_opinion(actor=Actor.installation(), home=home, spec=one)
                came[worker].append(str(made.pk))
            rest = record_opinions(actor=Actor.installation(), home=home, specs=specs[EACH // 2 :])
            came[worker] += [str(each.pk) for each in rest]
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[worker]) for worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    wanted = WORKERS // 2 * EACH
    stood = list(Opinion.objects.values_list("pk", "ref", "number"))
    assert len(stood) == wanted
    assert len({ref for _pk, ref, _number in stood}) == wanted
    assert sorted(number for _pk, _ref, number in stood) == list(range(1, wanted + 1))
    answered = Counter(pk for worker in came for pk in worker)
    assert answered == Counter({str(pk): 2 for pk, _ref, _number in stood})
    assert list(verify()) == []


def test_of_clerks_who_merge_the_same_group_one_succeeds(
    cast: Cast, groups: list[OpinionGroup]
) -> None:
    first, second, third = groups

    def merge(into: OpinionGroup, other: OpinionGroup) -> Callable[[], object]:
        seen = OpinionGroup.objects.get(pk=other.pk)
        target = OpinionGroup.objects.get(pk=into.pk)
        return lambda: merge_groups(actor=Actor.installation(), into=target, others=[seen])

    came = at_once(merge(first, second), merge(third, second), merge(first, second))
    assert sum(isinstance(each, OpinionGroup) for each in came) == 1
    assert sum(isinstance(each, ChangedMeanwhile) for each in came) == 2
    assert Move.objects.filter(kind="merge").count() == 1
    refuse_wrong_counts()


def test_crossing_merges_splits_and_moves_leave_each_opinion_in_one_group(
    cast: Cast, groups: list[OpinionGroup]
) -> None:
    first, second, third = groups
    roads = Category.objects.get(code="roads")
    opinion = first.opinions.get()
    new = record(cast, "新的")

    def fresh(group: OpinionGroup) -> OpinionGroup:
        return OpinionGroup.objects.get(pk=group.pk)

    keeper = Actor.installation()
    a, b, c = fresh(first), fresh(second), fresh(third)
    came = at_once(
        lambda: merge_groups(actor=keeper, into=a, others=[b]),
        lambda: merge_groups(actor=keeper, into=fresh(second), others=[fresh(first)]),
        lambda: move_opinion(actor=keeper, opinion=Opinion.objects.get(pk=opinion.pk), to_group=c),
        lambda: split_opinion(actor=keeper, opinion=Opinion.objects.get(pk=opinion.pk)),
        lambda: sort_opinion(actor=keeper, opinion=Opinion.objects.get(pk=new.pk), category=roads),
        lambda: sort_opinion(actor=keeper, opinion=Opinion.objects.get(pk=new.pk), into=c),
    )
    assert all(each is not None for each in came), "a refusal is a sentence, never a deadlock"
    assert any(not isinstance(each, DomainError) for each in came)
    refuse_wrong_counts()


def refuse_wrong_counts() -> None:
    counted = Opinion.objects.filter(state=OpinionState.SORTED)
    assert not counted.filter(group=None).exists()
    for group in OpinionGroup.objects.all():
        assert group.raw_count == counted.filter(group=group).count()
        assert (group.state == "empty") == (group.raw_count == 0)
    assert list(verify()) == []
