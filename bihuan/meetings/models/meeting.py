"""A meeting: called, held, or void with a reason; and what happened to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models import Document
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class MeetingKind(models.TextChoices):
    """What sort of meeting it is; its rules are data (kinds.py, sequences.py, policy.py)."""

    JOINT = "joint", _("党政联席会议")
    COMMITTEE = "committee", _("党委会议")
    MOBILISE = "mobilise", _("动员大会")
    SYMPOSIUM = "symposium", _("座谈会")
    DEMOCRATIC_LIFE = "democratic_life", _("专题民主生活会")
    BRANCH_LIFE = "branch_life", _("专题组织生活会")
    STAGE = "stage", _("转段会议")
    REVIEW = "review", _("民主评议会")
    VILLAGERS = "villagers", _("村民会议（四议两公开）")
    VILLAGE_DELEGATES = "village_delegates", _("村民代表会议（四议两公开）")
    OTHER = "other", _("其他会议")


LIFE_KINDS = (MeetingKind.DEMOCRATIC_LIFE, MeetingKind.BRANCH_LIFE)
"""Meetings whose words do not leave the room: no points are kept of them."""


class MeetingState(models.TextChoices):
    """Where a meeting stands; the cache of its last step."""

    CALLED = "called", _("待召开")
    HELD = "held", _("已召开")
    VOID = "void", _("已作废")


class Meeting(models.Model):
    """One meeting of a unit, on the day `on`.

    `should` and `came` are the sums of its attendance. `is_quorate` is None for a kind without a
    quorum or a meeting not yet held; `quorum` holds the rule and both terms as they were when it
    was recorded: {"part", "of", "is_more_than", "should", "came", "category"}. `again_of` is the
    meeting without quorum in whose place this one was called.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    kind = models.CharField(_("类别"), max_length=20, choices=MeetingKind.choices)
    title = models.CharField(_("会议名称"), max_length=80)
    on = models.DateField(_("日期"))
    begins_at = models.TimeField(_("开始"), null=True, blank=True)
    ends_at = models.TimeField(_("结束"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    chair = models.CharField(_("主持人（职务）"), max_length=40, blank=True)
    recorder = models.CharField(_("记录人（职务）"), max_length=40, blank=True)
    agenda = models.TextField(_("议程"), max_length=1000, blank=True)
    state = models.CharField(
        _("状态"), max_length=6, choices=MeetingState.choices, default=MeetingState.CALLED
    )
    state_at = models.DateTimeField(_("状态时间"))
    should = models.PositiveIntegerField(_("应到"), default=0)
    came = models.PositiveIntegerField(_("实到"), default=0)
    is_quorate = models.BooleanField(_("到会达到规定"), null=True)
    quorum = models.JSONField(default=dict, blank=True)
    again_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="called_again"
    )
    minutes = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by_name = models.CharField(_("登记人"), max_length=60)

    class Meta:
        verbose_name = _("会议")
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                name="meeting_not_more_came", condition=Q(came__lte=models.F("should"))
            ),
        ]
        indexes = [
            models.Index(fields=["path", "on", "id"], name="meeting_by_path"),
            models.Index(fields=["kind", "on"], name="meeting_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_held(self) -> bool:
        """Tell whether it took place."""
        return self.state == MeetingState.HELD

    @property
    def is_life(self) -> bool:
        """Tell whether what was said there is kept nowhere."""
        return self.kind in LIFE_KINDS

    @property
    def may_resolve(self) -> bool:
        """Tell whether it may resolve something: held, and not without its quorum."""
        return self.is_held and self.is_quorate is not False


class StepKind(models.TextChoices):
    """What may happen to a meeting."""

    CALL = "call", _("通知开会")
    CHANGE = "change", _("更改")
    HOLD = "hold", _("登记到会")
    CORRECT = "correct", _("更正到会")
    CALL_AGAIN = "call_again", _("另行召开")
    MINUTES = "minutes", _("起草纪要")
    VOID = "void", _("作废")


class MeetingStep(models.Model):
    """What happened to a meeting: who, when; `note` is a reason, never what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("环节"), max_length=12, choices=StepKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.CharField(_("理由（不写发言内容）"), max_length=200, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("会议办理记录")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.get_kind_display()}"
