"""Programs that a test may need and a machine may lack.

A test that needs one is skipped, saying so; under CI=true it is an error instead, because a
check that silently did not run is worse than one that failed.
"""

import os
import shutil

import pytest
from django.db import connection

NEEDS = {
    "postgres": "需要 PostgreSQL：用 bin/test 运行，或设置 DATABASE_URL",
    "office": "需要 LibreOffice（soffice）：bin/packages test 可以安装",
    "browser": "需要 Chromium：bin/packages test 可以安装，或用 CHROMIUM 指明程序",
}


def chromium() -> str | None:
    """Return the browser's program: CHROMIUM, else the first that is found; None where none is."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _is_there(marker: str) -> bool:
    if marker == "postgres":
        return connection.vendor == "postgresql"
    return bool(chromium() if marker == "browser" else shutil.which("soffice"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here; under CI=true refuse instead (PostgreSQL has a run of its own)."""
    missing = {marker for marker in NEEDS if not _is_there(marker)}
    is_ci = os.environ.get("CI") == "true"
    for item in items:
        for marker in missing:
            if item.get_closest_marker(marker) is None:
                continue
            if is_ci and marker != "postgres":
                raise pytest.UsageError(NEEDS[marker])
            item.add_marker(pytest.mark.skip(reason=NEEDS[marker]))
