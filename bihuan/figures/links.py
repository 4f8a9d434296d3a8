"""The address at which a figure opens."""

from urllib.parse import urlencode

from django.urls import reverse

from bihuan.figures.asking import Scope
from bihuan.lib.moments import moment_text


def trace_url(code: str, scope: Scope, page: str = "trace") -> str:
    """Return the address of a figure's trace over a scope, or of another of its pages.

    Empty days mean all time.
    """
    first, last = scope.period or (None, None)
    query = {
        "unit": scope.unit.code,
        "from": first.isoformat() if first else "",
        "to": last.isoformat() if last else "",
    }
    if scope.as_of is not None:
        query["as_of"] = moment_text(scope.as_of)
    return f"{reverse(f'figures:{page}', args=[code])}?{urlencode(query)}"
