"""A poll: what is asked, of whom, how it stands, and what happened to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.documents.models import Document
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.meetings.models import Meeting
from bihuan.orgs.models import Unit


class PollKind(models.TextChoices):
    """What is polled; starting questions and rules of each are data (kinds.py, policy.py)."""

    PERSONS = "persons", _("干部民主评议")
    LEADERSHIP = "leadership", _("领导班子评议")
    REPORT = "report", _("分析检查报告群众评议")
    SATISFACTION = "satisfaction", _("群众满意度测评")
    RECOMMENDATION = "recommendation", _("民主推荐")
    ELECTION = "election", _("村班子选举")
    MUTUAL = "mutual", _("科室内部互评")


OF_PERSONS = (
    PollKind.PERSONS,
    PollKind.MUTUAL,
    PollKind.RECOMMENDATION,
    PollKind.ELECTION,
)
"""Kinds whose results speak of persons: published inside the office only, and never ranked."""


class PollState(models.TextChoices):
    """Where a poll stands; the cache of its last step."""

    DRAFT = "draft", _("正在准备")
    KEYED = "keyed", _("已制密钥")
    OPEN = "open", _("正在投票")
    ENDED = "ended", _("投票结束，录入纸质票")
    SEALED = "sealed", _("已封箱，待开票")
    COUNTED = "counted", _("已开票")
    PUBLISHED = "published", _("已公布")
    VOID = "void", _("已作废")


class Poll(models.Model):
    """One poll of a unit.

    `questions` are, of a kind with grades, {"label", "scale": [{"label", "points"}], "weight",
    "cap"} (`cap`: how many of the persons one ballot may give the first grade, 0 for no limit); of
    a recommendation {"label", "most", "write_ins"}; of an election {"label", "seats", "write_ins"}
    for each post. From the ceremony on `paper` is the frozen text that is voted on
    (docs/explanation/secret-ballots.md) and nothing of the draft changes any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    slug = models.CharField(_("网址代码"), max_length=12, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=16, choices=PollKind.choices)
    title = models.CharField(_("名称"), max_length=80)
    about = models.TextField(_("说明"), max_length=1000, blank=True)
    on = models.DateField(_("日期"))
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    questions = models.JSONField(default=list)
    quorum = models.PositiveSmallIntegerField(_("到会须达到（%）"), default=0)
    state = models.CharField(
        _("状态"), max_length=9, choices=PollState.choices, default=PollState.DRAFT
    )
    state_at = models.DateTimeField(_("状态时间"))
    paper = models.TextField(blank=True, editable=False)
    public_key = models.CharField(max_length=64, blank=True, editable=False)
    proof_kept = models.CharField(max_length=64, blank=True, editable=False)
    needed = models.PositiveSmallIntegerField(_("几名监票人可开票"), default=0)
    box_digest = models.CharField(max_length=64, blank=True, editable=False)
    opening_digest = models.CharField(max_length=64, blank=True, editable=False)
    is_confirmed = models.BooleanField(_("开票已复核"), default=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_by = models.UUIDField(null=True, editable=False)
    made_by_name = models.CharField(_("登记人"), max_length=60)

    class Meta:
        verbose_name = _("测评")
        ordering = ("-on", "-id")
        indexes = [models.Index(fields=["path", "on", "id"], name="poll_by_path")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Tell whether groups, candidates and questions may still change."""
        return self.state == PollState.DRAFT

    @property
    def is_open(self) -> bool:
        """Tell whether ballots are taken from voters."""
        return self.state == PollState.OPEN

    @property
    def takes_paper(self) -> bool:
        """Tell whether paper ballots may be typed in."""
        return self.state in (PollState.OPEN, PollState.ENDED)

    @property
    def is_counted(self) -> bool:
        """Tell whether there is a result."""
        return self.state in (PollState.COUNTED, PollState.PUBLISHED)

    @property
    def is_of_persons(self) -> bool:
        """Tell whether its result speaks of persons."""
        return self.kind in OF_PERSONS


class PollStepKind(models.TextChoices):
    """What may happen to a poll."""

    MAKE = "make", _("登记测评")
    CHANGE = "change", _("更改测评")
    KEY = "key", _("制作密钥")
    PRINT = "print", _("印制票证")
    SPOIL = "spoil", _("作废票证")
    OPEN = "open", _("开始投票")
    END = "end", _("结束投票")
    SEAL = "seal", _("封箱")
    COUNT = "count", _("开票")
    CONFIRM = "confirm", _("复核开票")
    CROSS_CHECK = "cross_check", _("交叉把关")
    PUBLISH = "publish", _("公布结果")
    DRAFT = "draft", _("起草结果通报")
    DESTROY = "destroy", _("销毁封存的票")
    VOID = "void", _("作废测评")


class PollStep(models.Model):
    """What happened to a poll: who, when, why. A ballot is not a step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("环节"), max_length=12, choices=PollStepKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("测评办理记录")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.poll_id} {self.get_kind_display()}"
