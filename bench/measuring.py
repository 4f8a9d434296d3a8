"""How a benchmark measures: medians of several runs, A and B in turn, so that drift cancels."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One row: what, the median in milliseconds, the median of what it is held against (0: none),
    the limit, and in what the limit is ("x" a ratio, "ms")."""

    name: str
    ours_ms: float
    other_ms: float
    limit: float
    unit: str
    note: str = ""

    @property
    def figure(self) -> float:
        """Return what the limit bounds: the ratio, or the milliseconds."""
        return self.ours_ms / self.other_ms if self.unit == "x" else self.ours_ms

    @property
    def is_kept(self) -> bool:
        """Tell whether the figure is within the limit."""
        return self.figure <= self.limit

    def row(self) -> str:
        """Return the row of a Markdown table."""
        other = f"{self.other_ms:,.1f} ms" if self.other_ms else "–"
        figure = f"{self.figure:.2f}×" if self.unit == "x" else f"{self.figure:,.1f} ms"
        limit = f"{self.limit:g}×" if self.unit == "x" else f"{self.limit:g} ms"
        kept = "yes" if self.is_kept else "**no**"
        return f"| {self.name} | {self.ours_ms:,.1f} ms | {other} | {figure} | {limit} | {kept} |"

    def as_dict(self) -> dict[str, object]:
        """Return the row as data."""
        return {**asdict(self), "figure": self.figure, "is_kept": self.is_kept}


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def in_turn(
    ours: Callable[[], object], other: Callable[[], object] | None, runs: int = 7
) -> tuple[float, float]:
    """Return the medians of both, run in turn after one warm-up each."""
    ours()
    if other is not None:
        other()
    pairs = [
        (milliseconds(ours), milliseconds(other) if other is not None else 0.0) for _ in range(runs)
    ]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
