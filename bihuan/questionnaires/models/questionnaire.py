"""A questionnaire (调查问卷): what is asked, and whether it may be answered now."""

import datetime as dt
import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit

PLAIN_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that are not taken for one another on paper (no 0, 1, i, l, o)."""


def new_slug() -> str:
    """Return a short name for an address, to be typed from a poster."""
    return "".join(secrets.choice(PLAIN_SIGNS) for _each in range(8))


class State(models.TextChoices):
    """Where a questionnaire stands."""

    DRAFT = "draft", _("正在编")
    OPEN = "open", _("正在答")
    CLOSED = "closed", _("已结束")
    VOID = "void", _("已作废")


class Once(models.TextChoices):
    """How one answer a person is held to."""

    SOFT = "soft", _("不发答卷码，只提醒同一台设备")
    CODES = "codes", _("凭答卷码，一码一份")


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Questions asked of questionnaires."""

    def counted(self) -> Self:
        """Keep those whose answers count: opened once, and not made void."""
        return self.filter(state__in=[State.OPEN, State.CLOSED])


class Questionnaire(models.Model):
    """One questionnaire of a home. Once it is open its questions stand; a copy asks other ones.

    `group_question` is the one question by which answers are compared; it is fixed before opening,
    because each answer keeps that choice and nothing else of what the same person answered.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    slug = models.CharField(max_length=12, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=80)
    intro = models.TextField(_("开头的话"), max_length=1000, blank=True)
    state = models.CharField(
        _("状态"), max_length=6, choices=State.choices, default=State.DRAFT, editable=False
    )
    opens_on = models.DateField(_("开始日期"), null=True, blank=True)
    closes_on = models.DateField(_("截止日期"), null=True, blank=True)
    closed_on = models.DateField(_("结束日期"), null=True, editable=False)
    one_answer_each = models.CharField(
        _("一人一份"), max_length=5, choices=Once.choices, default=Once.SOFT
    )
    group_question = models.ForeignKey(
        "questionnaires.Question", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    edition_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="editions", editable=False
    )
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True)
    made_on = models.DateField(_("编写日期"))
    made_by_name = models.CharField(_("编写人"), max_length=60)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("调查问卷")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> Unit:
        """Return the unit it belongs to: its home."""
        return self.home

    @property
    def is_draft(self) -> bool:
        """Tell whether its questions may still be changed."""
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        """Tell whether it was opened and not yet closed."""
        return self.state == State.OPEN

    @property
    def needs_codes(self) -> bool:
        """Tell whether each answer needs a one-use code."""
        return self.one_answer_each == Once.CODES

    def is_answerable(self, day: dt.date) -> bool:
        """Tell whether answers are taken on a day."""
        begun = self.opens_on is not None and self.opens_on <= day
        return self.is_open and begun and (self.closes_on is None or day <= self.closes_on)

    def is_overdue(self, day: dt.date) -> bool:
        """Tell whether its last day is past and nobody has closed it."""
        return self.is_open and self.closes_on is not None and self.closes_on < day
