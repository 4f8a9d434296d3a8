"""What was counted, as rows that figures can open; only of polls that speak of no person.

All of it follows from the published lists (OpenedList): written once, with them, never changed.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.models.poll import Poll
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class ItemResult(models.Model):
    """One item's result (项目结果): valid answers, and the first two grades' share of them.

    `good` are answers in the first two grades; `good_rate` and `score` are in hundredths.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="item_results")
    item = models.PositiveSmallIntegerField()
    subject = models.CharField(_("测评对象"), max_length=60)
    question = models.CharField(_("测评内容"), max_length=40)
    ballots = models.PositiveIntegerField(_("有效票"))
    invalid = models.PositiveIntegerField(_("无效票"))
    good = models.PositiveIntegerField(_("前两个等次的票"))
    good_rate = models.PositiveIntegerField(_("前两个等次的比例"))
    score = models.PositiveIntegerField(_("加权得分"), null=True)

    class Meta:
        verbose_name = _("项目结果")
        ordering = ("item",)
        constraints = [
            models.UniqueConstraint(fields=("home", "poll", "item"), name="item_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.question}"


class VoteCount(models.Model):
    """How many votes one answer of an item got (得票数); grade 0 is abstention."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="vote_counts")
    item = models.PositiveSmallIntegerField()
    question = models.CharField(_("测评内容"), max_length=40)
    grade = models.PositiveSmallIntegerField(_("等次序号"))
    answer = models.CharField(_("等次"), max_length=12)
    votes = models.PositiveIntegerField(_("票数"))

    class Meta:
        verbose_name = _("得票数")
        ordering = ("item", "grade")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "poll", "item", "grade"), name="vote_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.answer} {self.votes}"
