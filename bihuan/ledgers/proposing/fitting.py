"""Whether a table fits a register that stands, and whether a fact is held elsewhere already."""

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from bihuan.ledgers.proposing.known import Held, Known, Standing
from bihuan.ledgers.proposing.proposed import Fit, Proposal
from bihuan.registers.headers import plain

ALIKE = 85  # of 100: labels that say the same (design: similar label ≥ 0.85 is warned of)
FITS = 0.8
FEWEST = 2
GENERIC = frozenset(
    {"数量", "金额", "数值", "编号", "备注", "名称", "日期", "单位", "内容", "合计"}
)


def alike(one: str, other: str) -> bool:
    """Tell whether two labels say the same; short ones only where they are equal."""
    one, other = plain(one), plain(other)
    return one == other or (min(len(one), len(other)) > 2 and fuzz.ratio(one, other) >= ALIKE)


def held_alike(label: str, known: Known) -> Held | None:
    """Return the column elsewhere that asks for the same, where it carries a concept."""
    if plain(label) in GENERIC:
        return None
    found = [held for held in known.held if alike(label, held.label)]
    return max(found, key=lambda held: fuzz.ratio(label, held.label), default=None)


def fit_of(proposal: Proposal, known: Known) -> Fit | None:
    """Return the register that a table fits: four fifths of its heads are that register's."""
    heads = {
        column.spec.label: column.at
        for column in proposal.columns
        if column.at is not None and (not column.skip or column.at == proposal.unit_at)
    }
    found = [fit for standing in known.standing if (fit := _fit(standing, heads, proposal))]
    return max(found, key=lambda fit: fit.score, default=None)


def _fit(standing: Standing, heads: Mapping[str, Any], proposal: Proposal) -> Fit | None:
    places = map_labels(standing.labels, heads)
    asked = {label: at for label, at in heads.items() if at != proposal.unit_at}
    matched = sum(1 for at in places.values() if at in asked.values())
    score = matched / len(asked) if asked else 0.0
    of_its_own = len(places) / len(standing.labels) if standing.labels else 0.0
    if matched < FEWEST or score < FITS or of_its_own < 0.5:
        return None
    return Fit(standing.id, standing.label, places, score * of_its_own)


def map_labels(wanted: Mapping[str, str], heads: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place of a head for each column's code, the best first, each head once."""
    pairs = [
        (fuzz.ratio(plain(label), plain(head)), code, head)
        for code, label in wanted.items()
        for head in heads
        if alike(label, head)
    ]
    places: dict[str, Any] = {}
    used: set[str] = set()
    for _score, code, head in sorted(pairs, reverse=True):
        if code not in places and head not in used:
            places[code] = heads[head]
            used.add(head)
    return places
