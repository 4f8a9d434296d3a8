"""What names the columns that a change takes away: figures and documents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.documents.models import Document
from bihuan.documents.template import read_template
from bihuan.documents.template.faults import TemplateFaults
from bihuan.figures.conditions import fields_named
from bihuan.figures.models import Definition
from bihuan.lib.errors import DomainError
from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.consequences.consequence import Consequence
from bihuan.registers.models import Register

MOST_NAMED = 8


def of_uses(register: Register, before: RegisterSpec, after: RegisterSpec) -> Iterator[Consequence]:
    """Say which figures and documents name a column that is retired or a choice that is gone."""
    kept = {column.code for column in after.columns}
    gone = {column.code: column.label for column in before.columns if column.code not in kept}
    choices = _choices_gone(before, after)
    if not gone and not choices:
        return
    figures = list(_figures(register))
    for code, label in gone.items():
        named = [figure.label for figure in figures if code in _fields(figure)]
        if named:
            text = _("有 %(n)d 项数据用到“%(label)s”，停用后算不出来：%(names)s。")
            yield _bad(text, label, named)
    for (code, choice), label in choices.items():
        named = [figure.label for figure in figures if _asks_for(figure, code, {choice, label})]
        if named:
            text = _("有 %(n)d 项数据按选项“%(label)s”来数，今后不再增加：%(names)s。")
            yield _bad(text, label, named)
    for code, titles in _documents(register, gone).items():
        text = _("有 %(n)d 份未签发的公文列出“%(label)s”，停用后要改模板：%(names)s。")
        yield _bad(text, gone[code], titles)


def _bad(text: str, label: str, names: list[str]) -> Consequence:
    shown = "、".join(names[:MOST_NAMED]) + (_("等") if len(names) > MOST_NAMED else "")
    return Consequence(text % {"n": len(names), "label": label, "names": shown}, "bad")


def _choices_gone(before: RegisterSpec, after: RegisterSpec) -> dict[tuple[str, str], str]:
    wanted = {column.code: column for column in after.columns}
    return {
        (column.code, choice["code"]): choice["label"]
        for column in before.columns
        if column.code in wanted
        for choice in column.choices
        if choice["code"] not in {each["code"] for each in wanted[column.code].choices}
    }


def _figures(register: Register) -> Iterable[Definition]:
    return Definition.objects.filter(_asks_of(register), source=register.code)


def _asks_of(register: Register) -> Q:
    """Return the condition that a home's figures and documents may ask this register."""
    path = register.home.path
    return Q(home__path__gte=path, home__path__lt=path + "~")


def _fields(figure: Definition) -> set[str]:
    return {figure.field, figure.until, *fields_named(figure.where)}


def _asks_for(figure: Definition, code: str, words: set[str]) -> bool:
    for part in figure.where:
        if part.get("field") != code:
            continue
        values = [value for key, value in part.items() if key != "field"]
        flat = [
            word for value in values for word in (value if isinstance(value, list) else [value])
        ]
        if words & {str(word) for word in flat}:
            return True
    return False


def _documents(register: Register, gone: dict[str, str]) -> dict[str, list[str]]:
    """Return the titles of the documents not yet issued whose rows name a column, by its code."""
    found: dict[str, list[str]] = defaultdict(list)
    if not gone:
        return found
    drafts = Document.objects.filter(_asks_of(register), template__contains=register.code).exclude(
        status="issued"
    )
    for document in drafts:
        try:
            rows = read_template(document.template).program.rows
        except (TemplateFaults, DomainError):
            continue
        named = {
            name
            for use in rows
            if use.source == register.code
            for name in (*use.fields, *use.selected_by)
        }
        for code, label in gone.items():
            if named & {code, label}:
                found[code].append(document.title_on_one_line)
    return found
