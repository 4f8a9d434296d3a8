"""Numbers of policy by which opinions are sorted and merged."""

from decimal import Decimal

from bihuan.lib.policy import Known
from bihuan.opinions.contact_policy import CONTACT_KNOWN

KEPT_BY = "sort_opinions"

SURE_PERCENT = Known(
    code="opinions.sure_percent",
    label="自动建议类别的把握下限",
    default=Decimal(60),
    unit="%",
    maximum=Decimal(100),
    kept_by=KEPT_BY,
    note="归类建议的把握低于这个数时，只列出可能的类别请人选，不先替人选好。",
    source="软件自带",
)
LEARN_EVERY = Known(
    code="opinions.learn_every",
    label="每确认多少条意见重新学习一次归类",
    default=Decimal(50),
    unit="条",
    minimum=Decimal(5),
    maximum=Decimal(5000),
    kept_by=KEPT_BY,
    note="到数后在后台重新训练；也可以在“意见类别”页随时训练。",
    source="软件自带",
)
ALIKE_DAYS = Known(
    code="opinions.alike_days",
    label="查找同一问题的意见往前看多少天",
    default=Decimal(730),
    unit="天",
    minimum=Decimal(30),
    maximum=Decimal(3650),
    kept_by=KEPT_BY,
    note="归并建议只在这段时间提出的意见之间查找。",
    source="软件自带",
)
SORT_WORKDAYS = Known(
    code="opinions.sort_workdays",
    label="新收意见几个工作日内归类",
    default=Decimal(3),
    unit="个工作日",
    maximum=Decimal(60),
    kept_by=KEPT_BY,
    note="超过的意见在首页待办里标为已超期；只提醒，不作考核。",
    source="软件自带",
)
KNOWN = (SURE_PERCENT, LEARN_EVERY, ALIKE_DAYS, SORT_WORKDAYS, *CONTACT_KNOWN)
