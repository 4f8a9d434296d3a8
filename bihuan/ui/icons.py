"""The icons: symbols of one vendored sprite, read once for their names."""

import re
from functools import cache
from pathlib import Path

SPRITE = "ui/vendor/tabler-icons-3.51.0/icons.svg"


@cache
def names() -> frozenset[str]:
    """Return the names of the icons that the sprite holds."""
    sprite = Path(__file__).parent / "static" / SPRITE
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite.read_text("utf-8")))
