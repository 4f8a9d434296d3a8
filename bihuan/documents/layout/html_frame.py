"""What stands around the text as HTML: the red head above it, the 版记 below it."""

from html import escape

from bihuan.documents.layout import page
from bihuan.documents.layout.parts import (
    addressees,
    attendance,
    has_colophon,
    issuing_line,
    joint_mark,
    mark_lines,
    number_text,
    printing,
    signer_rows,
)
from bihuan.documents.paper import Paper

SHORT_NAME = 12
RED_LINE = '<hr class="red-line">'
UPPER_RULE, LOWER_RULE = '<hr class="double-rule upper">', '<hr class="double-rule lower">'


def red_head(paper: Paper, *, for_pdf: bool) -> str:
    """Return mark, number, red line, and the line of unit and day where the layout has one."""
    mark, line = _mark(paper, for_pdf=for_pdf), _issuing_line(paper)
    number = _number(paper)
    if paper.layout == "briefing":
        inside = mark + number + line + RED_LINE
    elif paper.layout == "letter":
        # In print the lower rule is placed on the sheet of the page that the head is on.
        inside = mark + UPPER_RULE + number + (LOWER_RULE if for_pdf else "")
    elif paper.layout == "order":
        inside = mark + number
    elif mark + number:
        inside = mark + number + RED_LINE + line
    else:
        inside = line
    return f'<header class="paper-head {paper.layout}">{inside}</header>\n' if inside else ""


def letter_foot(paper: Paper, *, for_pdf: bool) -> str:
    """Return the lower double rule of a letter, which closes it on screen."""
    return LOWER_RULE if paper.layout == "letter" and not for_pdf else ""


def _mark(paper: Paper, *, for_pdf: bool) -> str:
    names, word = joint_mark(paper)
    if names:
        return _joint_mark(paper, names, word, for_pdf=for_pdf)
    lines = mark_lines(paper)
    if not lines:
        return ""
    words = "<br>".join(escape(line) for line in lines)
    if for_pdf:
        size_pt = page.mark_size_pt(lines)
        drop_mm = page.mark_drop_mm(size_pt, paper.layout)
        drop_mm -= page.LETTER_TOP_MM if paper.layout == "letter" else 0
        style = f"font-size:{size_pt}pt;padding-top:{drop_mm:.2f}mm"
        return f'<p class="mark" style="{style}">{words}</p>'
    longest = max(map(len, lines))
    size = "" if longest <= 10 else " long" if longest <= 15 else " longer"
    return f'<p class="mark{size}">{words}</p>'


def _joint_mark(paper: Paper, names: list[str], word: str, *, for_pdf: bool) -> str:
    """Return agencies as wide as the longest, one above another, 文件 in the middle beside them."""
    style, spacings = "", [""] * len(names)
    if for_pdf:
        size_pt = page.joint_mark_size_pt(names, word)
        drop_mm = page.mark_drop_mm(size_pt, paper.layout)
        style = f' style="font-size:{size_pt}pt;padding-top:{drop_mm:.2f}mm"'
        spacings = [
            f' style="letter-spacing:{space:.4f}em;margin-right:{-space:.4f}em"'
            for space in page.spread_em(names)
        ]
    lines = "".join(
        f"<span{spacing}>{escape(name)}</span>"
        for name, spacing in zip(names, spacings, strict=True)
    )
    return (
        f'<p class="mark joint"{style}><span class="agencies">{lines}</span>'
        f'<span class="mark-word">{word}</span></p>'
    )


def _number(paper: Paper) -> str:
    number = escape(number_text(paper))
    rows = signer_rows(paper) if paper.layout in ("document", "minutes") else []
    if not rows:
        return f'<p class="document-number">{number}</p>' if number else ""
    names = "".join(f'<span class="signer">{escape(row)}</span>' for row in rows)
    signer = f'<span class="signers"><span>签发人：</span><span>{names}</span></span>'
    return f'<p class="document-number upward"><span>{number}</span> {signer}</p>'


def _issuing_line(paper: Paper) -> str:
    unit, day = issuing_line(paper)
    if not (unit or day):
        return ""
    return f'<p class="issuing-line"><span>{escape(unit)}</span> <span>{day}</span></p>'


def attendance_lines(paper: Paper) -> str:
    """Return 出席, 请假 and 列席, the names hanging from their label."""
    rows = "".join(
        f'<p><span class="attendance-label">{label}</span>{"、".join(map(_whole, names))}</p>'
        for label, names in attendance(paper)
    )
    return f'<div class="attendance">{rows}</div>' if rows else ""


def _whole(name: str) -> str:
    """Return a name that no line parts, where it is short."""
    shown = escape(name)
    return f'<span class="name">{shown}</span>' if len(name) <= SHORT_NAME else shown


def colophon(paper: Paper, *, for_pdf: bool, own_page: bool) -> str:
    """Return the 版记; in print an anchor says on which page it floats to the foot."""
    if not has_colophon(paper):
        return ""
    printer, day, copies = printing(paper)
    told = "".join(
        f'<p class="cc"><span>{label}</span><span>{escape(names)}</span></p>'
        for label, names in addressees(paper)
    )
    lines = f'<div class="addressees">{told}</div>' if told else ""
    if printer or day:
        lines += f'<p class="printed"><span>{escape(printer)}</span> <span>{day}</span></p>'
    if copies:
        lines += f'<p class="copies"><span>（{copies}）</span></p>'
    bare = " bare" if paper.layout == "letter" else ""
    made = f'<div class="colophon{bare}">{lines}</div>'
    if not for_pdf:
        return made
    return f'<div class="colophon-anchor{" own-page" if own_page else ""}">{made}</div>'
