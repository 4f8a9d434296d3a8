"""A double click on real connections: one opinion, one slip, an unbroken chain."""

import threading
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from bihuan.audit.verifying import verify
from bihuan.opinions import contact_keys
from bihuan.opinions.models import Opinion
from bihuan.orgs.tests.cast import make_cast
from bihuan.public.tests.conftest import form_of, slip_of
from bihuan.public.tests.test_raising import url_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_form_from_six_clicks_is_one_opinion(tmp_path: Path, settings: Settings) -> None:
    cast = make_cast()
    settings.BIHUAN_CONTACT_KEYS = str(tmp_path / "contact-keys")
    contact_keys.make_first()
    slips: list[tuple[str, str]] = []
    barrier = threading.Barrier(6)

    def click(token: str) -> None:
        try:
            barrier.wait()
            answer = Client().post(url_of("raise", cast.town), form_of(cast, token=token))
            slips.append(slip_of(answer.content.decode()))
        finally:
            connection.close()

    tokens = ["same"] * 4 + ["other", "third"]
    clicks = [threading.Thread(target=click, args=[token]) for token in tokens]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(120)
    assert len(slips) == 6
    assert len(set(slips)) == 3
    assert sorted(Opinion.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert list(verify()) == []
