"""Numbers of policy by which documents are drafted."""

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
KNOWN = (BRIEFING_DAYS,)
