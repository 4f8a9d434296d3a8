"""Who votes, on whom, and who holds the key together."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.models.poll import Poll
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Person, Unit


class VoterGroup(models.Model):
    """A group of voters (投票人组): its weight in per cent, how many there should be.

    `votes_on` are numbers of candidates, empty for all. `should`, `present` and `handed_out` are
    counts only: who they are stands on the roll, and nowhere beside a ballot.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("投票人组"), max_length=40)
    weight = models.DecimalField(
        _("权重（%）"), max_digits=5, decimal_places=2, default=Decimal(100)
    )
    votes_on = models.JSONField(_("评议对象"), default=list, blank=True)
    should = models.PositiveIntegerField(_("应到"), default=0)
    present = models.PositiveIntegerField(_("实到"), default=0)
    handed_out = models.PositiveIntegerField(_("发出票数"), null=True, blank=True)

    class Meta:
        verbose_name = _("投票人组")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "poll", "number"), name="voter_group_number_once"
            ),
            models.CheckConstraint(
                name="voter_group_weight_in_per_cent", condition=Q(weight__gte=0, weight__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Candidate(models.Model):
    """What is voted on (测评对象): a person, a leadership, a report, or a matter.

    `part` is the office, section or post under which it stands on the paper.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="candidates")
    number = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("测评对象"), max_length=60)
    part = models.CharField(_("部分"), max_length=40, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("测评对象")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("home", "poll", "number"), name="candidate_number_once"
            ),
            models.UniqueConstraint(fields=("home", "poll", "label"), name="candidate_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class RollLine(models.Model):
    """One name on the roll at the door (签到名单): whether they have come, not when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    group = models.ForeignKey(VoterGroup, on_delete=models.PROTECT, related_name="roll")
    number = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("姓名或职务"), max_length=40)
    is_present = models.BooleanField(_("已签到"), default=False)

    class Meta:
        verbose_name = _("签到名单")
        ordering = ("group__number", "number")
        constraints = [
            models.UniqueConstraint(fields=("home", "group", "number"), name="roll_number_once")
        ]

    def __str__(self) -> str:
        return self.label


class Teller(models.Model):
    """Who holds a share of the key (监票人): by post and unit; the share is on paper alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="tellers")
    number = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("监票人（职务）"), max_length=40)
    unit_label = models.CharField(_("所在单位"), max_length=60)
    is_from_above = models.BooleanField(_("来自上级"), default=False)
    commitment = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("监票人")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("home", "poll", "number"), name="teller_number_once")
        ]

    def __str__(self) -> str:
        return self.label
