"""Pausing Python's cyclic garbage collector while very many values are made at once.

Reading and importing a hundred thousand rows makes millions of small values that live until the
end; walking them again and again took a quarter of the time. Reference counting goes on.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector of this process; where it is paused already, leave it so."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
