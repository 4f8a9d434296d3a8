"""Slips, ballots and boxes: nothing here has a time, an account, an address or an ascending key.

On SQLite the tables have no rowid (migration 0001), so that not even the order on disk says who
voted first.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.models.electorate import VoterGroup
from bihuan.appraisals.models.poll import Poll
from bihuan.orgs.models import Unit


class BallotSlip(models.Model):
    """A slip (票证) that may be voted with, and the latest ballot given with it.

    `kept` is the hash of the hash of the slip (32 bytes). `ballot` is sealed and gone when the box
    is made; null before anybody voted. `tags` (16 bytes an item) are of the first typing of a paper
    ballot, until the second agrees; `typed_by` says who typed it first, never who voted.
    """

    kept = models.BinaryField(primary_key=True, max_length=32, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    poll = models.ForeignKey(
        Poll, on_delete=models.PROTECT, related_name="slips", db_index=False, editable=False
    )
    group = models.ForeignKey(
        VoterGroup, on_delete=models.PROTECT, related_name="slips", db_index=False, editable=False
    )
    is_paper = models.BooleanField(_("纸质票"), default=False)
    is_spoilt = models.BooleanField(_("已作废"), default=False)
    ballot = models.BinaryField(null=True)
    tags = models.BinaryField(null=True)
    typed_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("票证")
        indexes = [models.Index(fields=["poll", "group"], name="ballot_slip_by_poll")]
        constraints = [
            models.CheckConstraint(
                name="ballot_slip_spoilt_has_none",
                condition=Q(is_spoilt=False) | Q(ballot=None, tags=None),
            )
        ]

    def __str__(self) -> str:
        return bytes(self.kept).hex()[:8]


class SealedList(models.Model):
    """The sealed answers of one item by one group, shuffled: what the tellers open (密封清单)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    poll = models.ForeignKey(
        Poll, on_delete=models.PROTECT, related_name="sealed_lists", db_index=False, editable=False
    )
    item = models.PositiveSmallIntegerField()
    group = models.PositiveSmallIntegerField()
    ballots = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("密封清单")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "poll", "item", "group"), name="sealed_list_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}/{self.group}"


class BallotBox(models.Model):
    """What a closed box is known by (票箱): how many ballots of each group, and their receipts.

    `receipts` are ten bytes each, in ascending order. `counts` are ballots by group number,
    `came` all of them.
    `result` is what recount.py computes of the opened lists; empty until they are opened.
    """

    poll = models.OneToOneField(
        Poll, on_delete=models.PROTECT, primary_key=True, related_name="box", editable=False
    )
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    counts = models.JSONField(default=dict)
    came = models.PositiveIntegerField(_("收回票"), default=0)
    receipts = models.BinaryField(default=bytes)
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("票箱")

    def __str__(self) -> str:
        return str(self.poll_id)


class OpenedList(models.Model):
    """One item's published lists (公布清单): cells as the opening gave them, shuffled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    home = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    poll = models.ForeignKey(
        Poll, on_delete=models.PROTECT, related_name="opened_lists", db_index=False, editable=False
    )
    item = models.PositiveSmallIntegerField()
    cells = models.JSONField(default=list)

    class Meta:
        verbose_name = _("公布清单")
        ordering = ("item",)
        constraints = [
            models.UniqueConstraint(fields=("home", "poll", "item"), name="opened_list_once")
        ]

    def __str__(self) -> str:
        return str(self.item)
