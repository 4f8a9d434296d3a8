"""Finding the paragraph of a comment again in a later draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.documents.differing import likeness
from bihuan.documents.paragraphs import digest_of

LEAST = 0.6  # share of common words from which a paragraph is still the one that was spoken of


@dataclass(frozen=True)
class Anchor:
    """Where a comment's paragraph stands now; no place where it is gone."""

    place: int | None
    is_same: bool = False


def find_again(place: int, quote: str, quote_digest: str, texts: Sequence[str]) -> Anchor:
    """Return where a paragraph stands in a draft: the same words, else the most alike.

    Of several the nearest to where it stood.
    """
    same = [at for at, text in enumerate(texts) if digest_of(text) == quote_digest]
    if same:
        return Anchor(min(same, key=lambda at: abs(at - place)), is_same=True)
    alike = {at: likeness(quote, text, LEAST) for at, text in enumerate(texts)}
    best = max(alike, key=lambda at: (alike[at], -abs(at - place)), default=None)
    if best is None or not alike[best]:
        return Anchor(None)
    return Anchor(best)
