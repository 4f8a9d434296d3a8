"""The addresses of the room."""

from django.urls import path

from bihuan.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.tasks, name="list"),
    path("new/", views.new_task, name="new"),
    path("workbook/", views.workbook, name="workbook"),
    path("recount/", views.recount, name="recount"),
    path("<uuid:pk>/", views.task, name="task"),
    path("<uuid:pk>/slip/", views.slip, name="slip"),
    path("<uuid:pk>/steps/<slug:slug>/", views.step, name="step"),
    path("<uuid:pk>/evidence/", views.evidence, name="evidence"),
    path("<uuid:pk>/evidence/<uuid:attachment_id>/", views.evidence_file, name="evidence_file"),
    path(
        "<uuid:pk>/evidence/<uuid:attachment_id>/thumbnail/",
        views.evidence_thumbnail,
        name="evidence_thumbnail",
    ),
    path(
        "<uuid:pk>/evidence/<uuid:attachment_id>/removal/",
        views.evidence_removal,
        name="evidence_removal",
    ),
]
