"""Fixtures of the room's tests: the cast, the source `roads`, a file of keys of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.documents import rendering
from bihuan.documents.paper import Paper
from bihuan.documents.tests.conftest import cast, roads

__all__ = ["cast", "roads"]
_pdf = rendering.pdf
_laid_out: list[bytes] = []


def _first_pdf(paper: Paper) -> bytes:
    """Lay the first paper out and hand that PDF over for every other: what it says is not read."""
    if not _laid_out:
        _laid_out.append(_pdf(paper))
    return _laid_out[0]


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the keys that a test makes apart from every other's, and lay one PDF out for all."""
    path = tmp_path / "exchange-keys"
    settings.BIHUAN_EXCHANGE_KEYS = str(path)
    monkeypatch.setattr(rendering, "pdf", _first_pdf)
    return path
