"""A Word template checked: the tags that its reader found, held against the template language.

Of the file the language is given its tags alone; for what lies between two tags it has a mark. So
a Word template can say what a text template can, and nothing else, and is checked before it runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bihuan.documents.template import Fault, TemplateFaults
from bihuan.documents.template.language import Program, check, parse_fault
from bihuan.documents.word.confinement import confined
from bihuan.documents.word.errors import fault_message
from bihuan.documents.word.places import Where, where

PILE = "\ufdd2{}\ufdd3"  # building.PILE_OPEN and PILE_CLOSE
_SAMPLES = {
    "": "{{{{ {} }}}}",
    "for": "{{% {} %}}{{% endfor %}}",
    "endfor": "{{% for a in b %}}{{% {} %}}",
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if a %}}{{% {} %}}{{% endif %}}",
    "else": "{{% if a %}}{{% {} %}}{{% endif %}}",
    "endif": "{{% if a %}}{{% {} %}}",
}


@dataclass(frozen=True)
class TagAt:
    """A placeholder (`keyword` is empty) or a tag, and where it stands."""

    keyword: str
    content: str
    where: Where

    @property
    def written(self) -> str:
        """Return the tag as it is written."""
        return f"{{{{ {self.content} }}}}" if not self.keyword else f"{{% {self.content} %}}"


@dataclass(frozen=True)
class WordFault:
    """One thing wrong with a Word template, and where; `tag` counts from 0, -1 for none."""

    where: Where
    message: str
    tag: int = -1

    def __str__(self) -> str:
        said = _("%(where)s：%(message)s")
        if self.where.near:
            said = _("%(where)s（%(near)s）：%(message)s")
        return said % {"where": self.where, "near": self.where.near, "message": self.message}


@dataclass(frozen=True)
class Outline:
    """What the server knows of a Word template: its tags, and the order of what lies between.

    `order` holds the number of a pile of the file, or a tag.
    """

    order: tuple[int | TagAt, ...]
    faults: tuple[WordFault, ...] = ()

    @property
    def tags(self) -> list[TagAt]:
        """Return the tags in order."""
        return [each for each in self.order if isinstance(each, TagAt)]


@dataclass
class Checked:
    """A Word template held against the language: its program, None where that has faults."""

    outline: Outline
    program: Program | None = None
    faults: list[WordFault] = field(default_factory=list)


def read_word(content: bytes) -> dict[str, Any]:
    """Return the outline of a Word file as JSON, as it is kept; raises BadWordFile."""
    answer, _nothing = confined("read_template", content)
    return answer


def outline_of(answer: dict[str, Any]) -> Outline:
    """Return a kept outline."""
    order = tuple(
        each if isinstance(each, int) else TagAt(each[0], each[1], where(each[2]))
        for each in answer["tokens"]
    )
    faults = tuple(
        WordFault(where(each["place"]), fault_message(each["code"], each["written"]))
        for each in answer["faults"]
    )
    return Outline(order, faults)


def check_word(outline: Outline) -> Checked:
    """Check a Word template against the language; names are checked when it is filled."""
    checked = Checked(outline, faults=list(outline.faults))
    for at, tag in enumerate(outline.tags):
        why = parse_fault(_SAMPLES[tag.keyword].format(tag.content))
        if why:
            said = _("“%(tag)s”写法有误（%(why)s），请改正。") % {"tag": tag.written, "why": why}
            checked.faults.append(WordFault(tag.where, said, at))
    if checked.faults:
        return checked
    try:
        checked.program = check(source_of(outline))
    except TemplateFaults as error:
        checked.faults += placed(outline, error.faults)
    return checked


def source_of(outline: Outline) -> str:
    """Return the text that the language reads: one tag a line, from line 2, in its tag's place."""
    pieces: list[str] = []
    for each in outline.order:
        if isinstance(each, int):
            pieces.append(PILE.format(each))
        elif each.keyword:
            pieces.append(f"{{%\n{each.content} %}}")
        else:
            pieces.append(f"{{{{\n{each.content} }}}}")
    return "".join(pieces)


def placed(outline: Outline, faults: Sequence[Fault]) -> list[WordFault]:
    """Return faults of the language with their places; one that has no tag speaks of the whole."""
    tags = outline.tags
    return [
        WordFault(tags[fault.line - 2].where, fault.message, fault.line - 2)
        if 2 <= fault.line < len(tags) + 2
        else WordFault(Where(), fault.message)
        for fault in faults
    ]
