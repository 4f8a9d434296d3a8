"""What somebody who raised a problem says of its outcome."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.opinions.models import Opinion
from bihuan.orgs.models import Unit
from bihuan.rectification.models.decision import Decision
from bihuan.rectification.models.problem import Problem


class Satisfied(models.TextChoices):
    """How satisfied somebody is."""

    SATISFIED = "satisfied", _("满意")
    FAIRLY = "fairly", _("基本满意")
    NOT = "not", _("不满意")


class HowAsked(models.TextChoices):
    """How the answer was obtained."""

    PAGE = "page", _("网页自评")
    VISIT = "visit", _("上门回访")
    PHONE = "phone", _("电话回访")
    MEETING = "meeting", _("座谈回访")


class Satisfaction(models.Model):
    """One answer of the giver of one opinion; the latest one counts (`is_latest` is its cache).

    It holds a day and no moment, and never who the giver is. `is_solved` is None where they did
    not say. `decision` is what a dissatisfied answer was put before a leader with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    path = BinaryTextField(max_length=64, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="satisfactions")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("评价"), max_length=9, choices=Satisfied.choices)
    is_solved = models.BooleanField(_("是否解决"), null=True)
    comment = models.CharField(_("说明"), max_length=1000, blank=True)
    how = models.CharField(_("方式"), max_length=7, choices=HowAsked.choices)
    answered_on = models.DateField(_("评价日期"))
    entered_by_name = models.CharField(_("登记人"), max_length=60, blank=True)
    is_latest = models.BooleanField(default=True, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="satisfactions"
    )

    class Meta:
        verbose_name = _("满意度评价")
        ordering = ("answered_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "problem", "opinion"),
                name="one_latest_answer_an_opinion",
                condition=Q(is_latest=True),
            )
        ]
        indexes = [models.Index(fields=["path", "answered_on"], name="satisfaction_by_path")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.get_answer_display()}"

    @property
    def solved_word(self) -> str:
        """Return whether they said that it is solved, in words; empty where they did not say."""
        if self.is_solved is None:
            return ""
        return _now("说已解决") if self.is_solved else _now("说没有解决")

    @property
    def said(self) -> str:
        """Return the answer in words, with whether it is solved where they said so."""
        answer = self.get_answer_display()
        word = self.solved_word
        return f"{answer}（{word}）" if word else answer
