"""Numbers of policy by which the public pages go."""

from decimal import Decimal

from bihuan.lib.policy import Known, ValueKind

_KEPT_BY = "sort_opinions"
_OWN = "软件自带"

TAKES_OPINIONS = Known(
    code="public.takes_opinions",
    label="居民页面接收意见",
    default=Decimal(1),
    kind=ValueKind.YES_NO,
    maximum=Decimal(1),
    kept_by=_KEPT_BY,
    note="关闭后居民页面只能查办理结果、看公开栏。",
    source=_OWN,
)
RAISED_PER_HOUR = Known(
    code="public.raised_per_hour",
    label="同一地址每小时可提交",
    default=Decimal(20),
    unit="条",
    minimum=Decimal(1),
    kept_by=_KEPT_BY,
    note="村里几家合用一台电脑、一条网线时算同一地址；地址不保存，只在内存里计数。",
    source=_OWN,
)
RAISED_PER_MINUTE = Known(
    code="public.raised_per_minute",
    label="居民页面每分钟最多接收",
    default=Decimal(60),
    unit="条",
    minimum=Decimal(1),
    kept_by=_KEPT_BY,
    note="不分地址合计，防止恶意刷屏；超过时请居民过几分钟再交。",
    source=_OWN,
)
ASKED_PER_HOUR = Known(
    code="public.asked_per_hour",
    label="同一地址每小时可查错",
    default=Decimal(20),
    unit="次",
    minimum=Decimal(3),
    kept_by=_KEPT_BY,
    note="编号或口令不对才计数；低于“同一编号”的次数，一个地址就锁不住别人的编号。",
    source=_OWN,
)
ASKED_PER_NUMBER = Known(
    code="public.asked_per_number",
    label="同一编号每小时可查错",
    default=Decimal(60),
    unit="次",
    minimum=Decimal(3),
    kept_by=_KEPT_BY,
    note="口令约有 500 万亿种，这个次数下猜中一个平均要几亿年。",
    source=_OWN,
)
ASKED_PER_MINUTE = Known(
    code="public.asked_per_minute",
    label="居民页面每分钟最多查询",
    default=Decimal(300),
    unit="次",
    minimum=Decimal(10),
    kept_by=_KEPT_BY,
    note="不分地址合计。",
    source=_OWN,
)
ANSWERED_PER_HOUR = Known(
    code="public.answered_per_hour",
    label="同一地址每小时可交问卷",
    default=Decimal(60),
    unit="份",
    minimum=Decimal(1),
    kept_by=_KEPT_BY,
    note="村里合用一台电脑填问卷时算同一地址。",
    source=_OWN,
)
CODES_PER_HOUR = Known(
    code="public.codes_per_hour",
    label="同一地址每小时可输错问卷码",
    default=Decimal(20),
    unit="次",
    minimum=Decimal(3),
    kept_by=_KEPT_BY,
    source=_OWN,
)
BALLOTS_PER_HOUR = Known(
    code="public.ballots_per_hour",
    label="同一地址每小时可投票",
    default=Decimal(20000),
    unit="次",
    minimum=Decimal(2000),
    kept_by=_KEPT_BY,
    note="会场的人共用一个地址，改投也算一次；只防机器不停地发。",
    source=_OWN,
)
SLIPS_PER_HOUR = Known(
    code="public.slips_per_hour",
    label="同一地址每小时可输错票证",
    default=Decimal(1000),
    unit="次",
    minimum=Decimal(100),
    kept_by=_KEPT_BY,
    note="会场的人共用一个地址，所以放得宽；票证约有 3.8×10²² 种，这个次数下猜不中。",
    source=_OWN,
)
LEAST_COUNT = Known(
    code="public.least_count",
    label="公开栏显示条数的下限",
    default=Decimal(5),
    unit="条",
    minimum=Decimal(1),
    maximum=Decimal(100),
    kept_by=_KEPT_BY,
    note="少于这个数只写“少于几条”，能推算出它的合计也不写。",
    source="软件自带；与统计结果发布的一般做法一致",
)
KNOWN = (
    TAKES_OPINIONS,
    RAISED_PER_HOUR,
    RAISED_PER_MINUTE,
    ASKED_PER_HOUR,
    ASKED_PER_NUMBER,
    ASKED_PER_MINUTE,
    ANSWERED_PER_HOUR,
    CODES_PER_HOUR,
    BALLOTS_PER_HOUR,
    SLIPS_PER_HOUR,
    LEAST_COUNT,
)
