"""The addresses of the process that faces residents, at the same paths as on the whole site."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from bihuan.public import views
from bihuan.public.resident_urls import patterns, rest

urlpatterns: list[URLPattern | URLResolver] = [
    path("public/", include(([*patterns, *rest], "public")))
]
if find_spec("bihuan.questionnaires.answering_urls"):
    urlpatterns.insert(0, path("public/q/", include("bihuan.questionnaires.answering_urls")))
if find_spec("bihuan.appraisals.voting_urls"):
    urlpatterns.insert(0, path("public/v/", include("bihuan.appraisals.voting_urls")))
urlpatterns += [
    path("", views.choose, name="home"),
    path("robots.txt", views.robots, name="robots"),
]
handler400 = "bihuan.public.views.errors.bad_request"
handler403 = "bihuan.public.views.errors.forbidden"
handler404 = "bihuan.public.views.errors.not_found"
handler500 = "bihuan.public.views.errors.failed"
