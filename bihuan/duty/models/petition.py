"""A petition (信访事项): told that it is accepted, assigned, answered, perhaps reviewed, closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.duty.models.case import Case
from bihuan.rectification.models import Problem


class PetitionForm(models.TextChoices):
    """How it came (信、访、网、电)."""

    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    NET = "net", _("网上")
    CALL = "call", _("来电")


class PetitionKind(models.TextChoices):
    """The class of a petition, as the rules of 2022 name them."""

    DEMAND = "demand", _("申诉求决")
    ADVICE = "advice", _("建议意见")
    ACCUSATION = "accusation", _("检举控告")


class PetitionState(models.TextChoices):
    """Where a petition stands; the cache of its last step."""

    REGISTERED = "registered", _("待告知受理")
    ACCEPTED = "accepted", _("待交办")
    ASSIGNED = "assigned", _("办理中")
    REPLIED = "replied", _("已答复")
    REVIEW = "review", _("复查中")
    CLOSED = "closed", _("已办结")
    VOID = "void", _("已作废")


class Satisfied(models.TextChoices):
    """What the petitioner says of the reply."""

    UNKNOWN = "unknown", _("未表态")
    YES = "yes", _("满意")
    FAIRLY = "fairly", _("基本满意")
    NO = "no", _("不满意")


class Petition(Case):
    """One petition. The words as they came are sealed; `summary` is what others read.

    `summary_by_name` is empty until the summary was approved. `due_on` is the day of the clock that
    runs: being told, the reply, the decision of a review. `problem` is what it became, to be put
    right: the link stands here alone, so that nothing of the problem leads to who complained.
    """

    form = models.CharField(_("形式"), max_length=6, choices=PetitionForm.choices)
    kind = models.CharField(_("类别"), max_length=10, choices=PetitionKind.choices)
    received_on = models.DateField(_("收到日期"))
    summary = models.TextField(_("脱敏摘要"), max_length=2000, blank=True)
    summary_by_name = models.CharField(_("摘要核定人"), max_length=60, blank=True)
    proposal = models.TextField(_("拟办意见"), max_length=1000, blank=True)
    leader_note = models.TextField(_("领导批示"), max_length=1000, blank=True)
    accepted_on = models.DateField(_("告知受理日期"), null=True, blank=True)
    extended_days = models.PositiveIntegerField(_("延长天数"), default=0)
    reply = models.TextField(_("答复意见"), max_length=2000, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    review_sought_on = models.DateField(_("申请复查日期"), null=True, blank=True)
    reviewed_on = models.DateField(_("复查答复日期"), null=True, blank=True)
    satisfaction = models.CharField(
        _("满意度"), max_length=8, choices=Satisfied.choices, default=Satisfied.UNKNOWN
    )
    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=PetitionState.choices)

    class Meta:
        verbose_name = _("信访事项")
        constraints = [
            models.UniqueConstraint(fields=("home", "year", "number"), name="petition_number_once"),
        ]
        indexes = [
            models.Index(fields=["path", "received_on", "id"], name="petition_by_path"),
            models.Index(fields=["home", "received_on", "id"], name="petition_by_day"),
            models.Index(fields=["lead_path", "state"], name="petition_by_lead"),
        ]
