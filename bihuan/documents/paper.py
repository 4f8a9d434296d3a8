"""An official document as laid out: the values between a filled template and its renderers.

The elements and their names follow GB/T 9704-2012 (handbook §1.3). Nothing here knows the
database; a renderer (docx, html, pdf) needs nothing else.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Text:
    """A run of words. `from_record` marks words that a record gave (a road's name, say)."""

    text: str
    from_record: bool = False


@dataclass(frozen=True)
class FigureRef:
    """A figure in running text: what is written, and the index of its StatedFigure."""

    index: int
    text: str


Inline = Text | FigureRef
LayoutName = Literal["document", "briefing", "minutes", "letter", "order"]
# 小党字〔2010〕11号, 第3期, 〔2010〕3号, 第3号
NumberForm = Literal["code", "issue", "year", "order"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、黑体), 2 ((一)楷体), 3 (1. 仿宋) or 4 ((1) 仿宋)."""

    level: Literal[1, 2, 3, 4]
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of body text (三号仿宋, first line indented by two characters)."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Table:
    """A table; `rows` hold cells of inlines. The head repeats on each page it runs over."""

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Annex:
    """An annex (附件): starts on a new page, "附件N" flush left, title centred two lines below."""

    title: str
    blocks: tuple[Block, ...]
    is_figure_register: bool = False


@dataclass(frozen=True)
class StatedFigure:
    """A figure as the document states it.

    `records` is the number of records counted; `status` tells whether the records answer it
    ("traced"), a person signed for it ("signed"), or nothing does ("pending", written 待核).
    """

    code: str
    label: str
    text: str
    value: str
    unit: str
    source: str
    note: str
    records: int
    as_of: dt.datetime
    url: str
    status: Literal["traced", "signed", "pending"] = "traced"
    signed_by: str = ""


@dataclass(frozen=True)
class DocumentNumber:
    """A document number (发文字号) as its parts: agency code, full year, unpadded number.

    In the forms "issue" (第3期), "year" (〔2010〕3号) and "order" (第3号) `code` names the series,
    which stands in red above the number and is not written again.
    """

    code: str
    year: int
    number: int
    form: NumberForm = "code"

    def __str__(self) -> str:
        if self.form == "issue":
            return f"第{self.number}期"
        if self.form == "order":
            return f"第{self.number}号"
        return f"{self.code if self.form == 'code' else ''}〔{self.year}〕{self.number}号"

    @property
    def with_series(self) -> str:
        """Return the number as it is spoken of away from its paper, the series named."""
        if self.form == "issue":
            return f"{self.code}{self.year}年第{self.number}期"
        if self.form == "order":
            return f"{self.code}{self.year}年第{self.number}号"
        return f"{self.code}〔{self.year}〕{self.number}号"


@dataclass(frozen=True)
class Paper:
    """A whole document.

    Titles may hold line breaks chosen by the author; otherwise the renderer breaks them into
    shape. `is_preview` marks a draft. `audit_head` is printed in the last annex once issued.
    """

    title: str
    issuer_mark: str  # 发文机关标志 (中共小港镇委员会文件); of several, one agency a line
    blocks: tuple[Block, ...]
    number: DocumentNumber | None = None
    signer: str = ""  # 签发人: upward papers, 、 between several; who signs a 命令
    recipients: str = ""  # 主送机关, without the colon
    annexes: tuple[Annex, ...] = ()
    signed_by: tuple[str, ...] = ()  # 发文机关署名; several for a joint issue; 编印单位 of a 简报
    signed_on: dt.date | None = None
    note: str = ""  # 附注, without brackets
    cc: tuple[str, ...] = ()  # 抄送
    printed_by: str = ""  # 印发机关
    printed_on: dt.date | None = None
    figures: tuple[StatedFigure, ...] = ()
    is_preview: bool = True
    audit_head: str = ""
    layout: LayoutName = "document"
    present: tuple[str, ...] = ()  # 出席, 请假, 列席: a 纪要 ends with them
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    reported_to: tuple[str, ...] = ()  # 报, 送, 发: to whom a 简报 goes, in its 版记
    sent_to: tuple[str, ...] = ()
    issued_to: tuple[str, ...] = ()
    copies: int | None = None  # 共印N份
    signer_post: str = ""  # 签发人职务, of a 命令
    is_sealed: bool = False  # whether room is left for the seals of those who sign
    language: str = field(default="zh-CN")
