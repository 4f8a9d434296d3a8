"""A change of a parent plan, offered to each plan that adopted it; never forced silently."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.models.plan import Plan, PlanItem
from bihuan.lib.ids import new_id
from bihuan.orgs.models import Unit


class OfferKind(models.TextChoices):
    """What became of the parent's item."""

    ADDED = "added", _("新增")
    CHANGED = "changed", _("修改")
    WITHDRAWN = "withdrawn", _("取消")


class OfferAnswer(models.TextChoices):
    """What an adopter said; `lapsed`: the parent took its change back, or the plan was closed."""

    TAKEN = "taken", _("已采用")
    KEPT = "kept", _("保留本单位的")
    LAPSED = "lapsed", _("已失效")


class PlanOffer(models.Model):
    """One change of one item of the parent, for one plan; `before` and `after` are its words.

    `answer` empty: not answered yet. A kept one of a required item goes on being listed as not
    adopted, and may be taken later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="offers")
    source = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(_("变化"), max_length=10, choices=OfferKind.choices)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    is_required = models.BooleanField(_("规定动作"), default=False)
    offered_at = models.DateTimeField(_("提出时间"))
    answer = models.CharField(_("答复"), max_length=8, choices=OfferAnswer.choices, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by_name = models.CharField(_("答复人"), max_length=60, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("方案变化")
        ordering = ("offered_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "source"), name="offer_open_once", condition=Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source}"

    @property
    def unit(self) -> Unit:
        """Return the unit that is asked."""
        return self.plan.unit

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return not self.answer

    @property
    def is_missing(self) -> bool:
        """Tell whether it is required and not taken: 未采用."""
        return self.is_required and self.answer in ("", OfferAnswer.KEPT)
