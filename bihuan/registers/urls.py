"""Addresses of the room (being written: views follow)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

app_name = "registers"


def _soon(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("<str:code>/", _soon, name="table"),
    path("<str:code>/records/<uuid:record_id>/", _soon, name="record"),
]
