"""Numbers of policy by which answers are shown."""

from decimal import Decimal

from bihuan.lib.policy import Known

SMALLEST_GROUP = Known(
    code="questionnaires.smallest_group",
    label="问卷结果最小人数",
    default=Decimal(5),
    unit="人",
    minimum=Decimal(5),
    maximum=Decimal(50),
    note="不足这么多人回答的题、组别不显示结果；答卷也按这个数一批一批计入。可以改大，不能改小。",
    source="软件自带；公开发布时小于5的分组一律不显示",
)
KNOWN = (SMALLEST_GROUP,)
