"""Numbers of policy by which campaigns are kept and shown."""

from decimal import Decimal

from bihuan.lib.policy import Known

NAMES_MONTHS = Known(
    code="campaigns.names_months",
    label="参学名册标识保留",
    default=Decimal(6),
    unit="个月",
    minimum=Decimal(0),
    maximum=Decimal(120),
    note="活动办结满这么多个月后，名册里人员的标识自动清除，只留人数；审计日志里留有证明。",
    source="软件自带；个人信息的保存期限应为实现目的所必要的最短时间（个人信息保护法第十九条）",
)
SMALLEST_SHOWN = Known(
    code="campaigns.smallest_shown",
    label="未参学人数最小显示数",
    default=Decimal(5),
    unit="人",
    minimum=Decimal(2),
    maximum=Decimal(50),
    note="一个单位未参学的少于这么多人时，只有本单位和办公室看得到确数，其他人看到“不足”。",
    source="软件自带；公开发布时小于5的分组一律不显示",
)
KNOWN = (NAMES_MONTHS, SMALLEST_SHOWN)
