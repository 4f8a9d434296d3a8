"""How many figures issued documents show, and the records behind them, for the burden ledger."""

import datetime as dt

from django.db.models import Count, Sum
from django.urls import reverse

from bihuan.burden.seam import Shown
from bihuan.documents.models import Issue
from bihuan.orgs.models import Unit


def shown(home: Unit, first: dt.date, last: dt.date) -> list[Shown]:
    """Return the documents issued in a period with their figures and the records behind them."""
    issued = Issue.objects.filter(
        home=home, issued_at__date__gte=first, issued_at__date__lte=last
    ).select_related("document")
    return [
        Shown(
            each.document.title_on_one_line,
            reverse("documents:document", args=[each.document_id]),
            each.n,
            each.of or 0,
        )
        for each in issued.annotate(n=Count("figures"), of=Sum("figures__records"))
    ]
