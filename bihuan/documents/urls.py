"""The addresses of the room."""

from django.urls import path

from bihuan.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("new/", views.new_document, name="new"),
    path("briefings/new/", views.new_briefing, name="new_briefing"),
    path("check/", views.file_check, name="file_check"),
    path("<uuid:pk>/", views.document_page, name="document"),
    path("<uuid:pk>/template/", views.document_template, name="template"),
    path("<uuid:pk>/check/", views.document_check, name="check"),
    path("<uuid:pk>/issue/", views.document_issue, name="issue"),
    path("<uuid:pk>/sign-offs/", views.sign_offs, name="sign_offs"),
    path("<uuid:pk>/sign-offs/<uuid:sign_off_pk>/revocation/", views.revocation, name="revocation"),
    path("<uuid:pk>/files/<slug:form>/", views.document_file, name="file"),
]
