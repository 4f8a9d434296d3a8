"""The kinds of documents (文种) as rows: layout, numbering, seal, and under what a kind travels.

The fifteen statutory kinds are those of 中办发〔2012〕14号; a paper of another kind goes out under
one of them (its carrier) or, as a 简报, on its own (handbook §1.1). A kind that no row names is
laid out and numbered like an ordinary document.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from bihuan.documents.paper import LayoutName, NumberForm

Direction = Literal["up", "across", "down", ""]  # 上行, 平行, 下行; nothing where it may be any


@dataclass(frozen=True)
class Kind:
    """One kind: its name as people write it, and what follows from it."""

    name: str
    identifier: str
    is_statutory: bool = True
    layout: LayoutName = "document"
    number_form: NumberForm = "code"
    carrier: str = ""  # the kind under which it is sent; nothing where it goes by itself
    bears_seal: bool = True
    direction: Direction = ""  # a paper that goes up shows 签发人


KINDS = (
    Kind("决议", "resolution"),
    Kind("决定", "decision"),
    Kind(
        "命令",
        "order",
        layout="order",
        number_form="order",
        bears_seal=False,
        direction="down",
    ),
    Kind("公报", "communique"),
    Kind("公告", "announcement"),
    Kind("通告", "public_notice"),
    Kind("意见", "opinion"),
    Kind("通知", "notice", direction="down"),
    Kind("通报", "circular", direction="down"),
    Kind("报告", "report", direction="up"),
    Kind("请示", "request", direction="up"),
    Kind("批复", "reply", direction="down"),
    Kind("议案", "bill"),
    Kind("函", "letter", layout="letter", direction="across"),
    Kind("纪要", "minutes", layout="minutes", number_form="year", bears_seal=False),
    Kind("工作总结", "work_summary", is_statutory=False, carrier="报告"),
    Kind("实施方案", "plan", is_statutory=False, carrier="通知"),
    Kind(
        "简报",
        "briefing",
        is_statutory=False,
        layout="briefing",
        number_form="issue",
        bears_seal=False,
    ),
    Kind(name="总结", identifier="summary", is_statutory=False, carrier="报告"),
    Kind(name="汇报", identifier="account", is_statutory=False, carrier="报告"),
    Kind(name="调研报告", identifier="survey_report", is_statutory=False, carrier="报告"),
    Kind(name="分析检查报告", identifier="analysis_report", is_statutory=False, carrier="报告"),
    Kind(name="方案", identifier="scheme", is_statutory=False, carrier="通知"),
    Kind(name="整改方案", identifier="rectification_plan", is_statutory=False, carrier="通知"),
    Kind(name="计划", identifier="work_plan", is_statutory=False, carrier="通知"),
    Kind(name="要点", identifier="key_points", is_statutory=False, carrier="通知"),
    Kind(name="办法", identifier="measures", is_statutory=False, carrier="通知"),
    Kind(name="督办单", identifier="supervision_slip", is_statutory=False, number_form="year"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def apart() -> tuple[Kind, ...]:
    """Return the kinds that are not laid out, numbered and sent like most: what one has to know."""
    return tuple(k for k in KINDS if k.carrier or k.layout != "document" or k.number_form != "code")


def grouped() -> tuple[tuple[str, tuple[Kind, ...]], ...]:
    """Return the kinds as people choose among them: the statutory ones, then the others."""
    statutory = tuple(kind for kind in KINDS if kind.is_statutory)
    others = tuple(kind for kind in KINDS if not kind.is_statutory)
    return (_("法定文种"), statutory), (_("其他文种"), others)


def known_kind(name: str) -> Kind | None:
    """Return the kind of a name, None where no row names it."""
    return _BY_NAME.get(name)


def kind_named(name: str) -> Kind:
    """Return the kind of a name; one that no row names goes out as an ordinary document."""
    return _BY_NAME.get(name) or Kind(name, "other", is_statutory=False)
