"""What an asking adds to whom, told before it is done (handbook §5: fields not asked)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.burden.seam import Asked
from bihuan.collecting.actions import Wanted
from bihuan.collecting.models import Ask, Collection
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register, Status, Version
from bihuan.registers.reading import is_blank


@dataclass(frozen=True)
class Burden:
    """What is asked of each unit: fields of a record, those that may be left to their usual
    value, and records that come along.
    """

    units: int
    fields: int
    defaults: tuple[str, ...]
    standing: int
    by_unit: dict[str, int]

    @property
    def sentence(self) -> str:
        """Return it in a sentence."""
        said = _("请%(units)d个单位填报，每条记录%(fields)d项，其中“填报单位”已经填好")
        words: dict[str, object] = {"units": self.units, "fields": self.fields}
        if self.defaults:
            said += _("，“%(names)s”不填就按通常的填")
            words["names"] = "”“".join(self.defaults)
        said += "。"
        if self.standing:
            said += _("已登记的%(standing)d条会带在表里，不用再填。")
            words["standing"] = self.standing
        return said % words


def burden_of(register: Register, units: Sequence[Unit], wanted: Wanted) -> Burden:
    """Work out what an asking adds; two statements at most."""
    columns = register.columns_in_order
    defaults = tuple(column.label for column in columns if not is_blank(column.default))
    ids = [unit.pk for unit in units]
    by_unit = _standing(register, ids, wanted) if wanted.with_standing else {}
    return Burden(len(units), len(columns) + 1, defaults, sum(by_unit.values()), by_unit)


def asked(home: Unit, first: dt.date, last: dt.date) -> list[Asked]:
    """Return what collections begun in a period ask of each unit, for the burden ledger.

    The fields are those of the records that came back, of one record where none has yet; what
    stood already and came along is not asked.
    """
    begun = Collection.objects.filter(
        home=home, asked_at__date__gte=first, asked_at__date__lte=last
    ).select_related("register__home")
    asks = Ask.objects.filter(waived_at=None).select_related("unit").prefetch_related("returns")
    found: list[Asked] = []
    for collection in begun.prefetch_related(Prefetch("asks", asks)):
        fields = len(collection.register.columns_in_order)
        standing: dict[str, int] = {}
        if collection.with_standing:
            ids = [ask.unit_id for ask in collection.asks.all()]
            standing = _standing(collection.register, ids, collection, collection.asked_at)
        for ask in collection.asks.all():
            returned = list(ask.returns.all())
            rows = sum(each.added + each.changed for each in returned) if returned else 1
            found.append(
                Asked(
                    unit_id=ask.unit_id,
                    on=timezone.localdate(collection.asked_at),
                    what=_("收表：%(title)s") % {"title": collection.title},
                    fields=fields * rows,
                    by=collection.asked_by_name,
                    basis=collection.register.legal_basis,
                    url=reverse("collecting:ask", args=[ask.pk]),
                    already_held=fields * standing.get(str(ask.unit_id), 0),
                )
            )
    return found


def _standing(
    register: Register,
    unit_ids: Sequence[object],
    wanted: Wanted | Collection,
    before: dt.datetime | None = None,
) -> dict[str, int]:
    """Return how many records of the time asked for stand (or stood at a moment), by unit."""
    if before is None:
        rows = Version.objects.current()
    else:
        stood = Q(superseded_at__isnull=True) | Q(superseded_at__gt=before)
        rows = Version.objects.filter(stood, recorded_at__lte=before)
    rows = rows.filter(register=register, unit__in=unit_ids).exclude(status=Status.VOID)
    if wanted.first is not None:
        rows = rows.filter(date__gte=wanted.first)
    if wanted.last is not None:
        rows = rows.filter(date__lte=wanted.last)
    counted = rows.order_by().values_list("unit_id").annotate(n=Count("pk"))
    return {str(unit): count for unit, count in counted}
