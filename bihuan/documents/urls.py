"""The addresses of the room."""

from django.urls import path

from bihuan.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("new/", views.new_document, name="new"),
    path("briefings/new/", views.new_briefing, name="new_briefing"),
    path("figures/", views.figures_to_pick, name="figures"),
    path("texts/chips/", views.chips, name="chips"),
    path("texts/pasted/", views.pasted_text, name="pasted_text"),
    path("texts/word/", views.text_of_word, name="text_of_word"),
    path("word-templates/", views.word_templates, name="word_templates"),
    path("word-templates/new/", views.new_word_template, name="new_word_template"),
    path("word-templates/<uuid:pk>/", views.word_template, name="word_template"),
    path("word-templates/<uuid:pk>/filled/", views.filled_word, name="filled_word"),
    path("word-templates/<uuid:pk>/withdrawal/", views.word_withdrawal, name="word_withdrawal"),
    path("word-templates/<uuid:pk>/versions/new/", views.new_word_version, name="new_word_version"),
    path(
        "word-templates/<uuid:pk>/versions/<int:number>/", views.word_version, name="word_version"
    ),
    path("<uuid:pk>/", views.document_page, name="document"),
    path("<uuid:pk>/template/", views.document_template, name="template"),
    path("<uuid:pk>/issue/", views.document_issue, name="issue"),
    path("<uuid:pk>/sign-offs/", views.sign_offs, name="sign_offs"),
    path("<uuid:pk>/sign-offs/<uuid:sign_off_pk>/revocation/", views.revocation, name="revocation"),
    path("<uuid:pk>/files/<slug:form>/", views.document_file, name="file"),
]
