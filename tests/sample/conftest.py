"""The sample pack, loaded once for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.packs.actions import load_pack

PACK = Path(__file__).resolve().parents[2] / "packs" / "xiaogang-2009"


@pytest.fixture(scope="package")
def township(django_db_setup: None, django_db_blocker: Any) -> Iterator[Unit]:
    """Return 小港镇 with everything in its pack; rolled back when the folder's tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_pack(PACK, actor=Actor.installation())
        yield Unit.objects.get(code="xiaogang")
        transaction.set_rollback(True)
