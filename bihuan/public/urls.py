"""The addresses of the room: those for residents, and the clerk's poster."""

from importlib.util import find_spec

from django.urls import include, path

from bihuan.public import views
from bihuan.public.resident_urls import patterns, rest

_own = [*patterns, path("<slug:code>/poster/", views.poster, name="poster"), *rest]
urlpatterns = [path("", include((_own, "public")))]
if find_spec("bihuan.questionnaires.answering_urls"):
    urlpatterns.insert(0, path("q/", include("bihuan.questionnaires.answering_urls")))
if find_spec("bihuan.appraisals.voting_urls"):
    urlpatterns.insert(0, path("v/", include("bihuan.appraisals.voting_urls")))
