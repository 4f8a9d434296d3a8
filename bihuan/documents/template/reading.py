"""Reading a template: front matter and text, with every fault of both."""

from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.documents.template.faults import Fault, TemplateFaults
from bihuan.documents.template.front_matter import FrontMatter, read_front_matter, split_template
from bihuan.documents.template.language import Program, parse
from bihuan.documents.template.lines import heading_faults


@dataclass(frozen=True)
class Template:
    """A template that can be filled."""

    front: FrontMatter
    program: Program


def read_template(text: str) -> Template:
    """Read a template; raises TemplateFaults with every fault and its line."""
    head, body = split_template(text)
    faults: list[Fault] = list(heading_faults(body))
    front: FrontMatter | None = None
    program: Program | None = None
    try:
        front = read_front_matter(head)
    except TemplateFaults as error:
        faults += error.faults
    try:
        program = parse(body)
    except TemplateFaults as error:
        faults += error.faults
    if faults or front is None or program is None:
        raise TemplateFaults(faults)
    return Template(front, program)


def check_template(
    text: str,
    *,
    figures: Container[str] | None = None,
    sources: Container[str] | None = None,
) -> list[Fault]:
    """Return every fault of a template, against codes and labels of figures and codes of sources.

    Without them only the template itself is checked; a pack checks it against its own content.
    """
    try:
        template = read_template(text)
    except TemplateFaults as error:
        return list(error.faults)
    found: list[Fault] = []
    for use in template.program.figures:
        if figures is not None and use.name not in figures:
            found.append(Fault(use.line, no_such_figure(use.name)))
    for rows in template.program.rows:
        if sources is not None and rows.source not in sources:
            found.append(Fault(rows.line, _("没有名为“%(code)s”的台账。") % {"code": rows.source}))
    return sorted(set(found))


def no_such_figure(name: str) -> str:
    """Return the sentence for a placeholder that names no figure."""
    return _("没有名为“%(name)s”的数据，请检查代码或名称。") % {"name": name}
