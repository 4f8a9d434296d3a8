"""A group: the opinions that speak of one problem, with the wording and the answer they share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.opinions.models.category import Category
from bihuan.opinions.models.opinion import Opinion
from bihuan.orgs.models import Unit


class Answer(models.TextChoices):
    """What the office answers (handbook §3.1)."""

    ADOPTED = "adopted", _("采纳")
    LONG_TERM = "long_term", _("采纳，长期办理")
    EXPLAINED = "explained", _("解释说明")
    FORWARDED = "forwarded", _("向上反映")
    NOT_ADOPTED = "not_adopted", _("不予采纳")


class GroupState(models.TextChoices):
    """Where a group stands."""

    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")
    EMPTY = "empty", _("已并入他条")  # all its opinions have moved on; nothing is deleted


class OpinionGroup(models.Model):
    """One row of the digest (汇总表). Every sorted opinion is in one, often alone.

    `raw_count` is the cache of how many opinions are in it. `public_…` is what residents may read,
    only after a clerk approved the wording (`public_on`). A group that became empty says by
    `merged_into` where its opinions went.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    wording = models.CharField(_("归并后的表述"), max_length=200)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="groups")
    raw_count = models.PositiveIntegerField(_("原始条数"), default=0, editable=False)
    first_on = models.DateField(_("最早提出"), editable=False)
    last_on = models.DateField(_("最近提出"), editable=False)
    state = models.CharField(
        _("状态"), max_length=8, choices=GroupState.choices, default=GroupState.OPEN, editable=False
    )
    answer = models.CharField(_("答复"), max_length=12, choices=Answer.choices, blank=True)
    answer_reason = models.CharField(_("答复说明"), max_length=500, blank=True)
    forwarded_to = models.CharField(_("反映给"), max_length=80, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by_name = models.CharField(_("答复经办"), max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    public_wording = models.CharField(_("公开的表述"), max_length=300, blank=True)
    public_outcome = models.CharField(_("公开的结果"), max_length=500, blank=True)
    public_on = models.DateField(_("公开日期"), null=True, blank=True)
    public_by_name = models.CharField(_("公开经办"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("归并意见")
        ordering = ("year", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "year", "number"), name="opinion_group_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["path", "state"], name="opinion_group_by_path"),
            models.Index(
                fields=["home", "public_on"],
                name="opinion_group_public",
                condition=Q(public_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def label(self) -> str:
        """Return the number as people say it: 归2010-0012."""
        return f"归{self.year}-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        """Tell whether the group still waits for an answer."""
        return self.state == GroupState.OPEN


class MoveKind(models.TextChoices):
    """Why an opinion went from one group into another."""

    SORT = "sort", _("归类")
    MERGE = "merge", _("归并")
    SPLIT = "split", _("拆出")
    MOVE = "move", _("移动")


class Move(models.Model):
    """An opinion went into a group: who, when, why; `from_group` is None for its first one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="moves")
    from_group = models.ForeignKey(
        OpinionGroup, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_group = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("方式"), max_length=6, choices=MoveKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("意见移动")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.get_kind_display()}"


class MergeProposal(models.Model):
    """Two groups that seem to speak of one problem, and why; `first` is the older one.

    It stands open until somebody accepts or declines it; a declined pair is not proposed again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    path = BinaryTextField(max_length=64, editable=False)
    first = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField(_("相似程度"))
    reason = models.CharField(_("理由"), max_length=300)
    proposed_at = models.DateTimeField(_("提出时间"))
    accepted = models.BooleanField(_("接受"), null=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by_name = models.CharField(_("决定人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("归并建议")
        constraints = [
            models.UniqueConstraint(fields=("home", "first", "second"), name="proposal_once_a_pair")
        ]
        indexes = [
            models.Index(
                fields=["path", "score"],
                name="proposal_open",
                condition=Q(accepted__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
