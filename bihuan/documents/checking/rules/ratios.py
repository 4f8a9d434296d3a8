"""Ratios: a percentage needs what it is a share of, and one above 100% needs a reason."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.passage import Passage, Stretch
from bihuan.documents.checking.report import CheckedFigure, Severity
from bihuan.documents.checking.ruling import Place, Rule
from bihuan.documents.checking.subjects import unit_end

# The base is named (占农户的, 10户中), or the statistic is one whose base is fixed elsewhere.
_BASE = re.compile(
    "占|分之|应[^，。；]{1,8}[0-9]|总数|总量|总额|[0-9一二三四五六七八九十百千万][^，。；]{0,8}中|之比|比重|比例为"
)
_KNOWN = re.compile(
    "城镇化率|失业率|赤字率|通胀|物价|利率|汇率|税率|增速|增长率|出生率|死亡率|恩格尔|CPI|GDP|生产总值|优良天数"
)
# 全国的86%, 86%的县: the words beside it name the base; 由65%提高到91% tells of a change.
_OF = re.compile("完成|的(?:近|约|超过?|达)?$|[提升涨增降减落][^，]{0,3}$")
_CHANGE = re.compile("增长|增速|涨幅|下降|减少|比[^，]*少|速度|[由从]")
_OF_NAMED = re.compile("[%％]?(?:左右|以上|以下)?的[^，。；]|[%％]?(?:提高|上升|下降|降|增)")
_NOT_A_SHARE = frozenset({"plan", "norm"})


def _no_base(passage: Passage) -> Iterator[Place]:
    """Yield each percentage whose sentence names neither what it is a share of, nor counts."""
    names_base: dict[Stretch, bool] = {}
    for figure in _percentages(passage):
        stretch = passage.sentences.around(figure.start)
        if stretch not in names_base:
            sentence = passage.text[stretch[0] : stretch[1]]
            names_base[stretch] = bool(_BASE.search(sentence) or _KNOWN.search(sentence))
        if names_base[stretch] or _has_counts(passage, figure):
            continue
        if _CHANGE.search(passage.before(figure)):
            continue
        if _OF.search(passage.before(figure)) or _OF_NAMED.match(passage.after(figure)):
            continue
        stated = passage.text[figure.start : unit_end(passage.text, figure.stated)]
        words = {"stated": stated, "subject": figure.subject}
        if figure.subject:
            said = _("“%(subject)s%(stated)s”没有写明基数：是多少中的多少？请补上分子和分母。")
        else:
            said = _("“%(stated)s”没有写明基数：是多少中的多少？请补上分子和分母。")
        yield figure.start, figure.end, said % words


def _has_counts(passage: Passage, ratio: CheckedFigure) -> bool:
    """Tell whether its statement up to the next mark of a pause has counts to be divided."""
    start, end = passage.clauses.around(ratio.start)
    before = passage.clauses.around(max(0, start - 1))[0]
    near = passage.within((max(before, passage.sentences.around(ratio.start)[0]), end))
    return any(figure.stated.kind in ("quantity", "money") for figure in near)


def _over_hundred(passage: Passage) -> Iterator[Place]:
    """Yield each share above 100% that does not say that something was exceeded."""
    for figure in _percentages(passage):
        start, end = passage.sentences.around(figure.start)
        sentence = passage.text[start:end]
        if figure.value > 100 and not re.search(
            "完成|超|为[^，。]*的|相当于|增|占[预计原]", sentence
        ):
            message = _("比率%(core)s超过100%%，请写明原因，或者核对分子和分母。")
            yield figure.start, figure.end, message % {"core": figure.stated.core}


def _percentages(passage: Passage) -> Iterator[CheckedFigure]:
    for figure in passage.figures:
        if figure.stated.kind == "ratio" and figure.unit == "%" and _is_stated(figure):
            yield figure


def _is_stated(figure: CheckedFigure) -> bool:
    return figure.nature not in _NOT_A_SHARE


RULES = (
    Rule("ratio.no_base", Severity.WARNING, gettext_lazy("百分比没有基数"), _no_base),
    Rule("ratio.over_hundred", Severity.WARNING, gettext_lazy("比率超过100%"), _over_hundred),
)
