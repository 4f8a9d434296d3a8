"""The addresses of the room: registers, their tables, records, workbooks in and out."""

from django.urls import path

from bihuan.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.registers, name="list"),
    path("<str:code>/", views.table, name="table"),
    path("<str:code>/totals/", views.table_totals, name="totals"),
    path("<str:code>/export/", views.export, name="export"),
    path("<str:code>/blank/", views.blank, name="blank"),
    path("<str:code>/import/", views.upload, name="import"),
    path("<str:code>/import/confirmation/", views.confirmation, name="confirmation"),
    path("<str:code>/records/new/", views.new_record, name="new"),
    path("<str:code>/records/<uuid:record_id>/", views.record, name="record"),
    path("<str:code>/records/<uuid:record_id>/revision/", views.revision, name="revision"),
    path("<str:code>/records/<uuid:record_id>/submission/", views.submission, name="submission"),
    path(
        "<str:code>/records/<uuid:record_id>/verification/",
        views.verification,
        name="verification",
    ),
    path("<str:code>/records/<uuid:record_id>/return/", views.returning, name="return"),
    path("<str:code>/records/<uuid:record_id>/voidance/", views.voidance, name="voidance"),
]
