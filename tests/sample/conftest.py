"""The sample pack, loaded once for the tests of this folder."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from bihuan.orgs.models import Unit
from tests.support.sample import load_sample


@pytest.fixture(scope="package")
def township(django_db_setup: None, django_db_blocker: Any) -> Iterator[Unit]:
    """Return 小港镇 with everything in its pack; rolled back when the folder's tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_sample()
        yield Unit.objects.get(code="xiaogang")
        transaction.set_rollback(True)
