"""How long contacts are kept."""

from decimal import Decimal

from bihuan.lib.policy import Known

CONTACT_DAYS = Known(
    code="opinions.contact_days",
    label="办结后保留联系方式",
    default=Decimal(90),
    unit="天",
    maximum=Decimal(730),
    kept_by="sort_opinions",
    note="意见答复、所涉问题销号满这么多天，居民留下的联系方式自动清除。",
    source="软件自带；个人信息保护法第十九条（保存期限为实现处理目的所必要的最短时间）",
)
CONTACT_LONGEST_DAYS = Known(
    code="opinions.contact_longest_days",
    label="联系方式最长保留",
    default=Decimal(730),
    unit="天",
    minimum=Decimal(30),
    maximum=Decimal(3650),
    kept_by="sort_opinions",
    note="不论办结没有，居民留下的联系方式满这么多天自动清除。",
    source="软件自带；个人信息保护法第十九条",
)
CONTACT_KNOWN = (CONTACT_DAYS, CONTACT_LONGEST_DAYS)
