"""What came back: that a response came, what was answered, and nothing that joins the two.

No row here has a time, an address, an account or an ascending key. On SQLite the tables have no
rowid (migration 0001), so that not even the order on disk says who answered first.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit
from bihuan.questionnaires.models.question import Question
from bihuan.questionnaires.models.questionnaire import Questionnaire


class Way(models.TextChoices):
    """By which way a response came."""

    WEB = "web", _("网上")
    PAPER = "paper", _("纸质")


class Batch(models.IntegerChoices):
    """Answers are counted some at a time, so that no two looks at the counts tell one response.

    FILLING fills up to the smallest group, then waits as FULL until another is full.
    """

    COUNTED = 0, _("已计入")
    FILLING = 1, _("正在凑一批")
    FULL = 2, _("凑满一批")


class Response(models.Model):
    """That one response came on a day. It holds no answer and no answer leads to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="responses", db_index=False
    )
    day = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=5, choices=Way.choices)
    batch = models.PositiveSmallIntegerField(choices=Batch.choices, default=Batch.FILLING)

    class Meta:
        verbose_name = _("答卷")
        indexes = [models.Index(fields=["questionnaire", "batch"], name="response_by_batch")]

    def __str__(self) -> str:
        return str(self.day)


class Answer(models.Model):
    """One choice, number or text given to one question, joined with no other of the same person.

    `is_first` is true on one row of a person's answer to a question (or row of a matrix), so that
    persons can be counted where each may tick several. `group` is the option chosen at the
    questionnaire's group question. `number` is in hundredths: a number given, or a grade's value.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    row = models.PositiveSmallIntegerField(default=0)
    row_label = models.CharField(_("逐项"), max_length=80, blank=True)
    option = models.PositiveSmallIntegerField(null=True)
    label = models.CharField(_("选项"), max_length=80, blank=True)
    number = models.BigIntegerField(null=True)
    text = models.TextField(_("文字"), blank=True)
    is_first = models.BooleanField(default=True)
    group = models.PositiveSmallIntegerField(null=True)
    batch = models.PositiveSmallIntegerField(choices=Batch.choices, default=Batch.FILLING)
    is_passed_on = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("一题的答复")
        indexes = [
            models.Index(fields=["questionnaire", "batch"], name="answer_by_batch"),
            models.Index(fields=["question", "batch"], name="answer_by_question"),
            models.Index(
                fields=["questionnaire"],
                name="answer_to_pass_on",
                condition=Q(is_passed_on=False) & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.text[:40]


class Code(models.Model):
    """A one-use code (答卷码), kept as a hash only. That it was used is all that is known of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="codes", db_index=False
    )
    digest = models.CharField(max_length=64)
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("答卷码")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "questionnaire", "digest"), name="questionnaire_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class PaperTally(models.Model):
    """How many papers a unit typed in on a day: a count to hold against the pile, of no person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="tallies", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("日期"))
    papers = models.PositiveIntegerField(_("份数"), default=0)

    class Meta:
        verbose_name = _("纸质录入份数")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "questionnaire", "unit", "day"), name="paper_tally_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.papers}"
