"""The addresses of the room."""

from django.urls import path

from bihuan.presets import views

app_name = "presets"
urlpatterns = [
    path("", views.presets, name="presets"),
    path("calendar/", views.calendar, name="this_year"),
    path("calendar/notice/", views.notice, name="notice"),
    path("calendar/notice/blank/", views.blank, name="blank"),
    path("calendar/<int:year>/", views.calendar, name="calendar"),
    path("calendar/<int:year>/<int:month>/<int:number>/", views.day, name="day"),
    path("<str:code>/", views.preset, name="preset"),
]
