"""Work that would take too much, done in confinement by the tests."""

import os
import subprocess
import sys
from typing import Any

Answer = tuple[dict[str, Any], bytes]


def spin(_content: bytes, _given: dict[str, Any]) -> Answer:
    """Never end."""
    while True:
        pass


def swell(_content: bytes, _given: dict[str, Any]) -> Answer:
    """Take more memory than there is leave for."""
    return {"length": len(bytearray(4_000_000_000))}, b""


def die(_content: bytes, _given: dict[str, Any]) -> Answer:
    """End without an answer."""
    os._exit(3)


def look(content: bytes, given: dict[str, Any]) -> Answer:
    """Say what can be seen from here."""
    seen = sorted(name for name in os.environ if name != "LC_CTYPE")
    knows = sorted(name for name in sys.modules if name.split(".")[0] == "django")
    return {"environment": seen, "django": knows, "given": given}, content


def write(_content: bytes, _given: dict[str, Any]) -> Answer:
    """Try to leave a file behind."""
    try:
        with open("left-behind.txt", "w") as file:
            file.write("x" * 10)
    except OSError:
        return {"wrote": False}, b""
    return {"wrote": True}, b""


def linger(_content: bytes, _given: dict[str, Any]) -> Answer:
    """Begin another process and wait for it."""
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"], check=False)
    return {}, b""
