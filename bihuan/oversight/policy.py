"""Numbers of policy of the level above."""

from decimal import Decimal

from bihuan.lib.policy import Known

ANSWER_DAYS = Known(
    code="oversight.answer_days",
    label="转段申请的答复时限",
    default=Decimal(5),
    unit="个工作日",
    minimum=Decimal(1),
    maximum=Decimal(60),
    note="转段申请报送后，指导检查组几个工作日内应答复；过了只在检查组首页提醒，不影响乡镇。",
    source="软件自带；各地活动办规定不同，请按本地规定设定",
)
KNOWN = (ANSWER_DAYS,)
