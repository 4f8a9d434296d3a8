"""Fixtures of the room's tests: the cast, roads in its villages, a mapped form."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.models import Register
from bihuan.registers.tests.making import make_record, make_register
from bihuan.reporting.models import ReportForm
from bihuan.reporting.tests.making import make_figures, make_form, map_form

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def in_february(settings: Settings) -> None:
    """The office's day: the form of January falls due."""
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)


@pytest.fixture
def cast(db: None) -> Cast:
    """One county, two towns, villages, a holder of each role and an outsider."""
    return make_cast()


@pytest.fixture
def roads(cast: Cast) -> Register:
    """Three roads: two of the first village, one of December and one of January; one of another."""
    register = make_register(cast.town)
    clerk = cast.actor("clerk")
    make_record(
        clerk, register, cast.villages[0], name="东一路", km="1.50", finished_on="2010-01-20"
    )
    make_record(
        clerk, register, cast.villages[0], name="东二路", km="2.00", finished_on="2009-12-11"
    )
    make_record(clerk, register, cast.villages[1], name="西路", km="0.75", finished_on="2010-01-05")
    make_figures(cast.town)
    return register


@pytest.fixture
def form(cast: Cast, roads: Register) -> ReportForm:
    """A form of the county with every cell mapped but one."""
    made = make_form(cast)
    map_form(cast, made)
    return made


@pytest.fixture
def clerk(cast: Cast) -> Client:
    """The clerk, logged in."""
    client = Client()
    client.force_login(cast.account("clerk"), backend=BACKEND)
    return client
