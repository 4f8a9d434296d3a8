"""Numbers by which the minutes of what is asked are estimated."""

from decimal import Decimal

from bihuan.lib.policy import Known, ValueKind

_SOURCE = "软件自带的估计；请按本地实测调整"
FIELD = Known(
    code="burden.minutes_a_field",
    label="填一项用时",
    default=Decimal("0.5"),
    unit="分钟",
    kind=ValueKind.DECIMAL,
    maximum=Decimal(60),
    note="减负台账估算用时：查找并填写一项内容平均要几分钟。",
    source=_SOURCE,
)
FILE = Known(
    code="burden.minutes_a_file",
    label="备一份材料用时",
    default=Decimal(15),
    unit="分钟",
    kind=ValueKind.DECIMAL,
    maximum=Decimal(600),
    note="减负台账估算用时：准备并上传一份材料平均要几分钟。",
    source=_SOURCE,
)
MEETING = Known(
    code="burden.minutes_a_meeting",
    label="参加一次会议用时",
    default=Decimal(90),
    unit="分钟",
    kind=ValueKind.DECIMAL,
    maximum=Decimal(600),
    note="减负台账估算用时：参加一次会议连同往返平均要几分钟。",
    source=_SOURCE,
)
KNOWN = (FIELD, FILE, MEETING)
