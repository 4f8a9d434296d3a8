"""The language of a test: the site's own, unless it asks for another."""

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def _speak_the_sites_language() -> None:
    """Begin each test in Chinese, whatever language the one before it left behind."""
    translation.activate(settings.LANGUAGE_CODE)
