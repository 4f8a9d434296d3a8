"""A term: the days from which and until which something is held."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class TermQuerySet(models.QuerySet[M_co]):
    """Questions asked of anything that is held for a time."""

    def on(self, day: dt.date) -> Self:
        """Keep what is held on a day; `to_on` is the first day on which it is no longer held."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def ever_held(self) -> Self:
        """Keep what was held on some day: leave out what was entered by mistake."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")))


class Term(models.Model):
    """Something held from `from_on` up to, not including, `to_on` (None: until further notice).

    A term that ends on the day it began was entered by mistake and is held on no day: nothing is
    deleted, and a role given in error can be taken back at once.
    """

    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_held_on(self, day: dt.date) -> bool:
        """Tell whether the term covers a day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


def ends_not_before_it_begins(name: str) -> models.CheckConstraint:
    """Return the constraint that a term does not end before its beginning."""
    return models.CheckConstraint(
        name=name, condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on"))
    )
