"""Rows of a register as plain text, to be pasted into a message; personal data masked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.registers import presenting
from bihuan.registers.describing import Describing
from bihuan.registers.models import Column, Register, Version

MOST_LINES = 200


def text_of(register: Register, versions: Sequence[Version], *, count: int, told: str = "") -> str:
    """Return a heading with the count, and a line for each row: 1. 某某村：甲路，里程1.5公里。

    `versions` are the first of `count` rows; `told` says what was asked for.
    """
    describing = Describing(register)
    describing.read(versions)
    columns = presenting.shown_columns(register)
    asked = f"（{told}）" if told else ""
    lines = [f"{register.label}{asked}{_('共%(n)d条') % {'n': count}}："]
    for number, version in enumerate(versions, 1):
        lines.append(f"{number}. {_line(describing, columns, version)}")
    if count > len(versions):
        lines.append(
            _("（以上是前%(n)d条，其余%(more)d条请下载 Excel。）")
            % {"n": len(versions), "more": count - len(versions)}
        )
    return "\n".join(lines)


def _line(describing: Describing, columns: Sequence[Column], version: Version) -> str:
    version.register = describing.register
    parts = [presenting.title_of(version, describing)]
    for column in columns:
        text = describing.text(column, version.values.get(column.code))
        if text:
            parts.append(f"{column.label}{text}" if column.is_number else f"{column.label}：{text}")
    said = "，".join(parts).replace("\n", " ")
    return f"{version.unit}：{said}；{version.date.isoformat()}。"
