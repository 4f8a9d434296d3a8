"""Numbers of policy by which polls are held: grades' points, quorums, caps, tellers, how long kept.

Each differs by county and by year (handbook, its first rule), so each is a preset with a day from
which it holds. What was frozen with a poll's paper stays as it was.
"""

from decimal import Decimal

from bihuan.appraisals.models.poll import PollKind
from bihuan.lib.policy import Known

_LOCAL = "各地考核评议办法；以当地规定为准"
_OWN = "软件自带；按本地办法设定"

SCALES: dict[str, tuple[str, tuple[str, ...]]] = {
    "cadre": ("干部评议", ("优秀", "称职", "基本称职", "不称职")),
    "team": ("班子评议", ("好", "较好", "一般", "差")),
    "review": ("报告评议", ("好", "较好", "一般", "差")),
    "satisfaction": ("满意度", ("满意", "比较满意", "基本满意", "不满意")),
}
"""Scales by code: what they are for, and their grades from the best to the worst."""
_POINTS = (100, 80, 60, 40)


def _points(scale: str) -> tuple[Known, ...]:
    label, grades = SCALES[scale]
    return tuple(
        Known(
            code=f"appraisals.{scale}_points_{at}",
            label=f"{label}“{grade}”折算分",
            default=Decimal(points),
            unit="分",
            maximum=Decimal(1000),
            note="算加权得分时一票折多少分；测评制作密钥时定下，以后改动不影响已办的。",
            source=_LOCAL,
        )
        for at, (grade, points) in enumerate(zip(grades, _POINTS, strict=True), 1)
    )


POINTS = {scale: _points(scale) for scale in SCALES}
_QUORUMS = {
    PollKind.PERSONS: 80,
    PollKind.LEADERSHIP: 80,
    PollKind.REPORT: 60,
    PollKind.SATISFACTION: 0,
    PollKind.RECOMMENDATION: 80,
    PollKind.ELECTION: 80,
    PollKind.MUTUAL: 80,
}
QUORUMS = {
    kind: Known(
        code=f"appraisals.{kind.value}_quorum",
        label=f"{kind.label}到会须达到",
        default=Decimal(share),
        unit="%",
        maximum=Decimal(100),
        note="实到占应到的比例，不到不能开始投票；0为不作要求。",
        source="党内选举规定有选举权的到会人数超过五分之四；其他参照，以当地规定为准",
    )
    for kind, share in _QUORUMS.items()
}
BEST_SHARE = Known(
    code="appraisals.best_share",
    label="一张票上最高等次的上限",
    default=Decimal(20),
    unit="%",
    maximum=Decimal(100),
    note="每项最多给百分之几的人最高等次；0为不限。起草时算成人数，可以再改。",
    source="党政领导干部考核工作条例：优秀等次一般不超过20%；以当地规定为准",
)
ELECTED_SHARE = Known(
    code="appraisals.elected_share",
    label="当选须超过有效票的",
    default=Decimal(50),
    unit="%",
    maximum=Decimal(100),
    note="赞成票占有效票的比例须超过这个数。",
    source="村民委员会组织法第十五条；党的基层组织选举工作条例",
)
TELLERS = Known(
    code="appraisals.tellers",
    label="监票人人数",
    default=Decimal(3),
    unit="名",
    minimum=Decimal(2),
    maximum=Decimal(9),
    note="密钥由这么多监票人分持。",
    source=_OWN,
)
TELLERS_NEEDED = Known(
    code="appraisals.tellers_needed",
    label="开票须到场的监票人",
    default=Decimal(2),
    unit="名",
    minimum=Decimal(2),
    maximum=Decimal(9),
    note="凑齐这么多份密钥才能开票；少于这个数谁也打不开。",
    source=_OWN,
)
KEEP_BOX_DAYS = Known(
    code="appraisals.keep_box_days",
    label="封存的票保存",
    default=Decimal(90),
    unit="天",
    maximum=Decimal(3650),
    note="公布以后这么多天可以销毁封存的密文，期间监票人可以重新开票核验；公布清单一直保存。",
    source=_OWN,
)
YEARLY_TARGETS = Known(
    code="appraisals.yearly_targets",
    label="村干部年度考核：目标完成占",
    default=Decimal(50),
    unit="%",
    maximum=Decimal(100),
    source=_LOCAL,
)
YEARLY_BALLOT = Known(
    code="appraisals.yearly_ballot",
    label="村干部年度考核：民主测评占",
    default=Decimal(30),
    unit="%",
    maximum=Decimal(100),
    source=_LOCAL,
)
YEARLY_DAILY = Known(
    code="appraisals.yearly_daily",
    label="村干部年度考核：平时考核占",
    default=Decimal(20),
    unit="%",
    maximum=Decimal(100),
    source=_LOCAL,
)
YEARLY_BEST_SHARE = Known(
    code="appraisals.yearly_best_share",
    label="村干部年度考核优秀等次上限",
    default=Decimal(20),
    unit="%",
    maximum=Decimal(100),
    note="占参加考核人数的比例，向下取整。",
    source=_LOCAL,
)
YEARLY_VIEW_DAYS = Known(
    code="appraisals.yearly_view_days",
    label="村干部年度考核：等次决定后可以提意见的",
    default=Decimal(5),
    unit="天",
    minimum=Decimal(1),
    maximum=Decimal(365),
    note="本人可以在这么多天里提出意见，过了才能公布。",
    source=_OWN,
)
REPLY_DAYS = Known(
    code="appraisals.reply_days",
    label="提醒谈话后可以说明的",
    default=Decimal(10),
    unit="天",
    minimum=Decimal(1),
    maximum=Decimal(365),
    note="被谈话人可以在这么多天里写出说明；过了也收，只是不再提示。",
    source=_OWN,
)
KNOWN = (
    *(known for points in POINTS.values() for known in points),
    *QUORUMS.values(),
    *(BEST_SHARE, ELECTED_SHARE, TELLERS, TELLERS_NEEDED, KEEP_BOX_DAYS),
    *(YEARLY_TARGETS, YEARLY_BALLOT, YEARLY_DAILY, YEARLY_BEST_SHARE, YEARLY_VIEW_DAYS),
    REPLY_DAYS,
)
