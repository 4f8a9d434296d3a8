"""An opinion: what somebody raised, word for word."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.lib.fields import BinaryTextField
from bihuan.lib.ids import new_id
from bihuan.opinions.models.category import Category
from bihuan.orgs.models import Unit

LONGEST_TEXT = 120_000
"""Characters; a longer text is refused with a sentence."""


class Channel(models.TextChoices):
    """By which way it came (handbook §3.1)."""

    SYMPOSIUM = "symposium", _("座谈会")
    QUESTIONNAIRE = "questionnaire", _("调查问卷")
    VISIT = "visit", _("走访")
    TALK = "talk", _("谈心")
    BOX = "box", _("意见箱")
    SUPERIOR = "superior", _("上级点")
    SELF = "self", _("自己找")
    MUTUAL = "mutual", _("互相帮")
    HOTLINE = "hotline", _("热线")
    WEB = "web", _("网上反映")
    OTHER_SYSTEM = "other_system", _("其他系统")


WAYS = {
    "群众提": frozenset(
        {
            Channel.SYMPOSIUM,
            Channel.QUESTIONNAIRE,
            Channel.VISIT,
            Channel.TALK,
            Channel.BOX,
            Channel.HOTLINE,
            Channel.WEB,
            Channel.OTHER_SYSTEM,
        }
    ),
    "自己找": frozenset({Channel.SELF}),
    "上级点": frozenset({Channel.SUPERIOR}),
    "互相帮": frozenset({Channel.MUTUAL}),
}
"""The four ways of finding (群众提、自己找、上级点、互相帮) that the channels make up."""


class Giver(models.TextChoices):
    """Who raised it, by category only: never the name."""

    MEMBER = "member", _("党员")
    VILLAGER = "villager", _("村民")
    REPRESENTATIVE = "representative", _("村民代表")
    DELEGATE = "delegate", _("人大代表")
    VILLAGE_CADRE = "village_cadre", _("村干部")
    TOWN_CADRE = "town_cadre", _("镇干部")
    TEACHER = "teacher", _("教师")
    BUSINESS = "business", _("经营户")
    VETERAN = "veteran", _("离退休干部")
    SUPERIOR = "superior", _("上级")
    UNKNOWN = "unknown", _("未说明")


class Target(models.TextChoices):
    """What it is about."""

    TEAM = "team", _("班子")
    STATION = "station", _("部门站所")
    VILLAGE = "village", _("村组")
    PERSON = "person", _("个人")
    WORK = "work", _("具体工作")


class OpinionState(models.TextChoices):
    """Where an opinion stands."""

    NEW = "new", _("待归类")
    SORTED = "sorted", _("已归类")
    VOID = "void", _("已作废")


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """Questions asked of opinions."""

    def counted(self) -> Any:
        """Keep what counts: all that were not made void."""
        return self.exclude(state=OpinionState.VOID)


class Opinion(models.Model):
    """One opinion. `unit` is the place it concerns, `source_unit` in whose name it was recorded.

    `number` is its number within the home's year (2010-0001); with `phrase_hash` (from the page
    for residents only) it opens what became of it. `ref` is its id where it came from, so that the
    same message sent twice is one. `about_unit` is the unit complained of, which does not see it.
    `suggested`, `probability` and `spoke_for` are the classifier's; `category` is what a person
    confirmed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = BinaryTextField(max_length=64, editable=False)
    source_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    source_path = BinaryTextField(max_length=64, editable=False)
    about_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    channel = models.CharField(_("渠道"), max_length=14, choices=Channel.choices)
    ref = models.CharField(_("原系统编号"), max_length=120, blank=True)
    giver = models.CharField(
        _("意见人类别"), max_length=14, choices=Giver.choices, default=Giver.UNKNOWN
    )
    target = models.CharField(
        _("意见对象"), max_length=8, choices=Target.choices, default=Target.WORK
    )
    text = models.TextField(_("意见原话"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    occasion = models.CharField(_("场合"), max_length=120, blank=True)
    raised_on = models.DateField(_("提出日期"))
    recorded_on = models.DateField(_("登记日期"))
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(_("登记人"), max_length=60)
    phrase_hash = models.CharField(max_length=160, blank=True, editable=False)
    state = models.CharField(
        _("状态"),
        max_length=6,
        choices=OpinionState.choices,
        default=OpinionState.NEW,
        editable=False,
    )
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True)
    suggested = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    probability = models.FloatField(_("把握"), null=True, editable=False)
    spoke_for = models.JSONField(default=list, editable=False)  # words
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, related_name="opinions"
    )
    sorted_at = models.DateTimeField(_("归类时间"), null=True)
    sorted_by_name = models.CharField(_("归类人"), max_length=60, blank=True)
    group = models.ForeignKey(
        "opinions.OpinionGroup", on_delete=models.PROTECT, null=True, related_name="opinions"
    )

    objects: OpinionQuerySet = OpinionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("意见")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("home", "year", "number"), name="opinion_number_once"),
            models.UniqueConstraint(
                fields=("home", "channel", "ref"), name="opinion_ref_once", condition=~Q(ref="")
            ),
        ]
        indexes = [
            models.Index(fields=["path", "raised_on"], name="opinion_by_path"),
            models.Index(fields=["source_path", "raised_on"], name="opinion_by_source"),
            models.Index(fields=["home", "id"], name="opinion_to_sort", condition=Q(state="new")),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the number as people say it: 2010-0012."""
        return f"{self.year}-{self.number:04d}"
