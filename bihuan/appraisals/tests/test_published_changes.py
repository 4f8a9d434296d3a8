"""Whatever is changed in an opening or in the published file is found."""

import copy
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.files import published_file
from bihuan.appraisals.models import PollKind
from bihuan.appraisals.standalone import recount
from bihuan.appraisals.standalone.recount import Faulty, check_opening
from bihuan.appraisals.tests.making import make_held
from bihuan.orgs.tests.cast import Cast

Path = tuple[Any, ...]


@pytest.fixture(params=[PollKind.REPORT, PollKind.ELECTION, PollKind.RECOMMENDATION], ids=str)
def published(cast: Cast, request: pytest.FixtureRequest) -> dict[str, Any]:
    people = [CandidateSpec(f"人选{at}", "委员") for at in (1, 2)]
    candidates = () if request.param == PollKind.REPORT else people
    groups = [GroupSpec("甲", Decimal(60), 7), GroupSpec("乙", Decimal(40), 6)]
    held = make_held(cast, request.param, groups=groups, candidates=candidates)
    held.key().print_slips({1: 7, 2: 6}).open()
    answers: dict[str, Callable[[int], dict[int, str]]] = {
        PollKind.REPORT: lambda at: {item: str((at + item) % 4) for item in range(1, 6)},
        PollKind.ELECTION: lambda at: {2: ("yn", "na|另", "ny")[at % 3]},
        PollKind.RECOMMENDATION: lambda at: {1: ("1", "1,2", "|另", "")[at % 4]},
    }
    for group, slips in held.slips.items():
        for at, slip in enumerate(slips):
            held.cast(slip, group, answers[request.param](at))
    held.end().count().publish()
    found: dict[str, Any] = json.loads(json.dumps(published_file(held.poll)))
    return found


def leaves(thing: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every single value."""
    if isinstance(thing, dict | list):
        for key in thing if isinstance(thing, dict) else range(len(thing)):
            yield from leaves(thing[key], (*path, key))
    else:
        yield path


def others(value: Any) -> list[Any]:
    """Return other values of the same kind, and of another."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1, str(value), None]
    if isinstance(value, str):
        changed = value[:-1] + ("0" if value[-1:] != "0" else "1")
        return [changed, value + "0", "", "1" if value != "1" else "2", 1, None]
    return [1]


def with_other(whole: Any, path: Path, value: Any) -> Any:
    made = copy.deepcopy(whole)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


def test_every_single_value_changed_in_the_published_file_is_found(
    published: dict[str, Any],
) -> None:
    assert "一致" in recount.recount(published)[-2]
    changed = 0
    for path in leaves(published):
        old = published
        for key in path:
            old = old[key]
        for value in others(old):
            changed += 1
            with pytest.raises((Faulty, KeyError, TypeError, ValueError)):
                _counted(with_other(published, path, value), path, value)
    assert changed > 200


def _counted(published: Any, path: Path, value: Any) -> None:
    recount.recount(published)
    raise AssertionError(f"{path} → {value!r} was not found")


def test_an_answer_a_cell_or_an_item_left_out_or_added_is_found(published: dict[str, Any]) -> None:
    changes: list[Callable[[dict[str, Any]], object]] = [
        lambda opening: opening["items"].pop(),
        lambda opening: opening["items"].append(opening["items"][0]),
        lambda opening: opening["items"][-1]["cells"].pop(),
        lambda opening: opening["items"][-1]["cells"][0]["answers"].pop(),
        lambda opening: opening["items"][-1]["cells"][0]["answers"].append("1"),
        lambda opening: opening["items"][-1]["cells"][0]["groups"].append(3),
        lambda opening: opening["items"][-1]["cells"][0].update(answers={"1": 13}),
        lambda opening: opening["items"][-1]["cells"][0].update(answers="1" * 13),
        lambda opening: opening["items"][-1]["cells"][0].update(groups=[True, 2.0]),
        lambda opening: opening["items"][-1]["cells"][0].update(suppressed=True),
        lambda opening: opening["items"][-1]["cells"][0].pop("answers"),
    ]
    for change in changes:
        made = copy.deepcopy(published)
        change(made["opening"])
        with pytest.raises((Faulty, KeyError)):
            recount.recount(made)


@pytest.mark.parametrize(
    "cells",
    [
        [{"groups": [1], "ballots": 4, "invalid": 0, "answers": [], "suppressed": True},
         {"groups": [2], "ballots": 6, "invalid": 0, "answers": [*"112233"]}],
        [{"groups": [1], "ballots": 4, "invalid": 0, "answers": [*"1123"]},
         {"groups": [2], "ballots": 6, "invalid": 0, "answers": [*"112233"]}],
        [{"groups": [1], "ballots": 6, "invalid": 0, "answers": [*"111111"]},
         {"groups": [2], "ballots": 6, "invalid": 0, "answers": [*"112233"]}],
        [{"groups": [1, 2], "ballots": 4, "invalid": 0, "answers": [*"1123"]}],
        [{"groups": [1, 1, 2], "ballots": 12, "invalid": 0, "answers": [*"112233112233"]}],
        [],
    ],
    ids=["hidden", "small", "unanimous", "smalls whole", "group twice", "no cell"],
)  # fmt: skip
def test_an_opening_with_an_unsafe_cell_is_refused(cells: list[Any]) -> None:
    scale = [{"label": each, "points": "1"} for each in "优良中差"]
    item = {"number": 1, "form": "grade", "scale": 0, "groups": [1, 2]}
    paper = {"poll": "00", "scales": [scale], "items": [item]}
    opening = {"version": 1, "poll": "00", "items": [{"item": 1, "cells": cells}]}
    sizes = {(1, each["groups"][0]): each["ballots"] for each in cells}
    with pytest.raises(Faulty):
        check_opening(paper, opening, sizes)
