"""The words and places of the elements around the text, the same in docx, html and pdf.

Each function names its clause of GB/T 9704-2012 by the element (handbook §1.3).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from bihuan.documents.paper import (
    Annex,
    Block,
    FigureRef,
    Inline,
    Paper,
    Paragraph,
    StatedFigure,
    Table,
    Text,
)

END_PUNCTUATION = "。．.，,；;、：:！!？?"
PENDING = "待核"
MARK_WORD = "文件"
EDITOR_NOTES = ("按语：", "编者按：")


def display_width(text: str) -> float:
    """Return the width of text in characters: an ideograph 1, a Latin letter or digit 0.5."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def date_text(day: dt.date) -> str:
    """Return a day as papers print it: Arabic, without padding (2010年2月3日)."""
    return f"{day.year}年{day.month}月{day.day}日"


def mark_lines(paper: Paper) -> list[str]:
    """Return the lines of the 发文机关标志; a joint mark brings its own line breaks."""
    return [line.strip() for line in paper.issuer_mark.splitlines() if line.strip()]


def joint_mark(paper: Paper) -> tuple[list[str], str]:
    """Return the agencies of a joint mark (联合行文) and the word 文件 beside them, if it is there.

    Joint is a mark of several lines that ends in a line of its own for 文件.
    """
    lines = mark_lines(paper)
    if len(lines) < 3 or lines[-1] != MARK_WORD:
        return [], ""
    return lines[:-1], MARK_WORD


def signer_rows(paper: Paper) -> list[str]:
    """Return the 签发人 two a row (7.2.6), the names of a row parted by a blank."""
    names = [name.strip() for name in re.split("[、，,]", paper.signer) if name.strip()]
    return ["　".join(names[at : at + 2]) for at in range(0, len(names), 2)]


def recipients_text(paper: Paper) -> str:
    """Return the 主送机关 line, ending in a full-width colon, or nothing."""
    name = paper.recipients.strip().rstrip("：:")
    return f"{name}：" if name else ""


def plain_title(title: str) -> str:
    """Return a title on one line, without end punctuation."""
    return "".join(title.splitlines()).strip().rstrip(END_PUNCTUATION)


def annex_note(paper: Paper) -> tuple[str, ...]:
    """Return the lines of the 附件说明: numbered when there are several, no end punctuation."""
    titles = [plain_title(annex.title) for annex in paper.annexes]
    if len(titles) < 2:
        return tuple(f"附件：{title}" for title in titles)
    first, *others = (f"{n}.{title}" for n, title in enumerate(titles, start=1))
    return (f"附件：{first}", *others)


def annex_label(paper: Paper, index: int) -> str:
    """Return the label above annex `index` (from 0): 附件 when it is the only one, else 附件N."""
    return "附件" if len(paper.annexes) == 1 else f"附件{index + 1}"


def note_text(paper: Paper) -> str:
    """Return the 附注 in round brackets, or nothing."""
    note = paper.note.strip().strip("（）()")
    return f"（{note}）" if note else ""


def names_unit_in_head(paper: Paper) -> bool:
    """Tell whether unit and day stand in the head, as of a 简报 and a 纪要: no seal is put."""
    return paper.layout in ("briefing", "minutes")


def number_text(paper: Paper) -> str:
    """Return the number as it stands in the head; a 简报 not yet numbered keeps its place free."""
    if paper.number is None:
        return "第　期" if paper.layout == "briefing" else ""
    return str(paper.number)


def issuing_line(paper: Paper) -> tuple[str, str]:
    """Return the 编印单位 and the day, for the line that a 简报 and a 纪要 have in their head."""
    if not names_unit_in_head(paper):
        return "", ""
    day = date_text(paper.signed_on) if paper.signed_on else ""
    return "　".join(paper.signed_by), day


def title_text(paper: Paper) -> str:
    """Return the title; nothing where the red mark of a 纪要 or 简报 says the same already.

    A 命令 has none on its page: its text follows the number (10.2).
    """
    if paper.layout == "order":
        return ""
    title = paper.title.strip()
    is_said = names_unit_in_head(paper) and plain_title(title) == "".join(mark_lines(paper))
    return "" if is_said else title


def text_blocks(paper: Paper) -> tuple[tuple[Paragraph, ...], tuple[Block, ...]]:
    """Return what stands above the title and what below it: above, the 按语 that begins a 简报."""
    first = paper.blocks[0] if paper.blocks else None
    if paper.layout != "briefing" or not isinstance(first, Paragraph):
        return (), paper.blocks
    if not plain_text(paper, first.inlines).startswith(EDITOR_NOTES):
        return (), paper.blocks
    return (first,), paper.blocks[1:]


