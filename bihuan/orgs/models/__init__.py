"""The aggregates of the room, one a file."""

from bihuan.orgs.models.account import Account, RoleGrant
from bihuan.orgs.models.contact_point import ContactPoint, Liaison
from bihuan.orgs.models.handover import Handover, HandoverKind
from bihuan.orgs.models.notice import AccountNotice, NoticeKind, ResetKind, ResetRequest
from bihuan.orgs.models.person import Person, Schooling
from bihuan.orgs.models.post import Post, PostKind, PostTerm
from bihuan.orgs.models.series import NumberSeries
from bihuan.orgs.models.team import ROLES_IN_ORDER, Team, TeamKind, TeamMember
from bihuan.orgs.models.term import Term, TermQuerySet
from bihuan.orgs.models.unit import ADMINISTRATIONS, Unit, UnitKind, UnitQuerySet

__all__ = [
    "ADMINISTRATIONS",
    "ROLES_IN_ORDER",
    "Account",
    "AccountNotice",
    "ContactPoint",
    "Handover",
    "HandoverKind",
    "Liaison",
    "NoticeKind",
    "NumberSeries",
    "Person",
    "Post",
    "PostKind",
    "PostTerm",
    "ResetKind",
    "ResetRequest",
    "RoleGrant",
    "Schooling",
    "Team",
    "TeamKind",
    "TeamMember",
    "Term",
    "TermQuerySet",
    "Unit",
    "UnitKind",
    "UnitQuerySet",
]
