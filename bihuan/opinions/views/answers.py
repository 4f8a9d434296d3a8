"""What views share: the way back with a word on what was done, and workbooks."""

import io
from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.lib.errors import Conflict, Invalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def done(request: HttpRequest, act: Callable[[], str], back: str) -> HttpResponse:
    """Do something and lead back with its sentence; what cannot be done is said there too."""
    try:
        messages.success(request, act())
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(wanted(request, back))


def wanted(request: HttpRequest, address: str) -> str:
    """Return the page that asked, where it is one of this site; else an address."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return address


def workbook(content: bytes, name: str) -> FileResponse:
    """Return a workbook as a download of that name."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
