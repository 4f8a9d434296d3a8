"""What forms for the level above ask of the office, and what of it the records answered."""

import datetime as dt

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.burden.seam import Asked, Shown
from bihuan.orgs.models import Unit
from bihuan.reporting.filling.answered import BY_HAND
from bihuan.reporting.models import CellKind, FilledForm, FilledState


def asked(home: Unit, first: dt.date, last: dt.date) -> list[Asked]:
    """Return the forms filled in a period: cells typed by hand, and cells that records answered."""
    by_hand = Count("cells", filter=Q(cells__status=BY_HAND))
    held = Count("cells", filter=Q(cells__kind__in=(CellKind.FIGURE, CellKind.LIST)))
    forms = FilledForm.objects.filter(
        home=home, filled_at__date__gte=first, filled_at__date__lte=last
    ).select_related("form")
    return [
        Asked(
            unit_id=each.unit_id,
            on=timezone.localdate(each.filled_at),
            what=_("上报表：%(form)s") % {"form": each.form.label},
            fields=each.by_hand,
            by=each.form.issued_by,
            url=reverse("reporting:filled", args=[each.pk]),
            already_held=max(each.held - each.by_hand, 0),
        )
        for each in forms.annotate(by_hand=by_hand, held=held)
    ]


def shown(home: Unit, first: dt.date, last: dt.date) -> list[Shown]:
    """Return the forms sent in a period with their figures and the records behind them."""
    sent = FilledForm.objects.filter(
        home=home, state=FilledState.SENT, sent_on__gte=first, sent_on__lte=last
    ).select_related("form")
    figures = Q(cells__kind=CellKind.FIGURE)
    counted = sent.annotate(
        n=Count("cells", filter=figures), of=Sum("cells__records", filter=figures)
    )
    return [
        Shown(each.form.label, reverse("reporting:filled", args=[each.pk]), each.n, each.of or 0)
        for each in counted
    ]
