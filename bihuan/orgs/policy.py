"""Numbers of policy by which accounts are kept."""

from decimal import Decimal

from bihuan.lib.policy import Known

SLIP_DAYS = Known(
    code="orgs.slip_days",
    label="登录单有效期",
    default=Decimal(7),
    unit="天",
    minimum=Decimal(1),
    maximum=Decimal(90),
    kept_by="manage_accounts",
    note="登录单上的一次性密码几天内不用就作废，要请系统管理员重新打印。",
    source="软件自带",
)
PASSWORD_DAYS = Known(
    code="orgs.password_days",
    label="密码更换周期（0为不要求）",
    default=Decimal(0),
    unit="天",
    maximum=Decimal(3650),
    kept_by="manage_accounts",
    note="密码用满这么多天，下次登录时须先换新的。",
    source="软件自带；等级保护二级要求定期更换的，按测评要求设定（GB/T 22239-2019）",
)
CONFIRMER_DAYS = Known(
    code="orgs.confirmer_days",
    label="确认人任满天数",
    default=Decimal(3),
    unit="天",
    maximum=Decimal(90),
    kept_by="manage_accounts",
    note="重置领导、审计员账号须由另一位领导或审计员确认；管理员新授的角色满这么多天才能确认。",
    source="软件自带",
)
KNOWN = (SLIP_DAYS, PASSWORD_DAYS, CONFIRMER_DAYS)
