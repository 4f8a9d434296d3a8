"""A talk that somebody decided on (提醒谈话): whom, on what facts, what was answered, the end.

It is a person's decision with a reason. Nothing here holds a score, a place or a number of a poll.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.models.poll import Poll
from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Account, Person, Unit


class TalkState(models.TextChoices):
    """Where a talk stands; the cache of its last step that moved it."""

    DECIDED = "decided", _("已决定，还没有谈")
    HELD = "held", _("已谈，待作结论")
    ENDED = "ended", _("已作结论")
    WITHDRAWN = "withdrawn", _("已撤回")


class ReminderTalk(models.Model):
    """One talk with one person, in the unit of that person.

    `poll` is one of the facts by its name alone. `recorder` is the account that the leader named to
    write it down. `reply_due_on` is the last day on which the person is reminded of the reply,
    frozen when the talk is held; later ones are taken too. `reply_waits` tells that a reply
    came after the last conclusion, or before there is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminder_talks")
    facts = models.TextField(_("事实"), max_length=1000)
    basis = models.CharField(_("依据"), max_length=200)
    poll = models.ForeignKey(
        Poll, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(_("决定日期"))
    decided_by = models.UUIDField(null=True, editable=False)
    decided_by_name = models.CharField(_("决定人"), max_length=60)
    recorder = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=TalkState.choices, default=TalkState.DECIDED
    )
    held_on = models.DateField(_("谈话日期"), null=True, blank=True)
    held_by = models.CharField(_("谈话人"), max_length=60, blank=True)
    reply_due_on = models.DateField(_("说明截至"), null=True, blank=True)
    reply_waits = models.BooleanField(default=False, editable=False)
    conclusion = models.TextField(_("结论"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("提醒谈话")
        ordering = ("-decided_on", "-id")
        indexes = [models.Index(fields=["path", "decided_on", "id"], name="reminder_by_path")]
        constraints = [
            models.CheckConstraint(
                name="reminder_held_has_its_day",
                condition=Q(held_on__isnull=True) | Q(reply_due_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.decided_on}"

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether nothing more may be done to it."""
        return self.state == TalkState.WITHDRAWN

    @property
    def may_be_held(self) -> bool:
        """Tell whether it is still to be held."""
        return self.state == TalkState.DECIDED

    @property
    def may_be_ended(self) -> bool:
        """Tell whether a conclusion may be written: held, or a reply came after the last one."""
        return self.state == TalkState.HELD or (self.state == TalkState.ENDED and self.reply_waits)


class ReminderStepKind(models.TextChoices):
    """What may happen to a talk."""

    DECIDE = "decide", _("决定谈话")
    RECORDER = "recorder", _("指定记录人")
    HOLD = "hold", _("进行谈话")
    REPLY = "reply", _("收到说明")
    CONCLUDE = "conclude", _("作出结论")
    WITHDRAW = "withdraw", _("撤回")


class ReminderStep(models.Model):
    """What happened to a talk: who, when, why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    talk = models.ForeignKey(ReminderTalk, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("环节"), max_length=9, choices=ReminderStepKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("经办"), max_length=60)
    note = models.TextField(_("说明"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("谈话经过")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.talk_id} {self.get_kind_display()}"


class TalkReply(models.Model):
    """What the person says to it (说明), in their own words; written once, never changed.

    `is_handed_in` tells that somebody else wrote down what the person handed in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    talk = models.ForeignKey(ReminderTalk, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("说明"), max_length=2000)
    given_on = models.DateField(_("说明日期"))
    is_handed_in = models.BooleanField(_("由他人代录"), default=False)
    at = models.DateTimeField(_("时间"))
    by = models.UUIDField(null=True)
    by_name = models.CharField(_("写入人"), max_length=60)

    class Meta:
        verbose_name = _("谈话说明")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.talk_id} {self.given_on}"
