"""A team (领导小组, 巡防队, 应急队) and the ordered roles in it."""

from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.person import Person
from bihuan.orgs.models.term import Term, TermQuerySet, ends_not_before_it_begins
from bihuan.orgs.models.unit import Unit

# The order in which an official list names the roles of a team.
ROLES_IN_ORDER = (
    "组长",
    "第一副组长",
    "常务副组长",
    "副组长",
    "成员",
    "办公室主任",
    "办公室副主任",
    "办公室成员",
    "队长",
    "副队长",
    "队员",
)


STEERING_ROLES = ROLES_IN_ORDER[:8]
SQUAD_ROLES = ROLES_IN_ORDER[8:]


class TeamKind(models.TextChoices):
    STEERING_GROUP = "steering_group", _("领导小组")
    PATROL = "patrol", _("巡防队")
    EMERGENCY = "emergency", _("应急队")
    OTHER = "other", _("其他")


def roles_of(kind: str) -> tuple[str, ...]:
    """Return the roles that a kind of team has, in order."""
    if kind == TeamKind.STEERING_GROUP:
        return STEERING_ROLES
    return ROLES_IN_ORDER if kind == TeamKind.OTHER else SQUAD_ROLES


class Team(Term):
    """A team of a unit, set up for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    code = models.CharField(_("代码"), max_length=60)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=20, choices=TeamKind.choices)

    objects: TermQuerySet["Team"] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("工作组")
        ordering = ("unit__path", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="team_code_once_a_home"),
            ends_not_before_it_begins("team_ends_not_before"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMemberQuerySet(TermQuerySet["TeamMember"]):
    """Questions asked of the members of teams."""

    def in_order(self) -> "TeamMemberQuerySet":
        """Order by role as an official list does, then as entered."""
        rank = Case(
            *(When(role=role, then=Value(at)) for at, role in enumerate(ROLES_IN_ORDER)),
            default=Value(len(ROLES_IN_ORDER)),
            output_field=IntegerField(),
        )
        return self.order_by(rank, "sort_order")


class TeamMember(Term):
    """One person's role in a team for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="team_roles")
    role = models.CharField(
        _("职务"), max_length=20, choices=[(role, role) for role in ROLES_IN_ORDER]
    )
    sort_order = models.PositiveIntegerField(_("排序"), default=0)

    objects: TeamMemberQuerySet = TeamMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("成员")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "team", "person", "role", "from_on"), name="team_member_once"
            ),
            ends_not_before_it_begins("team_member_ends_not_before"),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.role} {self.person}"
