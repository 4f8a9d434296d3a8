"""What people paste, type or upload, read into opinions: pure, no database.

Minutes are typed one opinion a line, or parted by empty lines; rows copied from a spreadsheet
come with tabs between their cells.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.lib.dates import parse_date
from bihuan.opinions.models import Channel, Giver

GIVERS = {str(giver.label): giver.value for giver in Giver}
CHANNELS = {str(channel.label): channel.value for channel in Channel}
FIELDS = {
    "text": ("意见原话", ("内容", "诉求", "意见", "反映", "问题描述", "工单内容", "建议")),
    "title": ("标题（放在原话前面）", ("标题", "主题", "摘要")),
    "ref": ("原系统编号", ("编号", "工单号", "单号", "受理号", "流水号")),
    "raised_on": ("提出日期", ("时间", "日期", "受理时间", "来电时间")),
    "unit": ("所在单位", ("单位", "村", "属地", "乡镇", "社区")),
    "place": ("地点", ("地点", "地址", "位置")),
    "giver": ("意见人类别", ("类别", "身份", "人员类别")),
    "category": ("类别", ("分类", "事项分类", "诉求类型", "意见类别")),
}
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}")


@dataclass(frozen=True)
class Pasted:
    """One opinion out of a text; `giver` and `place` where a row of a table had them."""

    text: str
    giver: str = ""
    place: str = ""


def parted(text: str, *, by_paragraph: bool = False) -> list[Pasted]:
    """Return the opinions in a text: one a line, or one a paragraph; rows with tabs by cell.

    The words stay as they were typed, but for line ends and blanks around them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if by_paragraph:
        found = [part.strip("\n \t\u3000") for part in re.split(r"\n[ \t\u3000]*\n", text)]
        return [Pasted(part) for part in found if part]
    if "\t" in text:
        return [row for row in map(_of_cells, _rows(text)) if row.text]
    return [Pasted(line.strip()) for line in text.split("\n") if line.strip()]


def _rows(text: str) -> list[list[str]]:
    csv.field_size_limit(2**24)
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def _of_cells(cells: Sequence[str]) -> Pasted:
    """Return the opinion of a row: its longest cell; a giver's category and a place beside it."""
    cells = [cell.strip() for cell in cells if cell.strip()]
    if not cells:
        return Pasted("")
    text = max(cells, key=len)
    rest = [cell for cell in cells if cell is not text]
    giver = next((GIVERS[cell] for cell in rest if cell in GIVERS), "")
    place = next(
        (cell for cell in rest if cell not in GIVERS and not cell.replace(".", "").isdigit()), ""
    )
    return Pasted(text, giver, place)


def read_day(value: object) -> dt.date | None:
    """Return the day that a cell says, None for anything else."""
    found = parse_date(value)
    if found is not None:
        return found
    said = _DAY.match(str(value or "").strip())
    return parse_date(said[0]) if said else None


def digest_of(heads: Sequence[str]) -> str:
    """Return what a table is known again by: its heads in their order."""
    return hashlib.sha256("\x1f".join(heads).encode("utf-8", "surrogatepass")).hexdigest()


def guessed(heads: Sequence[str]) -> dict[str, str]:
    """Return which head each field is most likely under; no head is given twice."""
    found: dict[str, str] = {}
    for field, (label, names) in FIELDS.items():
        left = [head for head in heads if head not in found.values()]
        exact = [head for head in left if head in (label, *names)]
        alike = [head for name in names for head in left if name in head]
        if exact or alike:
            found[field] = (exact or alike)[0]
    return found
