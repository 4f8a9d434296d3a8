"""What the tests of the room share: the cast, a key, and asking as another system does."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from bihuan.api.actions import make_key
from bihuan.api.models import Key
from bihuan.opinions.models import Category
from bihuan.orgs.tests.cast import Cast, make_cast

Ask = Callable[..., HttpResponse]


@pytest.fixture
def cast(db: None) -> Cast:
    """Return one county, two towns, villages and a holder of each role."""
    return make_cast()


@pytest.fixture
def key(cast: Cast) -> tuple[Key, str]:
    """Return a key of the first town for all that may be handed in, with its secret."""
    Category.objects.create(home=cast.town, code="water", label="农田水利")
    return make_key(
        actor=cast.actor("administrator"),
        home=cast.town,
        name="热线平台",
        scopes=["opinions", "problems"],
    )


@pytest.fixture
def ask(key: tuple[Key, str]) -> Ask:
    """Return a function that posts (with a body) or gets as the other system."""

    def send(address: str, body: Any = None, secret: str = "") -> HttpResponse:
        headers = {"Authorization": f"Bearer {secret or key[1]}"}
        client = Client(raise_request_exception=False)
        if body is None:
            return client.get(f"/api/v1/{address}", headers=headers)  # type: ignore[return-value]
        said = body if isinstance(body, str) else json.dumps(body)
        return client.post(  # type: ignore[return-value]
            f"/api/v1/{address}", said, content_type="application/json", headers=headers
        )

    return send


def an_opinion(**changes: Any) -> dict[str, Any]:
    """Return the body of an opinion."""
    return {
        "ref": "H-1",
        "text": "渠道多年没有清淤，田里放不到水。",
        "raised_on": "2010-01-05",
    } | changes


def a_problem(**changes: Any) -> dict[str, Any]:
    """Return the body of a problem."""
    body = {"ref": "P-1", "title": "排渠淤塞", "category": "water", "found_on": "2010-01-05"}
    return body | changes
