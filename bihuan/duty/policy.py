"""Numbers of policy by which disputes and petitions are kept."""

import datetime as dt
from decimal import Decimal

from bihuan.lib.policy import Known, whole

_RULES = "信访工作条例（2022年5月1日起施行）；此前信访条例（2005年5月1日起施行）"


def _days(code: str, label: str, default: int, note: str, source: str, most: int = 365) -> Known:
    return Known(
        code=code,
        label=label,
        default=Decimal(default),
        unit="天",
        maximum=Decimal(most),
        note=note,
        source=source,
    )


TELL_DAYS = _days(
    "duty.tell_days", "信访告知受理期限", 15,
    "自收到之日起的自然日，收到当天不算。", _RULES,
)  # fmt: skip
REPLY_DAYS = _days(
    "duty.reply_days", "信访答复期限", 60,
    "自受理之日起的自然日。", _RULES,
)  # fmt: skip
EXTENSION_DAYS = _days(
    "duty.extension_days", "信访最多可延长", 30,
    "经有权审批的领导同意，并告知延长理由。", _RULES,
)  # fmt: skip
SEEK_REVIEW_DAYS = _days(
    "duty.seek_review_days", "申请复查期限", 30,
    "自收到答复之日起的自然日。", _RULES,
)  # fmt: skip
REVIEW_DAYS = _days(
    "duty.review_days", "复查答复期限", 30,
    "自收到复查请求之日起的自然日。", _RULES,
)  # fmt: skip
NEAR_DAYS = _days(
    "duty.near_days",
    "临期提醒提前",
    3,
    "事项距期限不超过这么多天时，标出“还剩几天”。",
    "软件自带",
    60,
)
DISPUTE_DAYS = _days(
    "duty.dispute_days", "矛盾纠纷调处期限", 30,
    "受理时建议的期限，可逐件改。", "各地做法；以当地规定为准",
)  # fmt: skip
VISIT_DAYS = _days(
    "duty.visit_days",
    "结案后回访",
    30,
    "结案满这么多天，在首页提示回访；不回访不影响办结。",
    "软件自带",
)
IDENTITY_DAYS = _days(
    "duty.identity_days", "办结后身份信息保存", 1095,
    "办结满这么多天，姓名、电话、住址和原文自动清除，只留脱敏内容。",
    "个人信息保护法第十九条；以档案规定为准", 36500
)  # fmt: skip


def _count(code: str, label: str, default: int, unit: str, note: str, **limits: int) -> Known:
    return Known(
        code=code,
        label=label,
        default=Decimal(default),
        unit=unit,
        minimum=Decimal(limits.get("minimum", 1)),
        maximum=Decimal(limits.get("maximum", 4)),
        note=note,
        source="各地做法（半月一排查、每月一排查）；以当地规定为准",
    )


VILLAGE_SWEEPS = _count(
    "duty.village_sweeps", "村级每月排查", 2, "次", "半月一次：1日至15日，16日至月底。"
)
TOWNSHIP_SWEEPS = _count("duty.township_sweeps", "乡级每月排查", 1, "次", "每月一次。")
BAND_NOTE = "改动只管以后登记的；三个界限应从小到大。"
BAND_1 = _count("duty.band_1", "人数段界限一", 50, "人", BAND_NOTE, maximum=100_000)
BAND_2 = _count("duty.band_2", "人数段界限二", 100, "人", BAND_NOTE, maximum=100_000)
BAND_3 = _count("duty.band_3", "人数段界限三", 500, "人", BAND_NOTE, maximum=100_000)
DUE_DAY = _count("duty.monthly_due_day", "月报表报送日", 5, "日", "次月几日前报。", maximum=28)
KNOWN = (
    *(TELL_DAYS, REPLY_DAYS, EXTENSION_DAYS, SEEK_REVIEW_DAYS, REVIEW_DAYS, NEAR_DAYS),
    *(DISPUTE_DAYS, VISIT_DAYS, IDENTITY_DAYS, VILLAGE_SWEEPS, TOWNSHIP_SWEEPS),
    *(BAND_1, BAND_2, BAND_3, DUE_DAY),
)


def days_after(known: Known, path: str, day: dt.date) -> dt.date:
    """Return the day that is a preset number of calendar days after a day, which is not counted."""
    return day + dt.timedelta(days=whole(known, path, day))
