"""The addresses of the room: keys for people, `v1/` for other systems."""

from django.urls import path

from bihuan.api import views
from bihuan.api.interface import interface

app_name = "api"
urlpatterns = [
    path("keys/", views.keys, name="keys"),
    path("keys/new/", views.new_key, name="new_key"),
    path("keys/<uuid:pk>/revocation/", views.revocation, name="revocation"),
    path("v1/", interface.urls),
]
