"""The addresses of the room: registers, their tables, records, workbooks in and out."""

from django.urls import path

from bihuan.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.registers, name="list"),
    path("drop/", views.drop, name="drop"),
    path("drop/<uuid:bundle_id>/", views.bundle, name="bundle"),
    path("drop/<uuid:bundle_id>/<int:number>/", views.dropped, name="dropped"),
    path(
        "drop/<uuid:bundle_id>/<int:number>/marked/",
        views.dropped_marked,
        name="dropped_marked",
    ),
    path("new/", views.new_register, name="new_register"),
    path("retention/", views.retention_list, name="retention_list"),
    path("<str:code>/", views.table, name="table"),
    path("<str:code>/retention/", views.retention, name="retention"),
    path("<str:code>/retention/postponement/", views.postponement, name="postponement"),
    path("<str:code>/design/", views.design, name="design"),
    path("<str:code>/closure/", views.closure, name="closure"),
    path("<str:code>/reopening/", views.reopening, name="reopening"),
    path("<str:code>/figure/", views.figure, name="figure"),
    path("<str:code>/duplicates/", views.duplicates, name="duplicates"),
    path("<str:code>/duplicates/apart/", views.apart, name="apart"),
    path("<str:code>/totals/", views.table_totals, name="totals"),
    path("<str:code>/export/", views.export, name="export"),
    path("<str:code>/export/unmasked/", views.unmasked_export, name="unmasked_export"),
    path("<str:code>/blank/", views.blank, name="blank"),
    path("<str:code>/import/", views.upload, name="import"),
    path("<str:code>/import/confirmation/", views.confirmation, name="confirmation"),
    path("<str:code>/import/marked/", views.marked, name="marked"),
    path("<str:code>/text/", views.table_text, name="text"),
    path("<str:code>/records/new/", views.new_record, name="new"),
    path("<str:code>/records/<uuid:record_id>/", views.record, name="record"),
    path("<str:code>/records/<uuid:record_id>/unmasking/", views.unmasking, name="unmasking"),
    path("<str:code>/records/<uuid:record_id>/revision/", views.revision, name="revision"),
    path("<str:code>/records/<uuid:record_id>/submission/", views.submission, name="submission"),
    path(
        "<str:code>/records/<uuid:record_id>/verification/",
        views.verification,
        name="verification",
    ),
    path("<str:code>/records/<uuid:record_id>/return/", views.returning, name="return"),
    path("<str:code>/records/<uuid:record_id>/voidance/", views.voidance, name="voidance"),
    path("<str:code>/records/<uuid:record_id>/files/", views.evidence, name="evidence"),
    path(
        "<str:code>/records/<uuid:record_id>/files/<uuid:attachment_id>/",
        views.evidence_file,
        name="evidence_file",
    ),
    path(
        "<str:code>/records/<uuid:record_id>/files/<uuid:attachment_id>/thumbnail/",
        views.evidence_thumbnail,
        name="evidence_thumbnail",
    ),
    path(
        "<str:code>/records/<uuid:record_id>/files/<uuid:attachment_id>/removal/",
        views.evidence_removal,
        name="evidence_removal",
    ),
]
