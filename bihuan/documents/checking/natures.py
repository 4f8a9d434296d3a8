"""The nature of a stated figure (handbook §9), told by its qualifier and the words around it."""

import re

from bihuan.documents.checking.extraction import ExtractedFigure
from bihuan.figures.style import Nature

_TO_THE_END = re.compile(
    "拟(?!定|订|稿|合|任)|力争|争取(?!到|了|上级|中央|省级|资金|项目|专项)|预计|打算|即将|(?<![超按度定个订持人原“])计划(?=在|于|用|投|建|新|完|到|从|开|安排)|"
    "将(?=继续|进一步|建成|建设|新建|完成|投资|投入|实现|达|再|全面|开展|组织|安排|在|于|着力|努力|按|新增|用)"
)
"""Words that make what follows in their sentence a plan."""
_WITHIN_THE_CLAUSE = re.compile(
    "(?:^|[年月底期内镇乡市县省国我])计划(?!生育|经济|单列|内|外|体制|的|期间|定额|总|任务|完成|项目|，|、|”)|"
    "目标(?:是|为|：)|"
    "任务(?:是|为)|(?<![加高降升大长落])到20[0-9]{2}年[底末前]"
)
_AIMS = re.compile("目标(?:是|为)?：")
"""What makes all that follows up to the full stop a plan, points parted by semicolons too."""
_DONE = re.compile("已(?!经?列入)|完成了|建成了|实现了")
_REQUIRED = re.compile("要求(?!，)|应当|不得|定额|标准(?:为|是)|控制在|确保(?!了)")
_NORMS = frozenset({"不少于", "至少", "不低于", "不超过", "以内"})
_LOWER = frozenset({"余", "多", "超", "以上"})
_ABOUT = frozenset({"近", "约", "左右", "以下"})
PLAN_HEADING = re.compile(
    "下一步|打算|今后|下步|工作安排|工作计划|目标任务|主要目标|预期目标|重点任务|总体要求|工作思路|努力方向|"
    "[明来]年|20[0-9]{2}年(?:工作|重点|主要|政府|经济)"
)
"""What a heading says that announces plans; the work reports' 2025年重点工作 is one."""


def nature_of(
    stated: ExtractedFigure,
    clause: str,
    sentence: str,
    statement: str = "",
    headings: tuple[str, ...] = (),
) -> Nature:
    """Return the nature of a figure.

    `clause`, `sentence` (up to a semicolon) and `statement` (up to a full stop) are the words
    before its numeral in each; `headings` those above it.
    """
    if stated.kind == "announced":
        return Nature.ANNOUNCED
    if stated.kind == "date":
        return Nature.DATE
    if _AIMS.search(statement) or _is_planned(stated, clause, sentence, headings):
        return Nature.PLAN
    if stated.qualifier in _NORMS or _REQUIRED.search(clause):
        return Nature.NORM
    if stated.kind == "ratio":
        return Nature.RATIO
    if stated.qualifier in _LOWER:
        return Nature.LOWER_BOUND
    return Nature.APPROXIMATE if stated.qualifier in _ABOUT else Nature.EXACT


def is_plan_heading(words: str) -> bool:
    """Tell whether a heading announces plans."""
    return PLAN_HEADING.search(words) is not None


def _is_planned(
    stated: ExtractedFigure, clause: str, sentence: str, headings: tuple[str, ...]
) -> bool:
    if stated.qualifier == "力争" or _WITHIN_THE_CLAUSE.search(clause):
        return True
    marks = list(_TO_THE_END.finditer(sentence))
    if marks and not _DONE.search(sentence, marks[-1].end()):
        return True
    return any(map(is_plan_heading, headings)) and not _DONE.search(clause)
