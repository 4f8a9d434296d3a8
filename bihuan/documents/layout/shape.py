"""Breaking a title into lines of a pleasing shape (梯形 or 菱形, GB/T 9704-2012 标题)."""

import itertools
from collections.abc import Iterator
from functools import cache

from bihuan.documents.layout.parts import display_width

NEVER_FIRST = frozenset("的了和与及等之地得，。、；：？！）》〉」』】〕〗”’…—％%‰℃·,.;:?!)]}")
NEVER_LAST = frozenset("（《〈「『【〔〖“‘([{第")
MOST_LINES_TRIED = 4
FULL_SHARE = 0.9  # a single line from edge to edge has no shape: such a title is broken in two
# Words of titles that a break must not split; no dictionary, only the language of the office.
_WORD_LIST = """
深入学习 学习实践 科学发展观 科学发展 主题教育 集中教育 党史学习 群众路线 三严三实 实践活动
学习教育 活动 工作 总结 工作总结 报告 通知 请示 批复 意见 决定 公告 通告 通报 纪要 方案 实施方案
实施意见 管理办法 办法 规定 制度 细则 计划 要点 情况 情况报告 汇报 简报 台账 领导小组 办公室
委员会 人民政府 政府 党委 支部 党支部 村民 村委会 常务 会议 大会 关于 印发 转发 开展 成立 调整
进一步 加强 做好 推进 落实 整改 整改落实 分析检查 分析 检查 民主 生活会 组织生活会 专题 专项
行动 建设 管理 农村 乡镇 安全 生产 安全生产 年度 上半年 下半年 基层 组织 党员 干部 村级 公路
信访 矛盾 纠纷 排查 调处 调查 研究 调研 征求 群众 满意度 测评 问题 清单 责任 任务 督查 督办
考核 评议 表彰 先进 单位 个人 防汛 抗旱 防火 环境 整治 综合 治理 乡村 振兴 脱贫 攻坚 合作医疗
医疗 保险 养老 服务 中心 发展 经济 社会 改革 财政 预算 项目 重点 工程 规划 土地 资源 水利 设施
春季 夏季 秋季 冬季 森林 食品 卫生 疫情 防控 宣传 动员 贯彻 精神 回头看 先锋 模范 作用
"""
WORDS = frozenset(_WORD_LIST.split())
LONGEST_WORD = max(map(len, WORDS))
PLACE_SUFFIXES = frozenset("镇乡县市区村省州局站所组")


def shape_title(title: str, width: float) -> list[str]:
    """Break a title into lines no wider than `width` characters.

    Line breaks of the author are kept. The lines joined give the title without its line breaks.
    No line begins with 的, 了, 和 or a closing mark, unless nothing else would fit.
    """
    lines: list[str] = []
    for piece in title.splitlines():
        lines.extend(_shape_line(piece, width))
    return lines


def may_break_at(text: str, place: int) -> bool:
    """Tell whether a line may end before `text[place]`."""
    before, after = text[place - 1], text[place]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not (_is_narrow(before) and _is_narrow(after)) and not _splits_number(before, after)


def _shape_line(text: str, width: float) -> list[str]:
    if not text:
        return []
    if display_width(text) <= width * FULL_SHARE:
        return [text]
    fewest = _fewest_lines(text, width)
    if fewest > MOST_LINES_TRIED:
        return _fill(text, width)
    candidates = [
        lines
        for count in range(fewest, min(fewest + 1, MOST_LINES_TRIED) + 1)
        for lines in _splits(text, count, width)
    ]
    if candidates:
        return min(candidates, key=_cost)
    return [text] if display_width(text) <= width else _fill(text, width)


def _fewest_lines(text: str, width: float) -> int:
    return max(2, -int(-display_width(text) // width))


def _splits(text: str, count: int, width: float) -> Iterator[list[str]]:
    """Yield every way to set a text in `count` lines at allowed places, within the width."""
    places = [n for n in range(1, len(text)) if may_break_at(text, n)]
    between_words = [n for n in places if not _is_in_word(text, n)]
    if len(between_words) >= 2 * count:
        places = between_words
    for chosen in itertools.combinations(places, count - 1):
        ends = (0, *chosen, len(text))
        lines = [text[a:b] for a, b in itertools.pairwise(ends)]
        if all(display_width(line) <= width for line in lines):
            yield lines


def _cost(lines: list[str]) -> float:
    """Return how badly lines look: split words first, then the shape, then the number of lines."""
    text = "".join(lines)
    ends = list(itertools.accumulate(len(line) for line in lines))[:-1]
    return sum(_break_cost(text, end) for end in ends) + _shape_cost(lines) + 4.0 * len(lines)


def _shape_cost(lines: list[str]) -> float:
    widths = [display_width(line) for line in lines]
    steps = [b - a for a, b in itertools.pairwise(widths)]
    cost = sum(3.0 for step in steps if abs(step) < 1)  # a rectangle
    falling_then_rising = any(a < 0 < b for a, b in itertools.pairwise(steps))
    if falling_then_rising:  # an hourglass
        cost += 8.0
    longest = max(widths)
    for short in widths:
        cost += 12.0 * max(0.0, 0.45 - short / longest)
    return cost + 0.15 * (longest - min(widths))


def _break_cost(text: str, place: int) -> float:
    if _is_in_word(text, place):
        return 10.0
    if text.startswith("关于", place):
        return -4.0
    if text[place] in PLACE_SUFFIXES:
        return 8.0
    if text[place - 1] in "的》、":
        return -1.5
    return 0.0 if _is_word_edge(text, place) else 2.0


@cache
def _is_in_word(text: str, place: int) -> bool:
    """Tell whether a known word runs over the place."""
    for start in range(max(0, place - LONGEST_WORD + 1), place):
        for end in range(place + 1, min(len(text), start + LONGEST_WORD) + 1):
            if text[start:end] in WORDS:
                return True
    return False


def _is_word_edge(text: str, place: int) -> bool:
    """Tell whether known words end before the place and begin at it."""
    sizes = range(2, LONGEST_WORD + 1)
    ends = any(text[max(0, place - n) : place] in WORDS for n in sizes)
    begins = any(text[place : place + n] in WORDS for n in sizes)
    return ends or begins


def _is_narrow(character: str) -> bool:
    return character.isascii() and not character.isspace()


def _splits_number(before: str, after: str) -> bool:
    """Tell whether a break would part a numeral from its sign (2010|年, 3|号)."""
    return before.isdigit() and after in "年月日号届次批个名"


def _fill(text: str, width: float) -> list[str]:
    """Fill lines one after another; the way out for titles that no shape fits."""
    lines: list[str] = []
    while text:
        end = 1
        while end < len(text) and display_width(text[: end + 1]) <= width:
            end += 1
        allowed = [n for n in range(1, end + 1) if n == len(text) or may_break_at(text, n)]
        cut = allowed[-1] if allowed else end
        lines.append(text[:cut])
        text = text[cut:]
    return lines
