"""The environment of a test run: nothing of the caller's own installation is read or touched."""

import atexit
import os
import shutil
import tempfile

import django


def prepare() -> None:
    """Give this process its own BIHUAN_HOME and set Django up in test mode.

    `DATABASE_URL` is left as it is: it chooses PostgreSQL. Each worker of xdist does this anew.
    """
    for name in [name for name in os.environ if name.startswith("BIHUAN_")]:
        del os.environ[name]
    home = tempfile.mkdtemp(prefix="bihuan-test-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.mkdir(os.path.join(home, "static"))  # whitenoise warns where STATIC_ROOT is no folder
    os.environ["BIHUAN_HOME"] = home
    os.environ["BIHUAN_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.settings"
    django.setup()
    # A worker inherits the environment: with this in it, pytest-django would read the settings
    # there before this runs, and the workers would share one home.
    del os.environ["DJANGO_SETTINGS_MODULE"]
