"""Questionnaires to begin from (handbook §2.1): a satisfaction poll, a review, open opinions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from bihuan.questionnaires.actions import QuestionSpec
from bihuan.questionnaires.rules.asked import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SATISFACTION = ("满意", "比较满意", "基本满意", "不满意")
GRADES = (100, 80, 60, 0)
"""What each of four grades counts in a mean (handbook §3.3); edited with the question."""
REVIEW = (
    ("对存在问题的认识深不深", ("深", "比较深", "一般", "不深")),
    ("问题找得准不准", ("准", "比较准", "一般", "不准")),
    ("原因分析透不透", ("透", "比较透", "一般", "不透")),
    ("发展思路清不清", ("清", "比较清", "一般", "不清")),
    ("工作措施行不行", ("行", "比较行", "一般", "不行")),
)


@dataclass(frozen=True)
class Beginning:
    """A questionnaire to begin from: its name, what it is for, its opening words and questions."""

    code: str
    label: "str | StrPromise"
    text: "str | StrPromise"
    intro: str = ""
    questions: tuple[QuestionSpec, ...] = ()
    groups_by: int = 0  # the place of the question by which answers are compared


_SATISFACTION = Beginning(
    "satisfaction",
    _("满意度测评"),
    _("总体和几个单项各选一级，还可以写意见；按身份分组比较。4题，约2分钟。"),
    "请您对这项工作作个评价。不记姓名，请放心填写。",
    (
        QuestionSpec(
            kind=Kind.SINGLE,
            text="您的身份",
            options=("党员", "村民代表", "村民", "镇村干部", "其他"),
        ),
        QuestionSpec(
            kind=Kind.SCALE,
            text="您对这项工作总体上",
            options=SATISFACTION,
            values=GRADES,
        ),
        QuestionSpec(
            kind=Kind.MATRIX,
            text="您对下面各方面",
            options=SATISFACTION,
            values=GRADES,
            rows=("解决突出问题", "办理时效", "服务态度"),
        ),
        QuestionSpec(kind=Kind.TEXT, text="您还有什么意见和建议", required=False),
    ),
    groups_by=1,
)
_REVIEW = Beginning(
    "review",
    _("群众评议（五问）"),
    _("对分析检查报告：认识深不深、问题准不准、原因透不透、思路清不清、措施行不行。6题，约2分钟。"),
    "请您对这份报告作个评议。不记姓名，请放心填写。",
    (
        *(
            QuestionSpec(kind=Kind.SCALE, text=text, options=options, values=GRADES)
            for text, options in REVIEW
        ),
        QuestionSpec(kind=Kind.TEXT, text="您对报告还有什么意见", required=False),
    ),
)
_OPEN = Beginning(
    "open",
    _("征求意见"),
    _("只问两件事：对哪方面有意见，意见是什么。2题，约1分钟。"),
    "请您提出意见和建议。不记姓名，请放心填写。",
    (
        QuestionSpec(
            kind=Kind.SEVERAL,
            text="您的意见是关于哪方面的",
            options=("修路架桥", "农田水利", "社会保障", "村务公开", "环境卫生", "其他"),
            required=False,
        ),
        QuestionSpec(kind=Kind.TEXT, text="您的意见和建议"),
    ),
)
BEGINNINGS = {
    each.code: each
    for each in (
        _SATISFACTION,
        _REVIEW,
        _OPEN,
        Beginning("empty", _("空白问卷"), _("自己一题一题地编。")),
    )
}
