"""What each kind of meeting brings with it: data, read by actions and pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.meetings.models import Category, MeetingKind
from bihuan.opinions.models import Channel


@dataclass(frozen=True)
class KindRule:
    """The rules of one kind.

    `counted` is the category whose attendance decides on the quorum and to which those named
    belong; `channel` the way by which its points become opinions, None where none are kept;
    `asks_minutes` proposes a 纪要 after it; `outcome` is what its resolutions are called.
    """

    counted: Category
    offered: tuple[Category, ...]
    channel: Channel | None = Channel.SYMPOSIUM
    asks_minutes: bool = False
    outcome: str = "议定事项"


_L, _M, _D, _V = Category.LEADERS, Category.MEMBERS, Category.DELEGATES, Category.VILLAGERS
_C, _O = Category.CADRES, Category.OTHERS

KINDS: Mapping[MeetingKind, KindRule] = {
    MeetingKind.JOINT: KindRule(_L, (_L, _O), Channel.SELF, asks_minutes=True),
    MeetingKind.COMMITTEE: KindRule(_L, (_L, _O), Channel.SELF, asks_minutes=True),
    MeetingKind.MOBILISE: KindRule(_C, (_L, _C, _M, _V, _O)),
    MeetingKind.SYMPOSIUM: KindRule(_D, (_M, _D, _V, _C, _O)),
    MeetingKind.DEMOCRATIC_LIFE: KindRule(_L, (_L,), None, outcome="整改措施（承诺）"),
    MeetingKind.BRANCH_LIFE: KindRule(_M, (_M,), None, outcome="整改措施（承诺）"),
    MeetingKind.STAGE: KindRule(_C, (_L, _C, _M, _V, _O)),
    MeetingKind.REVIEW: KindRule(_D, (_L, _C, _M, _D, _V, _O)),
    MeetingKind.VILLAGERS: KindRule(_V, (_V, _O), outcome="决议"),
    MeetingKind.VILLAGE_DELEGATES: KindRule(_D, (_D, _O), outcome="决议"),
    MeetingKind.OTHER: KindRule(_C, tuple(Category)),
}


def rule_of(kind: str) -> KindRule:
    """Return the rules of a kind."""
    return KINDS[MeetingKind(kind)]
