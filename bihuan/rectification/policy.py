"""Numbers of policy by which problems are put right."""

from decimal import Decimal

from bihuan.lib.policy import Known, ValueKind

RESPONSE_DAYS = Known(
    code="rectification.response_days",
    label="联系反映人的时限",
    default=Decimal(3),
    unit="个工作日",
    minimum=Decimal(1),
    maximum=Decimal(60),
    note="群众提的问题首次交办后，几个工作日内应联系反映人；响应率按它算。",
    source="软件自带；各地热线办理规定不同，请按本地规定设定",
)
NEAR_DAYS = Known(
    code="rectification.near_days",
    label="临近期限的工作日数",
    default=Decimal(3),
    unit="个工作日",
    maximum=Decimal(60),
    note="离完成时限不足这么多个工作日的问题标“临近期限”。",
    source="软件自带；各地督办规定不同",
)
_LOOK_BACK = "销号满这么多天后回头看一次；填0为不看。"
LOOK_BACKS = tuple(
    Known(
        code=f"rectification.look_back_{number}",
        label=f"第{word}次回头看",
        default=Decimal(days),
        unit="天",
        maximum=Decimal(3650),
        note=_LOOK_BACK,
        source="软件自带；整改回头看的惯常做法",
    )
    for number, word, days in ((1, "一", 30), (2, "二", 90), (3, "三", 180))
)
EVIDENCE_NEEDED = Known(
    code="rectification.evidence_needed",
    label="销号须有佐证材料",
    default=False,
    kind=ValueKind.YES_NO,
    note="不要求时，验收意见即可；从不要求拍照。",
    source="软件自带",
)
KNOWN = (RESPONSE_DAYS, NEAR_DAYS, *LOOK_BACKS, EVIDENCE_NEEDED)
