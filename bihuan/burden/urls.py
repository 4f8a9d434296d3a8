"""The addresses of the room."""

from django.urls import path

from bihuan.burden import views

app_name = "burden"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("workbook/", views.workbook, name="workbook"),
    path("reuse/", views.reuse, name="reuse"),
    path("units/<str:code>/", views.unit, name="unit"),
]
