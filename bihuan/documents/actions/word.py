"""Templates made in Word: uploaded, replaced, made void, filled.

A file is read, and a template filled, before the transaction begins: both take a process of their
own some time, and nothing is locked meanwhile.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.access import word_template_of
from bihuan.documents.actions.naming import name_of
from bihuan.documents.models import WordTemplate, WordTemplateVersion
from bihuan.documents.rendering import DOCX
from bihuan.documents.word.checking import outline_of, read_word
from bihuan.documents.word.errors import WordTemplateNotReady
from bihuan.documents.word.filling import Tried, try_word, write_word
from bihuan.figures.periods import Period, write_period
from bihuan.files import store
from bihuan.files.actions.keeping import keep
from bihuan.files.rules import KINDS, safe_name
from bihuan.lib import clock
from bihuan.lib.errors import Conflict
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_code, checked_text, locked, refuse_taken
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

LONGEST_CODE, LONGEST_KIND, LONGEST_TITLE, LONGEST_REASON = 60, 20, 100, 200


@dataclass(frozen=True)
class WordUpload:
    """A Word file that was read: its content, its name, what its reader found."""

    content: bytes
    name: str
    outline: dict[str, Any]


@dataclass(frozen=True)
class FilledWord:
    """A Word template filled: the file, and what was written into it."""

    content: bytes
    name: str
    tried: Tried


def read_upload(content: bytes, name: str) -> WordUpload:
    """Read a file that was uploaded; raises BadWordFile."""
    return WordUpload(content, safe_name(name, KINDS["docx"]), read_word(content))


@action("word_template.add")
def add_word_template(
    *, actor: Actor, unit: Unit, code: str, kind: str, title: str, upload: WordUpload
) -> WordTemplate:
    """Add a template made in Word; one with faults is kept, shown, and not filled.

    Raises NotAllowed without `draft_documents` over the unit, Invalid for a code that is taken.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, unit)
    code = checked_code(code, LONGEST_CODE)
    kind = checked_text(_("文种"), kind, LONGEST_KIND)
    title = checked_text(_("名称"), title, LONGEST_TITLE)
    refuse_taken(WordTemplate.objects.filter(home=unit.home), code, _("Word 模板"))
    now = clock.now()
    made = WordTemplate.objects.create(
        home=unit.home,
        unit=unit,
        code=code,
        kind=kind,
        title=title,
        made_at=now,
        changed_at=now,
    )
    _add_version(actor, made, upload, 1)
    return made


@action("word_template.replace")
def replace_word_template(
    *, actor: Actor, template: WordTemplate, upload: WordUpload, expected_version: int
) -> WordTemplate:
    """Replace a template's file by a new version; the old ones are kept. The same file is none.

    Raises NotAllowed, WordTemplateNotReady where it is void, Conflict where somebody was first.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, template.unit)
    template = locked(template)
    _require_standing(template)
    newest = template.versions.select_related("file")[0]
    if newest.number != expected_version:
        raise Conflict(_("别人已先换了这份模板，请打开最新版，核对后再换。"))
    if newest.file_id == hashlib.sha256(upload.content).hexdigest():
        return template
    template.changed_at = clock.now()
    template.save(update_fields=["changed_at"])
    _add_version(actor, template, upload, newest.number + 1)
    return template


@action("word_template.void")
def void_word_template(*, actor: Actor, template: WordTemplate, reason: str) -> WordTemplate:
    """Make a template void: it is kept and no longer filled. Raises NotAllowed, Invalid."""
    actor.require(Permission.DRAFT_DOCUMENTS, template.unit)
    template = locked(template)
    _require_standing(template)
    template.void_because = checked_text(_("停用理由"), reason, LONGEST_REASON)
    template.void_at = clock.now()
    template.void_by_name = name_of(actor)
    template.save(update_fields=["void_because", "void_at", "void_by_name"])
    audit.append(
        actor=actor,
        action="word_template.void",
        target=("word_template", template.id),
        unit_path=template.unit.path,
        values={"reason": template.void_because},
        note=template.title,
    )
    return template


def fill_word_template(*, actor: Actor, template: WordTemplate, period: Period) -> FilledWord:
    """Fill a template's newest version for a period, for its unit.

    Whoever sees the figures of the template's administration may. The entry of the audit log holds
    the digest of the file and of every figure in it. Raises UnknownWordTemplate,
    WordTemplateNotReady.
    """
    template = word_template_of(actor, template.pk)
    _require_standing(template)
    version = template.versions.select_related("file")[0]
    content = store.get(version.file.sha256)
    tried = try_word(outline_of(version.outline), unit=template.unit, actor=actor, period=period)
    made = write_word(content, tried)
    _note_filling(
        actor=actor, template=template, version=version, period=period, tried=tried, made=made
    )
    return FilledWord(made, f"{template.title}.docx", tried)


@action("word_template.fill")
def _note_filling(
    *,
    actor: Actor,
    template: WordTemplate,
    version: WordTemplateVersion,
    period: Period,
    tried: Tried,
    made: bytes,
) -> None:
    figures = [
        {"code": each.code, "text": each.text, "value": each.value, "status": each.status}
        for each in tried.figures
    ]
    audit.append(
        actor=actor,
        action="word_template.fill",
        target=("word_template", template.id),
        unit_path=template.unit.path,
        values={
            "version": version.number,
            "period": write_period(period),
            "figures": figures,
            "file": hashlib.sha256(made).hexdigest(),
        },
        note=template.title,
    )


def _add_version(actor: Actor, template: WordTemplate, upload: WordUpload, number: int) -> None:
    """Keep a file as a version, count its faults, and append the entry."""
    file = keep(upload.content, DOCX)
    WordTemplateVersion.objects.create(
        home=template.home,
        template=template,
        number=number,
        file=file,
        file_name=upload.name,
        outline=upload.outline,
        uploaded_at=template.changed_at,
        uploaded_by=actor.id,
        uploaded_by_name=name_of(actor),
    )
    tried = try_word(outline_of(upload.outline), unit=template.unit, actor=actor, period=None)
    template.faults = len(tried.faults)
    template.save(update_fields=["faults"])
    audit.append(
        actor=actor,
        action="word_template.add" if number == 1 else "word_template.replace",
        target=("word_template", template.id),
        unit_path=template.unit.path,
        values={"version": number, "file": file.sha256, "faults": template.faults},
        note=template.title,
    )


def _require_standing(template: WordTemplate) -> None:
    if template.is_void:
        raise WordTemplateNotReady(
            _("“%(title)s”已于%(day)s停用（%(reason)s），请另选模板。")
            % {
                "title": template.title,
                "day": f"{localtime(template.void_at):%Y-%m-%d}",
                "reason": template.void_because,
            }
        )
