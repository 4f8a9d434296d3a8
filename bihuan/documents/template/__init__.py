"""The template language: front matter, a small part of Jinja, a small part of Markdown.

A template becomes a Paper in four steps, a module each: `front_matter` (what stands on the page
around the text), `language` (which placeholders, rows and conditions a text uses, and every fault
of it with its line, before anything runs), `filling` (the figures and rows themselves, computed
together) and `blocks` (headings, paragraphs and tables). Words and numbers that records give pass
through the text as marks (`marks`), so that nothing in a record can become markup.
"""

from bihuan.documents.template.faults import Fault, TemplateFaults
from bihuan.documents.template.filled import FilledDocument
from bihuan.documents.template.filling import fill
from bihuan.documents.template.front_matter import FrontMatter
from bihuan.documents.template.reading import Template, check_template, read_template
from bihuan.documents.template.stating import AskedFigure, Signed

__all__ = [
    "AskedFigure",
    "Fault",
    "FilledDocument",
    "FrontMatter",
    "Signed",
    "Template",
    "TemplateFaults",
    "check_template",
    "fill",
    "read_template",
]
