"""A question (题目) of a questionnaire."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.questionnaires.models.questionnaire import Questionnaire
from bihuan.questionnaires.rules.asked import Asked, Kind


class QuestionKind(models.TextChoices):
    """What sort of answer a question asks for."""

    SINGLE = Kind.SINGLE, _("单选")
    SEVERAL = Kind.SEVERAL, _("多选")
    SCALE = Kind.SCALE, _("等级")
    MATRIX = Kind.MATRIX, _("逐项评价")
    NUMBER = Kind.NUMBER, _("填数")
    TEXT = Kind.TEXT, _("文字")


class Question(models.Model):
    """One question. `options` are its choices in order, counted from 1.

    `values` is what each grade of a scale counts in its mean; `rows` are what a matrix asks for one
    by one. It is shown only if `shown_if`, an earlier question, was answered by one of
    `shown_when`. `answered` is how many counted responses hold an answer to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="questions", editable=False
    )
    position = models.PositiveSmallIntegerField(_("题号"), editable=False)
    kind = models.CharField(_("题型"), max_length=8, choices=QuestionKind.choices)
    text = models.CharField(_("题目"), max_length=200)
    help = models.CharField(_("说明"), max_length=200, blank=True)
    required = models.BooleanField(_("必答"), default=True)
    options = models.JSONField(_("选项"), default=list)
    values = models.JSONField(_("每一级的分值"), default=list)
    rows = models.JSONField(_("逐项"), default=list)
    most = models.PositiveSmallIntegerField(_("最多选几项"), null=True, blank=True)
    minimum = models.IntegerField(_("不小于"), null=True, blank=True)
    maximum = models.IntegerField(_("不大于"), null=True, blank=True)
    unit_of_measure = models.CharField(_("计量单位"), max_length=12, blank=True)
    shown_if = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="decides_on"
    )
    shown_when = models.JSONField(default=list)
    answered = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("题目")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def unit(self) -> Unit:
        """Return the unit it belongs to: its home."""
        return self.home

    def asked(self, positions: dict[object, int]) -> Asked:
        """Return it as the rules see it; `positions` says where each question stands."""
        return Asked(
            position=self.position,
            kind=Kind(self.kind),
            text=self.text,
            required=self.required,
            options=tuple(self.options),
            values=tuple(self.values),
            rows=tuple(self.rows),
            most=self.most,
            minimum=self.minimum,
            maximum=self.maximum,
            shown_if=positions.get(self.shown_if_id) if self.shown_if_id else None,
            shown_when=frozenset(self.shown_when),
        )
