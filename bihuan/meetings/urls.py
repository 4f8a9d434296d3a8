"""The addresses of the room."""

from django.urls import path

from bihuan.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("workbook/", views.workbook, name="workbook"),
    path("new/", views.new, name="new"),
    path("<uuid:pk>/", views.meeting, name="meeting"),
    path("<uuid:pk>/record/", views.record, name="record"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/attendance/", views.attendance, name="attendance"),
    path("<uuid:pk>/points/", views.points, name="points"),
    path("<uuid:pk>/resolutions/", views.resolutions, name="resolutions"),
    path("<uuid:pk>/resolutions/<uuid:resolution_id>/task/", views.assignment, name="assignment"),
    path(
        "<uuid:pk>/resolutions/<uuid:resolution_id>/withdrawal/",
        views.withdrawal,
        name="withdrawal",
    ),
    path("<uuid:pk>/steps/<slug:code>/", views.step, name="step"),
    path("<uuid:pk>/minutes/", views.minutes, name="minutes"),
    path("<uuid:pk>/another/", views.another, name="another"),
    path("<uuid:pk>/voiding/", views.voiding, name="voiding"),
    path("talks/", views.talks, name="talks"),
    path("talks/workbook/", views.talks_workbook, name="talks_workbook"),
    path("talks/new/", views.new_talk, name="new_talk"),
    path("talks/list/", views.talk_list, name="talk_list"),
    path("talks/list/workbook/", views.talk_workbook, name="talk_workbook"),
    path("talks/<uuid:pk>/voiding/", views.talk_voiding, name="talk_voiding"),
]
