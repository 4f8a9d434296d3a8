"""The subject of a figure: the noun phrase that its number speaks of, as far as words alone tell.

No grammar is parsed. What stands right after the unit is taken where it begins like a noun
(12条永久性宣传标语, 40余人的应急队伍); else what stands before the numeral, from the last verb on
(发展了入党积极分子86名). A clause that holds only the number takes the subject of the one before.
"""

import re
from collections.abc import Sequence

from bihuan.documents.checking.extraction import ExtractedFigure

LONGEST = 20
_QUOTES = re.compile("[“”]")
_FOR = re.compile("(?:对|用于|用来)(.+)")
_MARKS = " \t\n，。；：！？、,;:!?“”\"'（）()《》"
_ALIASES = {
    "公里": "KM|Km|km|千米|公里",
    "平方米": "㎡|m2|m²|M2|平方米",
    "平方公里": "km2|km²|KM2|平方千米|平方公里",
    "%": "[%％成]",
    "百分点": "个?百分点",
    "元": "万?亿?元",
}
_AFTER_UNIT = re.compile(r"(?:以上|以下|左右|以内|之多|余)?的?")
_NOT_A_NOUN = re.compile(
    "全面|全部|进行|得到|开展|召开|完成|启动|改造|建设|按|对|为|被|把|将|已|正|并|和|与|及|或|在|于|用于|"
    "由|给|让|使|达|占|比|较|同比|增|减|提|下降|上升|左右|以|其中|来|后|前|内|外|里|中|时|等|了|着|过|也|都|"
    "均|就|未|不|没|是|有|从|到|至|至今|解决|投入|参加|[（()）“”、]"
)
_NOUN_ENDS = re.compile(
    "按|已|正在|全面|全部|基本|得到|进行|完成|启动|达|实现|开展|参加|用于|的(?=[^\\s])|被|由|均|都|，|为|"
    "受到|通过|投入|建成|落实|[（()）“”、]"
)
_LIST_MARK = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+(?:是|、|要)|（[一二三四五六七八九十]+）|\d+[.、])"
)
_BEFORE_NUMERAL = re.compile(
    "(?:达到?|近|约|共计?|总计|合计|累计|超过?|突破|不少于|不低于|不超过|至少|力争|为|有|是|了|到|至|用|已|"
    "又|各|大|仅|只|也|就|均|分别|占|的|每|起|建立起一支|一支|必须|要|在|需)+$"
)
_PREDICATE = re.compile("(?:、?(?:分布|面积|规模|数量|总数|人数|里程)(?:[广大高多宽]|共|合计)*)+$")
_PLACE = re.compile(
    "^(?:我|本|全|各)(?:镇|乡|市|县|区|省|国|街道|村)(?:共|还|又|累计|集中|主动|各级)?|"
    "^(?:对|在|把|将|使|让|共|集中|同时|目前|其中|而|另外|此外|并|先后|今年|去年|全年|还|也|又|及时|认真)+"
)
_VERBS = re.compile(
    "(?:建设|建成|新建|改造|修建|修筑|硬化|完成|发展|培养|清理|清淤|开展|召开|组织|编辑|编发|印发|张挂|粉刷|"
    "投资|投入|筹集|争取|安排|拨付|发放|征求|收集|查找|整改|解决|化解|调处|排查|处置|调解|受理|办结|查处|"
    "实行|实施|承担|缴纳|吸纳|成立|建立|组建|举办|参与|参加|走访|慰问|帮扶|培训|制定|出台|新增|增加|减少|"
    "实现|覆盖|带动|惠及|涉及|接待|救助|转移|安置|拆除|种植|养殖|销售|生产|引进|签订|写|抽调|拉起|出现|发生|"
    "做好|抓好|取得)(?:了|过|到|起|出|好)?"
)
_DIGITS = re.compile("[0-9０-９]+[^的]?")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def subject_of(
    before: str, after: str, stated: ExtractedFigure, previous: Sequence[str] = ()
) -> str:
    """Return what a figure speaks of, from the words of its clause before and after the numeral.

    `previous` are subjects of the figures before it in the sentence; empty where nothing is told.
    """
    if stated.kind == "date":
        return ""
    behind, is_joined = _behind(after, stated)
    noun = _noun_at_the_head(behind)
    if noun and (is_joined or not _NOT_A_NOUN.match(behind)):
        return noun
    ahead = _share(before) if stated.kind == "ratio" else _ahead(before)
    if ahead and _VERBS.fullmatch(ahead):
        target = _FOR.match(behind)
        return (_noun_at_the_head(target[1]) if target else "") or ahead
    if ahead:
        return ahead
    if not _IDEOGRAPH.search(before) and not _IDEOGRAPH.search(behind) and previous:
        return previous[-1]
    verb = _VERBS.match(behind)
    return _noun_at_the_head(behind[verb.end() :]) if verb else noun


def unit_end(text: str, stated: ExtractedFigure) -> int:
    """Return where the unit ends that is written behind a figure's numeral."""
    if not stated.unit:
        return stated.end
    found = _written_unit(stated).match(text, stated.end)
    return found.end() if found else stated.end


def _written_unit(stated: ExtractedFigure) -> re.Pattern[str]:
    return re.compile(f"余?大?(?:{_ALIASES.get(stated.unit, re.escape(stated.unit))})")


def _behind(after: str, stated: ExtractedFigure) -> tuple[str, bool]:
    """Return the words after the unit, and whether 的 joins them to it."""
    unit = _written_unit(stated).match(after) if stated.unit else None
    rest = after[unit.end() :] if unit else after
    between = _AFTER_UNIT.match(rest)
    assert between is not None
    return rest[between.end() :], between[0].endswith("的")


def _noun_at_the_head(words: str) -> str:
    found = _NOUN_ENDS.search(words, 2)
    noun = _trimmed(words[: found.start()] if found else words)
    return noun if len(noun) > 1 else ""


def _share(before: str) -> str:
    """Return the name of a rate (信访事项及时受理率), which may hold verbs, else as of a count."""
    words = _trimmed(_BEFORE_NUMERAL.sub("", _LIST_MARK.sub("", before)))
    return words if words.endswith(("率", "度", "面", "比例", "比重")) else _ahead(before)


def _ahead(before: str) -> str:
    """Return the noun before a numeral: what follows the last verb, else what precedes it."""
    words = _LIST_MARK.sub("", before)
    words = _PREDICATE.sub("", _BEFORE_NUMERAL.sub("", words))
    verbs = list(_VERBS.finditer(words))
    for verb in reversed(verbs):
        noun = _trimmed(words[verb.end() :])
        if len(noun) > 1:
            return noun
        words = _BEFORE_NUMERAL.sub("", words[: verb.start()])
        if verb is verbs[0] or len(_trimmed(words)) > 1:
            break
    noun = _trimmed(words)
    if len(noun) > 1:
        return noun
    return verbs[-1][0].rstrip("了过到起出好") if verbs else ""


def _trimmed(words: str) -> str:
    if words.count("（") != words.count("）"):
        words = words.rpartition("）")[2].partition("（")[0]
    words = _DIGITS.split(words)[-1]
    words = _QUOTES.sub("", words).strip(_MARKS).removeprefix("的").removesuffix("的")
    shorter = _PLACE.sub("", words)
    while shorter != words and shorter:
        words, shorter = shorter, _PLACE.sub("", shorter)
    return words[-LONGEST:]
