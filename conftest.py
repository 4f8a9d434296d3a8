"""What every test needs: an environment of its own, both databases, a browser.

Django's settings are read as soon as it is set up, so the environment comes first; nothing of
Django may be imported above it.
"""

from hypothesis import settings

from tests.support import environment

environment.prepare()
# A slow moment of the machine is no fault of a rule: no test asserts a time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

pytest_plugins = [
    "tests.support.programs",
    "tests.support.language",
    "tests.support.database",
    "tests.support.browser",
]
