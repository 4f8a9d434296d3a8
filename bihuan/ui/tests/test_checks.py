import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks
from pytest_django import Settings

PROJECT = Path(__file__).resolve().parents[3]


def found(settings: Settings, **changed: object) -> set[str]:
    """Return the ids of our own checks that speak with these settings."""
    for name, value in changed.items():
        setattr(settings, name, value)
    ids = {message.id for message in checks.run_checks()}
    return {name for name in ids if name and name.startswith("bihuan.")}


def test_a_test_run_has_nothing_to_say(settings: Settings) -> None:
    assert found(settings) == set()


def test_an_empty_secret_key_is_an_error(settings: Settings) -> None:
    assert "bihuan.E001" in found(settings, SECRET_KEY="")


def test_debug_is_an_error_in_production_only(settings: Settings) -> None:
    assert "bihuan.E002" not in found(settings, DEBUG=True)
    assert "bihuan.E002" in found(settings, BIHUAN_MODE="production", DEBUG=True)


def test_plain_http_in_production_is_warned_of(settings: Settings) -> None:
    settings.BIHUAN_MODE = "production"
    assert "bihuan.W001" in found(settings, SESSION_COOKIE_SECURE=False)
    assert "bihuan.W001" not in found(settings, SESSION_COOKIE_SECURE=True)


def test_a_site_of_any_name_is_warned_of(settings: Settings) -> None:
    assert "bihuan.W002" in found(settings, BIHUAN_MODE="production", ALLOWED_HOSTS=["*"])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "bihuan.E001"),
        ({"BIHUAN_SECRET_KEY": "k" * 50, "BIHUAN_DEBUG": "1"}, "bihuan.E002"),
        ({"BIHUAN_SECRET_KEY": "k" * 50, "BIHUAN_TODAY": "2010-02-03"}, "bihuan.E003"),
        ({"BIHUAN_SECRET_KEY": "k" * 50}, ""),
    ],
)
def test_production_starts_only_with_a_key_and_without_debug(
    tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    asked = {"BIHUAN_HOME": str(tmp_path), "BIHUAN_MODE": "production", **changed}
    ended = subprocess.run(
        [sys.executable, "-m", "django", "check"],
        env={**kept, "DJANGO_SETTINGS_MODULE": "bihuan.settings", **asked},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode != 0) == bool(told)
    assert told in ended.stderr
