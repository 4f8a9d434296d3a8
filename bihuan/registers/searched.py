"""What the search box finds of this room: records, registers, evidence by its file's name."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.files.models import Attachment
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import may_see, registers_visible_to
from bihuan.registers.actions.evidence import KIND as EVIDENCE_OF
from bihuan.registers.editions import with_columns
from bihuan.registers.evidence import may_open
from bihuan.registers.indexing import KIND, all_texts
from bihuan.registers.links import record_url, register_url
from bihuan.registers.models import Column, Register, Status, Version
from bihuan.search.asking import Found
from bihuan.search.declaring import Named, Sought
from bihuan.ui.searching import Hit

LABEL = gettext_lazy("台账记录")
AROUND = 16
"""Characters shown before the first hit in a text; four times as many after it."""
LOOKED_THROUGH = (0, 100, 400, 1600)
"""Texts looked through, round by round, where hits are of registers that the actor does not see."""


def named(actor: Actor, words: str) -> list[Named[Any]]:
    """Declare the record whose id the words are, which stands alone; registers; evidence."""
    if not actor.may(Permission.SEE_RECORDS):
        return []
    asked = words_of(words)
    return [
        *_record_named(actor, words),
        Named(
            _registers(actor, asked),
            lambda found: [_register_hit(each, asked) for each in with_columns(found)],
            only=("label", "code", "edition", "home__name", "home__code"),
        ),
        Named(
            _evidence(actor, asked),
            lambda found: _evidence_hits(actor, found, asked),
            only=("name", "about_id"),
            looked_at=3,
        ),
    ]


def sought(actor: Actor) -> Sought[Version]:
    """Declare the records on the paths over which the actor sees records."""
    return Sought(
        kind=KIND,
        label=LABEL,
        paths=actor.paths(Permission.SEE_RECORDS),
        seen=lambda ids: _seen(actor, ids),
        hit=_hit,
        rounds=LOOKED_THROUGH,  # the index knows paths, not who sees a register
    )


def rebuild() -> Iterator[int]:
    """Put every record into the index; yield how many each step did."""
    return all_texts()


def _seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Version]:
    """Return the current versions of records that the actor may see, none of a void one."""
    rows = _current(actor).filter(record_id__in=ids).exclude(status=Status.VOID)
    return {version.record_id: version for version in rows if may_see(actor, version)}


def _current(actor: Actor) -> QuerySet[Version]:
    """Return current versions by paths; `may_see` knows who sees a register, and asks nothing."""
    rows = Version.objects.current().filter(actor.within(Permission.SEE_RECORDS, "path"))
    return rows.select_related("register__home", "unit")


def _hit(version: Version, found: Found, query: str) -> Hit:
    words = words_of(query)
    return Hit(
        kind=str(LABEL),
        title=marked(found.text.title, words),
        url=record_url(version),
        text=marked(found.text.body, words, AROUND),
        where=f"{version.unit.name} · {version.register.label}",
        day=version.date,
    )


def _record_named(actor: Actor, words: str) -> list[Named[Version]]:
    """Declare the record whose id the words are."""
    try:
        rows = _current(actor).filter(record_id=UUID(words))
    except ValueError:
        return []

    def hits(found: list[Version]) -> list[Hit]:
        return [_exact(each) for each in found if may_see(actor, each)]

    return [Named(rows, hits, is_alone=True)]


def _exact(version: Version) -> Hit:
    return Hit(
        kind=str(LABEL),
        title=[(version.register.label, False)],
        url=record_url(version),
        where=version.unit.name,
        day=version.date,
        is_exact=True,
    )


def _registers(actor: Actor, asked: list[str]) -> QuerySet[Register]:
    """Return the registers with every word in name, code or a column's name; by name first."""
    labelled, said = Q(), Q()
    for word in asked:
        columns = Column.objects.filter(
            register=OuterRef("pk"), is_retired=False, label__icontains=word
        )
        labelled &= Q(label__icontains=word)
        said &= Q(label__icontains=word) | Q(code__icontains=word) | Q(Exists(columns))
    rank = Case(When(labelled, then=0), default=1)
    rows = registers_visible_to(actor).prefetch_related(None).filter(said)
    return rows.order_by(rank, "sort_order", "code")


def _register_hit(register: Register, asked: list[str]) -> Hit:
    labels = "、".join(column.label for column in register.columns_in_order)
    return Hit(
        kind=_("台账"),
        title=marked(register.label, asked),
        url=register_url(register),
        text=marked(labels, asked, AROUND),
        where=register.home.name,
        icon="table",
    )


def _evidence(actor: Actor, asked: list[str]) -> QuerySet[Attachment]:
    named = Q()
    for word in asked:
        named &= Q(name__icontains=word)
    files = Attachment.objects.filter(
        actor.within(Permission.SEE_RECORDS, "path"), named, about_kind=EVIDENCE_OF
    )
    return files.filter(removed_at=None, purged_at=None).order_by("-added_at")


def _evidence_hits(actor: Actor, files: list[Attachment], asked: list[str]) -> Iterator[Hit]:
    """Yield the files of records that the actor may see, and whose files they may open."""
    seen = _seen(actor, [each.about_id for each in files])
    with_columns(version.register for version in seen.values())
    for each in files:
        version = seen.get(each.about_id)
        if version is not None and may_open(actor, version):
            yield Hit(
                kind=_("佐证材料"),
                title=marked(each.name, asked),
                url=record_url(version),
                where=f"{version.unit.name} · {version.register.label}",
                icon="paperclip",
            )
