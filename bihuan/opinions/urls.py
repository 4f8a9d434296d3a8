"""The addresses of the room."""

from django.urls import path

from bihuan.opinions import views

app_name = "opinions"
urlpatterns = [
    path("", views.opinions, name="list"),
    path("workbook/", views.download, name="download"),
    path("new/", views.new, name="new"),
    path("import/", views.importing, name="import"),
    path("inbox/", views.inbox, name="inbox"),
    path("digest/", views.digest, name="digest"),
    path("digest/workbook/", views.digest_download, name="digest_download"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/search/", views.looking, name="looking"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("categories/", views.categories, name="categories"),
    path("categories/import/", views.categories_import, name="categories_import"),
    path("categories/learning/", views.learning, name="learning"),
    path("categories/<uuid:category_id>/", views.category, name="category"),
    path("groups/<uuid:group_id>/", views.group, name="group"),
    path("groups/<uuid:group_id>/wording/", views.group_wording, name="group_wording"),
    path("groups/<uuid:group_id>/answer/", views.group_answer, name="group_answer"),
    path("groups/<uuid:group_id>/publication/", views.group_publication, name="group_publication"),
    path("groups/<uuid:group_id>/merging/", views.group_merging, name="group_merging"),
    path("<uuid:opinion_id>/", views.opinion, name="opinion"),
    path("<uuid:opinion_id>/class/", views.opinion_class, name="opinion_class"),
    path("<uuid:opinion_id>/group/", views.opinion_group, name="opinion_group"),
    path("<uuid:opinion_id>/voiding/", views.opinion_voiding, name="opinion_voiding"),
    path("<uuid:opinion_id>/contact/", views.contact, name="contact"),
    path("<uuid:opinion_id>/contact/erasure/", views.contact_erasure, name="contact_erasure"),
]
