"""Numbers of policy by which documents are drafted, checked, approved and kept."""

from decimal import Decimal

from bihuan.documents.kinds import KINDS, Kind, kind_named
from bihuan.lib.policy import Known

BRIEFING_DAYS = Known(
    code="documents.briefing_days",
    label="简报时段",
    default=Decimal(14),
    unit="天",
    minimum=Decimal(1),
    maximum=Decimal(366),
    note="起草第一期简报时，从今天往前取这么多天的记录；以后各期接着上一期。",
    source="软件自带；按本地编发简报的间隔设定",
)
LONGEST_PAPER = Known(
    code="documents.longest_paper",
    label="文稿字数上限",
    default=Decimal(5_000),
    unit="字",
    minimum=Decimal(100),
    maximum=Decimal(100_000),
    note="核对公文时，全文（不计空格）超过这么多字就提示压缩。",
    source="整治形式主义为基层减负若干规定（2024年）：文稿一般不超过5000字",
)
LONGEST_SPECIAL = Known(
    code="documents.longest_special_paper",
    label="专项文稿字数上限",
    default=Decimal(4_000),
    unit="字",
    minimum=Decimal(100),
    maximum=Decimal(100_000),
    note="标题含“专项”的，或核对时注明是专项文稿的，按这个上限。",
    source="整治形式主义为基层减负若干规定（2024年）：专项文稿一般不超过4000字",
)
SIGNATURE_ONLY, REVIEW, REVIEW_AND_COUNTERSIGN = range(3)
PERMANENT = 0
LONG = frozenset({"决议", "决定", "命令", "公报", "请示", "批复", "报告", "纪要", "工作总结"})
_OTHER = Kind("其他文种", "other", is_statutory=False)


def _steps(kind: Kind) -> Known:
    return Known(
        code=f"documents.steps.{kind.identifier}",
        label=f"签发前的环节（{kind.name}）",
        default=Decimal(SIGNATURE_ONLY),
        maximum=Decimal(REVIEW_AND_COUNTERSIGN),
        note="0 只要签发；1 先核稿再签发；2 先核稿，再会签，再签发。",
        source="软件自带：只要签发，小单位不多走环节；按本单位发文办法设定",
    )


def _years(kind: Kind) -> Known:
    return Known(
        code=f"documents.keep_years.{kind.identifier}",
        label=f"保管期限（{kind.name}）",
        default=Decimal(PERMANENT if kind.name in LONG else 10 if kind.name == "简报" else 30),
        unit="年",
        maximum=Decimal(100),
        note="0 为永久。签发时可以另定，写明理由。",
        source="软件自带；按本单位文书档案保管期限表设定",
    )


STEPS = {kind.identifier: _steps(kind) for kind in (*KINDS, _OTHER)}
KEEP_YEARS = {kind.identifier: _years(kind) for kind in (*KINDS, _OTHER)}
KNOWN = (
    BRIEFING_DAYS,
    LONGEST_PAPER,
    LONGEST_SPECIAL,
    *STEPS.values(),
    *KEEP_YEARS.values(),
)


def steps_known(kind: str) -> Known:
    """Return the preset that says which steps a kind goes through before it is issued."""
    return STEPS[kind_named(kind).identifier]


def years_known(kind: str) -> Known:
    """Return the preset that says how many years papers of a kind are kept; 0 for ever."""
    return KEEP_YEARS[kind_named(kind).identifier]
