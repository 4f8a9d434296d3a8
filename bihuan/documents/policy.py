"""Numbers of policy by which documents are drafted and checked."""

from decimal import Decimal

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
KNOWN = (BRIEFING_DAYS, LONGEST_PAPER, LONGEST_SPECIAL)
