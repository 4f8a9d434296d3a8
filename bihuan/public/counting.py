"""Counting what comes in, without keeping who sent it.

Counts live in this process's memory, under a hash whose secret is made anew every day and never
written down: yesterday's counts say nothing, and neither does a copy of disk or database. Several
processes count each for itself.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

from bihuan.lib import clock

MOST_KEYS = 50_000
NETWORK_BITS = 64
"""Of an IPv6 address: what one household or office is given; the rest it may choose freely."""


class Counts:
    """How often something happened under a key within a time; safe among threads."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], dt.date] = lambda: clock.real_now().date(),
    ) -> None:
        self._now, self._today = now, today
        self._lock = threading.Lock()
        self._begin(today())

    def is_full(self, kind: str, key: str, most: int, seconds: float) -> bool:
        """Tell whether it has happened `most` times within the last `seconds`."""
        with self._lock:
            return len(self._moments(kind, key, seconds)) >= most

    def note(self, kind: str, key: str, seconds: float) -> None:
        """Count one more."""
        with self._lock:
            self._moments(kind, key, seconds).append(self._now())

    def take(self, kind: str, key: str, most: int, seconds: float) -> bool:
        """Count one more unless it is full; tell whether it was counted."""
        with self._lock:
            moments = self._moments(kind, key, seconds)
            if len(moments) >= most:
                return False
            moments.append(self._now())
            return True

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._begin(self._today())

    def _begin(self, day: dt.date) -> None:
        self._day = day
        self._secret = secrets.token_bytes(32)
        self._kept: dict[bytes, deque[float]] = {}

    def _moments(self, kind: str, key: str, seconds: float) -> deque[float]:
        if self._today() != self._day:
            self._begin(self._today())
        name = hmac.digest(self._secret, f"{kind}\n{key}".encode(), hashlib.sha256)[:16]
        if name not in self._kept and len(self._kept) >= MOST_KEYS:
            del self._kept[next(iter(self._kept))]  # the one that came longest ago
        moments = self._kept.setdefault(name, deque())
        past = self._now() - seconds
        while moments and moments[0] <= past:
            moments.popleft()
        return moments


def household(address: str) -> str:
    """Return what is counted of an address: all of IPv4, the network of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, NETWORK_BITS), strict=False))
    return str(found)
