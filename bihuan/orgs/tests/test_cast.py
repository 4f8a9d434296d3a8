"""The cast that is played again is the cast that was made."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.orgs.tests.cast import make_cast, make_unit


def _all_rows() -> dict[str, list[Any]]:
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for config in apps.get_app_configs()
        if config.name.startswith("bihuan.")
        for model in config.get_models()
    }


def test_every_row_is_the_same_each_time(db: None) -> None:
    seen = []
    for _time in ("made, unless a test before this one had it made", "played again", "again"):
        with transaction.atomic():
            make_cast()
            seen.append(_all_rows())
            transaction.set_rollback(True)
    assert len(seen[0]["orgs.Unit"]) == 11
    assert seen[0] == seen[1] == seen[2]


def test_its_log_holds_and_goes_on(db: None) -> None:
    cast = make_cast()
    entries = Entry.objects.count()
    make_unit(cast.town, "village", "新村")
    assert Entry.objects.count() == entries + 1
    assert list(verify()) == []


@pytest.mark.parametrize("time", ["changed", "as it was"])
def test_what_a_test_does_to_a_person_of_the_cast_is_forgotten(db: None, time: str) -> None:
    clerk = make_cast().accounts["clerk"]
    assert clerk.display_name == "clerk", time
    clerk.display_name = "另一个"


def test_where_something_is_logged_already_it_is_made_in_earnest(db: None) -> None:
    make_unit(None, "county", "先有的市")
    cast = make_cast()
    assert list(verify()) == []
    assert cast.town.name == "小河镇"
