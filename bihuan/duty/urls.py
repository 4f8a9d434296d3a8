"""Addresses of disputes and petitions."""

from django.urls import path

from bihuan.duty.views import cases, lists, overview, registering, sealed

app_name = "duty"
urlpatterns = [
    path("disputes/", lists.disputes, name="disputes"),
    path("disputes/workbook/", lists.disputes_workbook, name="disputes_workbook"),
    path("disputes/new/", registering.dispute_new, name="dispute_new"),
    path("disputes/zero-report/", lists.zero, name="zero"),
    path("disputes/monthly/", overview.monthly, name="monthly"),
    path("disputes/types/", overview.types, name="types"),
    path("disputes/types/changes/", overview.type_changes, name="type_changes"),
    path("disputes/<uuid:pk>/", cases.dispute, name="dispute"),
    path("disputes/<uuid:pk>/steps/<slug:kind>/", cases.dispute_step, name="dispute_step"),
    path("petitions/", lists.petitions, name="petitions"),
    path("petitions/workbook/", lists.petitions_workbook, name="petitions_workbook"),
    path("petitions/new/", registering.petition_new, name="petition_new"),
    path("petitions/<uuid:pk>/", cases.petition, name="petition"),
    path("petitions/<uuid:pk>/steps/<slug:kind>/", cases.petition_step, name="petition_step"),
    path("petitions/<uuid:pk>/assignment-sheet/", cases.sheet, name="sheet"),
    path("<slug:kind>/<uuid:pk>/identity/", sealed.identity, name="identity"),
    path("<slug:kind>/<uuid:pk>/identity/erasure/", sealed.erasure, name="erasure"),
    path("<slug:kind>/<uuid:pk>/papers/", sealed.papers, name="papers"),
    path("<slug:kind>/<uuid:pk>/papers/<uuid:attachment_id>/", sealed.paper, name="paper"),
    path(
        "<slug:kind>/<uuid:pk>/papers/<uuid:attachment_id>/removal/",
        sealed.paper_removal,
        name="paper_removal",
    ),
]
