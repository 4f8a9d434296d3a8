"""Django settings, read from the environment and from `bihuan.toml` in BIHUAN_HOME.

docs/reference/settings.md lists every one; a test holds the two together.
"""

from bihuan.settings.base import *  # noqa: F403