def attendance(paper: Paper) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the labels and names that close a 纪要, those that have any."""
    rows = (("出席：", paper.present), ("请假：", paper.absent), ("列席：", paper.observers))
    return tuple(row for row in rows if row[1])


def addressees(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Return the lines of the 版记 that say to whom it goes: 报, 送, 发, 抄送, each with a stop."""
    rows = (
        ("报：", paper.reported_to),
        ("送：", paper.sent_to),
        ("发：", paper.issued_to),
        ("抄送：", paper.cc),
    )
    return tuple((label, "，".join(names).rstrip("。") + "。") for label, names in rows if names)


def printing(paper: Paper) -> tuple[str, str, str]:
    """Return 印发机关, day of printing and print run; a letter has none of them (10.1)."""
    if paper.layout == "letter":
        return "", "", ""
    day = f"{date_text(paper.printed_on)}印发" if paper.printed_on else ""
    return paper.printed_by, day, f"共印{paper.copies}份" if paper.copies else ""


def wants_even_page(paper: Paper) -> bool:
    """Tell whether the 版记 belongs on an even page; a 简报 or letter closes whichever is last."""
    return paper.layout not in ("briefing", "letter")


def has_colophon(paper: Paper) -> bool:
    """Tell whether the paper has a 版记."""
    return bool(any(printing(paper)) or addressees(paper))


def shown_text(ref: FigureRef, figure: StatedFigure | None) -> str:
    """Return what is written for a figure; one that nothing answers says 待核."""
    if figure is not None and figure.status == "pending" and PENDING not in ref.text:
        return f"{ref.text}（{PENDING}）"
    return ref.text


def figure_of(paper: Paper, ref: FigureRef) -> StatedFigure | None:
    """Return the figure that a reference states, or None when the paper lists none there."""
    return paper.figures[ref.index] if 0 <= ref.index < len(paper.figures) else None


def plain_text(paper: Paper, inlines: Iterable[Inline]) -> str:
    """Return the words of inlines as they are written."""
    return "".join(
        shown_text(part, figure_of(paper, part)) if isinstance(part, FigureRef) else part.text
        for part in inlines
    )


def annex_blocks(paper: Paper, annex: Annex) -> tuple[Block, ...]:
    """Return the blocks of an annex; a register of figures left empty is made from the paper."""
    if annex.blocks or not annex.is_figure_register:
        return annex.blocks
    return (figure_register(paper.figures),)


def figure_register(figures: Iterable[StatedFigure]) -> Table:
    """Return the table of the last annex: what the paper states and what answers it."""
    head = ("序号", "项目", "文中写法", "数值", "来源与口径", "记录数", "截至")
    rows = tuple(_register_row(n, figure) for n, figure in enumerate(figures, start=1))
    return Table(tuple((Text(cell),) for cell in head), rows)


def _register_row(number: int, figure: StatedFigure) -> tuple[tuple[Inline, ...], ...]:
    origin = "；".join(part for part in (figure.source, figure.note) if part)
    if figure.status == "signed":
        origin += f"（{figure.signed_by}签认）" if figure.signed_by else "（签认）"
    elif figure.status == "pending":
        origin += f"（{PENDING}）"
    cells = (
        str(number),
        figure.label,
        figure.text,
        PENDING if figure.status == "pending" else f"{figure.value}{figure.unit}",
        origin,
        str(figure.records),
        f"{figure.as_of:%Y-%m-%d}",
    )
    return tuple((Text(cell),) for cell in cells)


def column_weights(paper: Paper, table: Table) -> list[float]:
    """Return the share of the width each column of a table wants, by its longest cells."""
    rows = [table.head, *table.rows]
    columns = max((len(row) for row in rows), default=0)
    wanted = []
    for n in range(columns):
        cells = [display_width(plain_text(paper, row[n])) for row in rows if n < len(row)]
        longest, mean = max(cells), sum(cells) / len(cells)
        short = longest + 1.5  # numbers with their unit should not wrap
        wanted.append(
            max(2.5, short if longest <= 8 else min(24.0, (min(longest, 14.0) + mean) / 2))
        )
    total = sum(wanted) or 1.0
    return [width / total for width in wanted]


def is_numeric_column(paper: Paper, table: Table, column: int) -> bool:
    """Tell whether every filled cell of a column is a figure or a bare number."""
    cells = [row[column] for row in table.rows if column < len(row) and row[column]]
    texts = [plain_text(paper, cell).strip() for cell in cells]
    return bool(texts) and all(_is_numeric(text) for text in texts if text)


def _is_numeric(text: str) -> bool:
    return text.rstrip("％%").replace(",", "").replace(".", "", 1).lstrip("-−").isdigit()
