"""The addresses of the room."""

from django.urls import path

from bihuan.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.figure_list, name="list"),
    path("<slug:code>/", views.figure_trace, name="trace"),
    path("<slug:code>/comparison/", views.figure_comparison, name="comparison"),
]
