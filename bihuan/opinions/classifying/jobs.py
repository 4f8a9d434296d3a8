"""Learn from a table, and classify a table: the two works of the command line."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bihuan.opinions.classifying import learning
from bihuan.opinions.classifying.classifier import Classifier
from bihuan.opinions.classifying.tables import Table, TableRefused, look_at, written

CHUNK = 1000
THREADS = 2
ADDED = ("label", "probability")
BETWEEN_WORDS = str.maketrans("、，,；;\n\t", "       ")


@dataclass(frozen=True)
class Learned:
    """How many rows were learned from, how many left out, and what came of it."""

    model: Classifier
    learned: int
    skipped: int


@dataclass(frozen=True)
class Classified:
    """How many rows were written, how many of them say nothing, and which columns were renamed."""

    rows: int
    blank: int
    renamed: tuple[str, ...]


def train_from(labelled: Path, folder: Path, seeds: Path | None = None) -> Learned:
    """Learn from a table and keep the model; raises TableRefused, ModelRefused, OSError."""
    table = look_at(labelled)
    words = seeds_of(look_at(seeds)) if seeds else {}
    texts, labels, groups, skipped = labelled_of(table)
    try:
        model = Classifier.train(texts, labels, groups, seeds=words)
    except learning.CannotLearn as nothing:
        raise TableRefused(
            f"“{labelled.name}”里有类别的意见不足两类，学不出分类；请先确认各类的几条意见。"
        ) from nothing
    model.save(folder)
    return Learned(model, len(texts), skipped)


def labelled_of(table: Table) -> tuple[list[str], list[str], list[str], int]:
    """Return the texts, labels and groups of a table, and how many rows lack text or label."""
    label, text_of = table.place_of("label"), _text_of(table)
    group = table.place_of("group") if "group" in table.columns else None
    texts, labels, groups, skipped = [], [], [], 0
    for row in table.rows():
        text, name = text_of(row).strip(), row[label].strip()
        if not text or not name:
            skipped += 1
            continue
        texts.append(text)
        labels.append(name)
        groups.append((row[group] if group is not None else "") or text)
    return texts, labels, groups, skipped


def seeds_of(table: Table) -> dict[str, list[str]]:
    """Read the words of each class: columns `label` and `words`, words parted by 、 or spaces."""
    label, words = table.place_of("label"), table.place_of("words")
    found: dict[str, list[str]] = {}
    for row in table.rows():
        if name := row[label].strip():
            some = row[words].translate(BETWEEN_WORDS).split()
            found.setdefault(name, [name]).extend(some)
    return found


def classify_into(source: Path, target: Path, folder: Path) -> Classified:
    """Classify a table into another; raises TableRefused, ModelRefused, OSError."""
    table = look_at(source)
    text_of = _text_of(table)
    if target.exists() and target.samefile(source):
        raise TableRefused(f"“{target.name}”就是要归类的文件；请把结果写到另一个文件。")
    model = Classifier.load(folder)
    columns, renamed = _columns(table)
    rows = blank = 0

    def work(chunk: list[list[str]]) -> list[list[str]]:
        texts = [text_of(row) for row in chunk]
        return [
            [*row, label, f"{chance:.4f}"] if text.strip() else [*row, "", ""]
            for row, text, (label, chance) in zip(chunk, texts, model.label(texts), strict=True)
        ]

    with written(target, columns, table.written_as) as writer:
        for done in _in_order(work, _chunks(table.rows())):
            writer.writerows(done)
            rows += len(done)
            blank += sum(not row[-2] for row in done)
    return Classified(rows, blank, renamed)


def _columns(table: Table) -> tuple[list[str], tuple[str, ...]]:
    """Return the columns to write; one that has the name of an added one keeps its cells."""
    renamed = tuple(name for name in ADDED if name in table.columns)
    columns = [f"{name}_before" if name in renamed else name for name in table.columns]
    for name in renamed:
        if f"{name}_before" in table.columns:
            raise TableRefused(f"“{table.path.name}”已有“{name}”和“{name}_before”列，请先改名。")
    return [*columns, *ADDED], renamed


def _text_of(table: Table) -> Callable[[list[str]], str]:
    """Return how a row's text is read: its title first, unless the text begins with it."""
    text = table.place_of("text")
    if "title" not in table.columns:
        return lambda row: row[text]
    title = table.place_of("title")

    def both(row: list[str]) -> str:
        begins = row[text].lstrip().startswith(row[title].strip())
        return row[text] if begins else f"{row[title].strip()} {row[text]}"

    return both


def _chunks(rows: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _in_order(
    work: Callable[[list[list[str]]], list[list[str]]], chunks: Iterable[list[list[str]]]
) -> Iterator[list[list[str]]]:
    """Do the work on two threads, and hand it back in order; few chunks are held at a time."""
    waiting: deque[Future[list[list[str]]]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        try:
            for chunk in chunks:
                waiting.append(pool.submit(work, chunk))
                if len(waiting) > 2 * THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
