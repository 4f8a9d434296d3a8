"""The address of the room."""

from django.urls import path

from bihuan.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
