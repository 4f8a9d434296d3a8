"""The page of GB/T 9704-2012 in numbers (handbook §1.2); every renderer takes them from here."""

from typing import Final

from bihuan.documents.paper import LayoutName

MM_PER_PT: Final = 25.4 / 72
TWIPS_PER_MM: Final = 1440 / 25.4

PAGE_WIDTH_MM: Final = 210.0
PAGE_HEIGHT_MM: Final = 297.0
TOP_MM: Final = 37.0
LEFT_MM: Final = 28.0
RIGHT_MM: Final = 26.0
BOTTOM_MM: Final = 35.0
BLOCK_WIDTH_MM: Final = PAGE_WIDTH_MM - LEFT_MM - RIGHT_MM
BLOCK_HEIGHT_MM: Final = PAGE_HEIGHT_MM - TOP_MM - BOTTOM_MM
BLOCK_WIDTH_PT: Final = BLOCK_WIDTH_MM / MM_PER_PT

LINES: Final = 22
CHARACTERS: Final = 28
CHARACTER_PT: Final = BLOCK_WIDTH_PT / CHARACTERS

BODY_PT: Final = 16.0  # 三号
TITLE_PT: Final = 22.0  # 二号
SMALL_PT: Final = 14.0  # 四号: page number, 版记
TABLE_PT: Final = 12.0  # 小四; the standard sets no size inside tables
REGISTER_PT: Final = 9.0  # 小五: the register of figures has many columns

# 28.95 pt: a fixed 29 pt makes 638.0 pt > 637.8 pt and can cost the 22nd line.
PITCH_PT: Final = 28.95

MARK_DROP_MM: Final = 35.0  # 发文机关标志: its top edge below the top of the block
# A 简报 has its head in the upper third of the page: so high that the red line lies a third down.
BRIEFING_DROP_MM: Final = 15.0
ORDER_DROP_MM: Final = 20.0  # 命令 (10.2)
# 信函 (10.1): the mark's upper edge from the edge of the sheet; rules as long as this, as far from
# both edges of the sheet; the lower one so far from its foot.
LETTER_MARK_MM: Final = 30.0
LETTER_TOP_MM: Final = 20.0  # of page one in print.css
LETTER_RULE_MM: Final = 170.0
LETTER_RULE_GAP_MM: Final = 4.0
LETTER_FOOT_MM: Final = 20.0
# The standard says thick and thin only; together 4.5 pt, as Word's own double rule.
THICK_RULE_PT: Final = 2.25
THIN_RULE_PT: Final = 0.75
RULE_WHITE_PT: Final = 1.5
SEVEN_EIGHTHS_PT: Final = BODY_PT * 7 / 8  # between a rule of a letter and the words next to it
RED_LINE_GAP_MM: Final = 4.0  # 红色分隔线 below the 发文字号
PAGE_NUMBER_GAP_MM: Final = 7.0  # the dash (一字线) of the page number below the block
# Where ink begins, measured on the vendored fonts: a mark in a line of 1.2 times its size begins
# 0.205 em below the top of the line; the dash of 宋体 0.486 em below the top of its em box.
MARK_LINE: Final = 1.2
MARK_INK_EM: Final = 0.205
DASH_INK_EM: Final = 0.486

TITLE_CHARACTERS: Final = int(BLOCK_WIDTH_PT / TITLE_PT)
JOINT_HEIGHT_MM: Final = 80.0  # of a joint mark, so that page one still shows text (7.2.4)
JOINT_WORD_GAP_EM: Final = 0.4  # between the agencies and 文件
MARK_LARGEST_PT: Final = 46.0
MARK_SMALLEST_PT: Final = 22.0
RED: Final = "FF0000"


def twips(mm: float) -> int:
    """Return a length in mm as whole twips (1/1440 inch)."""
    return round(mm * TWIPS_PER_MM)


def mark_drop_mm(size_pt: float, layout: LayoutName = "document") -> float:
    """Return how far below the block's top the line of the red mark begins.

    Its upper edge then lies 35 mm down, that of a 简报 15 mm, of a 命令 20 mm. For a letter it is
    measured from the edge of the sheet.
    """
    edges: dict[LayoutName, float] = {
        "briefing": BRIEFING_DROP_MM,
        "order": ORDER_DROP_MM,
        "letter": LETTER_MARK_MM,
    }
    edge = edges.get(layout, MARK_DROP_MM)
    return edge - MARK_INK_EM * size_pt * MM_PER_PT


def page_number_drop_mm() -> float:
    """Return how far below the block the em box of the page number begins."""
    return PAGE_NUMBER_GAP_MM - DASH_INK_EM * SMALL_PT * MM_PER_PT


def mark_size_pt(lines: list[str]) -> float:
    """Return the size of the 发文机关标志 in pt, so that its longest line fits the block.

    The standard leaves the size to the eye (醒目、美观、庄重); whole half points, as Word wants.
    """
    longest = max((len(line) for line in lines), default=1)
    fitting = int(2 * BLOCK_WIDTH_PT * 0.96 / max(longest, 1)) / 2
    return max(MARK_SMALLEST_PT, min(MARK_LARGEST_PT, fitting))


def joint_mark_size_pt(names: list[str], word: str) -> float:
    """Return the size of a joint mark in pt: its names one above another, the word beside them."""
    across = max(map(len, names)) + (len(word) + JOINT_WORD_GAP_EM if word else 0)
    fitting = min(
        BLOCK_WIDTH_PT * 0.96 / across, JOINT_HEIGHT_MM / MM_PER_PT / MARK_LINE / len(names)
    )
    return max(MARK_SMALLEST_PT / 2, min(MARK_LARGEST_PT, int(2 * fitting) / 2))


def spread_em(names: list[str]) -> list[float]:
    """Return the space between the characters of each name, in em, that makes all equally wide."""
    longest = max(map(len, names))
    return [(longest - len(name)) / max(len(name) - 1, 1) for name in names]
