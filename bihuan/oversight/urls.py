"""The addresses of the room."""

from django.urls import path

from bihuan.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.gates, name="list"),
    path("towns/", views.desk, name="desk"),
    path("towns/workbook/", views.desk_workbook, name="desk_workbook"),
    path("phases/<uuid:phase_id>/gate/", views.draft, name="draft"),
    path("gates/<uuid:gate_id>/", views.gate, name="gate"),
    path("gates/<uuid:gate_id>/check/", views.check, name="check"),
    path("gates/<uuid:gate_id>/proposals/", views.proposals, name="proposals"),
    path("gates/<uuid:gate_id>/lines/new/", views.new_line, name="new_line"),
    path("gates/<uuid:gate_id>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("gates/<uuid:gate_id>/answer/", views.answer, name="answer"),
    path("lines/<uuid:line_id>/", views.line, name="line"),
    path("lines/<uuid:line_id>/removal/", views.line_removal, name="line_removal"),
    path("campaigns/<uuid:campaign_id>/notes/", views.notes, name="notes"),
    path("notes/<uuid:note_id>/answer/", views.note_answer, name="note_answer"),
]
