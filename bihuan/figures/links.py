"""The address at which a figure opens."""

from urllib.parse import urlencode

from django.urls import reverse

from bihuan.figures.asking import Scope


def trace_url(code: str, scope: Scope) -> str:
    """Return the address of a figure's trace over a scope; empty days mean all time."""
    first, last = scope.period or (None, None)
    query = {
        "unit": scope.unit.code,
        "from": first.isoformat() if first else "",
        "to": last.isoformat() if last else "",
    }
    if scope.as_of is not None:
        query["as_of"] = scope.as_of.isoformat()
    return f"{reverse('figures:trace', args=[code])}?{urlencode(query)}"
