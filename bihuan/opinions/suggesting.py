"""Which class an opinion may be of: by what was learned, before that by the words of the tree.

The newest model of a home is read once a process and kept until a newer one was learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bihuan.files import store
from bihuan.opinions.access import categories_in_use
from bihuan.opinions.models import Category, Learned
from bihuan.orgs.models import Unit

if TYPE_CHECKING:
    from bihuan.opinions.classifying import Classifier, Suggestion

MOST_READ = 4_000
"""Characters of an opinion that are looked at for its class."""
MOST_WORDS = 6


@dataclass(frozen=True)
class Suggested:
    """A class for an opinion, how probable from 0 to 1, the words that spoke for it, the next best.

    `by_words` says that only the words of the tree were asked, since nothing was learned yet.
    """

    category: Category
    probability: float
    words: tuple[str, ...] = ()
    alternatives: tuple[tuple[Category, float], ...] = ()
    by_words: bool = False

    @property
    def percent(self) -> int:
        """Return the probability in whole percent, never more sure than 99."""
        return min(99, round(self.probability * 100))


def suggest(home: Unit, texts: Sequence[str]) -> list[Suggested | None]:
    """Return for each text a class of the home's tree that is in use, None where nothing speaks."""
    categories = list(categories_in_use(home))
    texts = [text[:MOST_READ] for text in texts]
    learned = Learned.objects.filter(home=home).order_by("-trained_at", "-pk").first()
    if learned is None:
        return [by_keywords(categories, text) for text in texts]
    by_code = {category.code: category for category in categories}
    found = _model(learned.file_id).suggest(texts)
    return [
        _known(by_code, suggestion) or by_keywords(categories, text)
        for text, suggestion in zip(texts, found, strict=True)
    ]


def by_keywords(categories: Sequence[Category], text: str) -> Suggested | None:
    """Return the class whose keywords stand in a text most often; its label is one of them."""
    scored = []
    for category in categories:
        words = [word for word in (category.label, *category.keywords) if word and word in text]
        if words:
            scored.append((sum(text.count(word) for word in words), words, category))
    if not scored:
        return None
    scored.sort(key=lambda each: -each[0])
    whole = sum(score for score, _words, _category in scored) + 1  # one for what nobody foresaw
    score, words, category = scored[0]
    others = tuple((each[2], each[0] / whole) for each in scored[1:3])
    return Suggested(category, score / whole, tuple(words[:MOST_WORDS]), others, by_words=True)


def _known(by_code: dict[str, Category], suggestion: "Suggestion") -> Suggested | None:
    """Return a suggestion of the model in the home's own classes; None where it says nothing."""
    category = by_code.get(suggestion.label)
    if category is None or not suggestion.words:
        return None
    return Suggested(
        category,
        suggestion.probability,
        tuple(word for word, _weight in suggestion.words[:MOST_WORDS]),
        tuple(
            (by_code[code], chance) for code, chance in suggestion.alternatives if code in by_code
        ),
    )


@lru_cache(maxsize=4)
def _model(sha256: str) -> "Classifier":
    """Return a model by the hash of its file, so that a newer one is another."""
    from bihuan.opinions.classifying import Classifier  # numpy, for whoever asks for a class only

    return Classifier.from_bytes(store.get(sha256))
