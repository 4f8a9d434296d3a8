"""Things of the room for tests, made by its actions."""

import datetime as dt
import itertools
from typing import Any

from bihuan.opinions.actions import OpinionSpec, record_opinion, sort_opinion
from bihuan.opinions.models import Category, Opinion, OpinionGroup
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

RAISED = dt.date(2010, 1, 20)
_numbers = itertools.count(1)


def make_category(home: Unit, code: str = "", label: str = "", **given: Any) -> Category:
    """Put a class into a home's tree."""
    code = code or f"class-{next(_numbers)}"
    return Category.objects.create(home=home, code=code, label=label or code, **given)


def make_spec(unit: Unit, text: str = "桥坏了。", **given: Any) -> OpinionSpec:
    """Return one opinion as it is given in."""
    return OpinionSpec(
        **{"text": text, "channel": "visit", "raised_on": RAISED, "unit": unit, **given}
    )


def make_opinion(actor: Actor, unit: Unit, text: str = "桥坏了。", **given: Any) -> Opinion:
    """Record an opinion in the name of the unit's home."""
    return record_opinion(actor=actor, home=unit.home, spec=make_spec(unit, text, **given))


def make_group(
    actor: Actor, unit: Unit, category: Category, text: str = "桥坏了。", **given: Any
) -> OpinionGroup:
    """Record an opinion and sort it: a group of its own."""
    opinion = make_opinion(actor, unit, text, **given)
    group = sort_opinion(actor=actor, opinion=opinion, category=category).group
    assert group is not None
    return group
