"""The addresses of requirements and the matrix, below a campaign's."""

from django.urls import path

from bihuan.campaigns.views import matrix, requirements

app_name = "requirements"
urlpatterns = [
    path("requirements/", requirements.requirement_list, name="list"),
    path("requirements/new/", requirements.new_requirement, name="new"),
    path("requirements/<uuid:requirement_id>/change/", requirements.change, name="change"),
    path("requirements/<uuid:requirement_id>/ending/", requirements.ending, name="ending"),
    path("requirements/<uuid:requirement_id>/cells/<uuid:key>/", matrix.cell, name="cell"),
    path("matrix/", matrix.progress, name="matrix"),
    path("matrix/workbook/", matrix.workbook, name="workbook"),
    path("matrix/units/<uuid:unit_id>/", matrix.own, name="own"),
]
