"""Paragraphs with the comments that stand at them, for a page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bihuan.documents.anchoring import find_again
from bihuan.documents.models import Comment
from bihuan.documents.paragraphs import PlacedParagraph


@dataclass(frozen=True)
class Remark:
    """A comment as a page shows it; `is_same` where its paragraph still says the same."""

    comment: Comment
    is_same: bool = True


@dataclass(frozen=True)
class Remarked:
    """Paragraphs with their remarks; those on the whole, and those whose paragraph is gone."""

    paragraphs: list[tuple[PlacedParagraph, list[Remark]]]
    on_the_whole: list[Remark] = field(default_factory=list)
    gone: list[Remark] = field(default_factory=list)


def remarked_in_round(
    paragraphs: Sequence[PlacedParagraph], comments: Iterable[Comment]
) -> Remarked:
    """Put comments at the paragraphs of their own round's draft."""
    at: dict[int, list[Remark]] = defaultdict(list)
    whole = []
    for comment in comments:
        if comment.place is None:
            whole.append(Remark(comment))
        else:
            at[comment.place].append(Remark(comment))
    return Remarked([(each, at[each.place]) for each in paragraphs], whole)


def remarked_later(paragraphs: Sequence[PlacedParagraph], comments: Iterable[Comment]) -> Remarked:
    """Put comments at where their paragraphs stand in a later draft, or say that they are gone."""
    texts = [each.text for each in paragraphs]
    at: dict[int, list[Remark]] = defaultdict(list)
    whole, gone = [], []
    for comment in comments:
        if comment.place is None:
            whole.append(Remark(comment))
            continue
        anchor = find_again(comment.place, comment.quote, comment.quote_digest, texts)
        if anchor.place is None:
            gone.append(Remark(comment, is_same=False))
        else:
            at[anchor.place].append(Remark(comment, anchor.is_same))
    return Remarked([(each, at[each.place]) for each in paragraphs], whole, gone)
