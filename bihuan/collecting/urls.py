"""The addresses of the room."""

from django.urls import path

from bihuan.collecting import views

app_name = "collecting"
urlpatterns = [
    path("", views.collections, name="list"),
    path("new/", views.new_collection, name="new"),
    path("<uuid:collection_id>/", views.collection, name="collection"),
    path("<uuid:collection_id>/workbooks/", views.workbooks, name="workbooks"),
    path("<uuid:collection_id>/due-day/", views.due_day, name="due_day"),
    path("<uuid:collection_id>/closing/", views.closing, name="closing"),
    path("asks/<uuid:ask_id>/", views.ask, name="ask"),
    path("asks/<uuid:ask_id>/workbook/", views.workbook, name="workbook"),
    path("asks/<uuid:ask_id>/return/", views.returning, name="return"),
    path("asks/<uuid:ask_id>/waiver/", views.waiver, name="waiver"),
]
