"""What a cell is likely to ask for, read off its labels: a figure, its days, unit and scale."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.figures.models import Definition
from bihuan.lib.sources import Source
from bihuan.orgs.models import Unit, UnitKind
from bihuan.reporting.package.places import Place
from bihuan.reporting.package.reading import Grid
from bihuan.reporting.resembling import ENOUGH, best, plain
from bihuan.reporting.rules import FigureSaid
from bihuan.reporting.surroundings import Labels, labels_of

_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?")
_TIMES = (
    ("last_year_to_date", ("上年同期累计", "去年同期累计")),
    ("last_year", ("上年同期", "去年同期", "同比基数")),
    ("year_to_date", ("本年累计", "今年累计", "年度累计", "1月至本月", "年初至今", "累计")),
    ("previous", ("上月", "上期", "上季", "上年", "去年")),
)
_THIS = ("本月", "本期", "本季", "当月", "本年", "今年")
_SCALE = re.compile(r"[（(/]?(百|千|万|亿)(?:元|亩|人|户|斤|公斤|立方米|平方米)")


@dataclass(frozen=True)
class Proposal:
    """A figure that a cell may ask for, and how alike the labels are, from 0 to 100."""

    said: FigureSaid
    definition: Definition
    likeness: float


@dataclass(frozen=True)
class NearField:
    """A field of a source that would answer a cell, were it counted."""

    source: Source
    label: str
    likeness: float


def proposals(
    grid: Grid,
    place: Place,
    definitions: Iterable[Definition],
    units: Mapping[str, str],
    most: int = 3,
) -> list[Proposal]:
    """Return the figures that a cell may ask for, the likeliest first.

    `units` maps names of units to their codes, so that a row of a village asks for that village.
    """
    labels = labels_of(grid, place)
    unit = next((units[text] for text in labels.left if text in units), "")
    words = candidates(labels, units)
    days, scale = days_of(labels), scale_of(labels)
    found = []
    for definition in definitions:
        likeness = best(words, definition.label)
        if likeness >= ENOUGH:
            in_figure = bool(_SCALE.search(definition.unit_of_measure))
            said = FigureSaid(
                definition.code,
                period=days,
                unit=unit,
                scale="" if in_figure else scale,
                decimals=2 if scale and not in_figure else None,
            )
            found.append(Proposal(said, definition, likeness))
    found.sort(key=lambda one: (-one.likeness, one.definition.sort_order))
    return found[:most]


def candidates(labels: Labels, units: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Return the wordings under which a cell may be known, without times and units.

    True beside one that stands on the form, False beside two put together: such a one is not the
    figure that it holds.
    """
    left = [text for text in labels.left if _says_something(text, units)]
    above = [text for text in labels.above if not _is_time(text)]
    # A row with a word of its own is not known by its column alone.
    single = left[:2] or above[:2]
    made = [one + other for one in left[:2] for other in above[:2]]
    made += [other + one for one in left[:2] for other in above[:2]]
    made += [left[1] + left[0]] if len(left) > 1 else []
    made += [above[1] + above[0]] if len(above) > 1 and not left else []
    return [
        *((_without_time(text), True) for text in single),
        *((_without_time(text), False) for text in made),
    ]


def days_of(labels: Labels) -> str:
    """Return the variant that the labels name; this period where they name none."""
    for text in (*labels.above, *labels.left):
        month = _MONTH.fullmatch(text)
        if month:
            return f"month_{month[1]}"
        for variant, words in _TIMES:
            if any(word in text for word in words):
                return variant
        if any(word in text for word in _THIS):
            return "this"
    return "this"


def scale_of(labels: Labels) -> str:
    """Return what the labels say values are divided by: 万元 is 万."""
    for text in (*labels.above, *labels.left):
        found = _SCALE.search(text)
        if found:
            return found[1]
    return ""


def names_of_units(home: Unit) -> dict[str, str]:
    """Return the codes of an administration's villages, stations and the like by their names."""
    rows = Unit.objects.under(home.path).exclude(kind=UnitKind.GROUP).exclude(pk=home.pk)
    found: dict[str, str] = {}
    for code, name, short in rows.values_list("code", "name", "short_name"):
        for said in (name, short):
            if said:
                found.setdefault(said, code)
    return found


def nearest_field(labels: Labels, sources: Iterable[Source]) -> NearField | None:
    """Return the field of any source that is likest to a cell's labels; None where none is near."""
    words = candidates(labels, {})
    nearest: NearField | None = None
    for source in sources:
        for field in source.fields.values():
            if field.type in ("unit", "person") or field.code in ("unit", "unit_kind", "date"):
                continue
            for label in (field.label, *(field.choices.values())):
                said = field.label if label == field.label else f"{field.label}：{label}"
                likeness = best(words, label)
                if likeness >= ENOUGH and (nearest is None or likeness > nearest.likeness):
                    nearest = NearField(source, said, likeness)
        likeness = best(words, source.label.removesuffix("台账")) - 5
        if likeness >= ENOUGH and (nearest is None or likeness > nearest.likeness):
            nearest = NearField(source, "", likeness)
    return nearest


def near_sources(words: Sequence[str], sources: Iterable[Source]) -> Source | None:
    """Return the source whose name is likest to a form's words, to put a new column into."""
    said = [(word, True) for word in words]
    ranked = [(best(said, source.label.removesuffix("台账")), source) for source in sources]
    ranked = [one for one in ranked if one[0] > 0]
    return max(ranked, key=lambda one: one[0])[1] if ranked else None


def own_word(labels: Labels, units: Mapping[str, str]) -> str:
    """Return the word that tells a cell from its neighbours: its row's own, else its column's."""
    left = [text for text in labels.left if _says_something(text, units)]
    above = [text for text in labels.above if not _is_time(text)]
    return next(iter(left or above), "").removeprefix("其中").lstrip("：:")


def _says_something(text: str, units: Mapping[str, str]) -> bool:
    return text not in units and not _is_time(text) and bool(plain(text)) and len(plain(text)) > 1


def _is_time(text: str) -> bool:
    return not _without_time(text)


def _without_time(text: str) -> str:
    for _variant, words in _TIMES:
        for word in words:
            text = text.replace(word, "")
    for word in _THIS:
        text = text.replace(word, "")
    return _MONTH.sub("", text)
