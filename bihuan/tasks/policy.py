"""Numbers of policy by which tasks are assigned, returned, extended and shown."""

from decimal import Decimal

from bihuan.lib.policy import Known

RETURN_DAYS = Known(
    code="tasks.return_days",
    label="退件时限",
    default=Decimal(7),
    unit="个工作日",
    minimum=Decimal(1),
    maximum=Decimal(60),
    note="收到督办单后几个工作日内可以退件；收到当天不计。",
    source="督查督办的通行做法，各地不一（业务手册第4节：例如7个工作日）",
)
SOON_DAYS = Known(
    code="tasks.soon_days",
    label="临期提醒",
    default=Decimal(3),
    unit="个工作日",
    maximum=Decimal(60),
    note="剩余工作日不多于这个数的任务标“临期”。",
    source="督查督办的通行做法，各地不一（业务手册第4节：黄灯剩余3个工作日以内）",
)
MOST_EXTENSIONS = Known(
    code="tasks.most_extensions",
    label="延期次数上限",
    default=Decimal(2),
    unit="次",
    maximum=Decimal(100),
    note="同意延期满这么多次后不再受理延期申请；设为0即不允许延期。",
    source="软件自带；本地督查办法有规定的按规定设定",
)
REDO_DAYS = Known(
    code="tasks.redo_days",
    label="返工期限",
    default=Decimal(10),
    unit="个工作日",
    minimum=Decimal(1),
    maximum=Decimal(365),
    note="验收不通过或重开、又没有指定新期限时，至少给这么多个工作日。",
    source="软件自带；验收不通过须另定期限（业务手册第3.1节）",
)
KNOWN = (RETURN_DAYS, SOON_DAYS, MOST_EXTENSIONS, REDO_DAYS)
