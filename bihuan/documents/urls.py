"""The addresses of the room."""

from django.urls import path

from bihuan.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("new/", views.new_document, name="new"),
    path("briefings/new/", views.new_briefing, name="new_briefing"),
    path("check/", views.file_check, name="file_check"),
    path("figures/", views.figures_to_pick, name="figures"),
    path("texts/chips/", views.chips, name="chips"),
    path("texts/check/", views.text_check, name="text_check"),
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
    path("numbers/", views.numbers, name="numbers"),
    path("<uuid:pk>/", views.document_page, name="document"),
    path("<uuid:pk>/template/", views.document_template, name="template"),
    path("<uuid:pk>/drafts/", views.drafts, name="drafts"),
    path("<uuid:pk>/steps/", views.steps, name="steps"),
    path("<uuid:pk>/countersigns/", views.countersigns, name="countersigns"),
    path(
        "<uuid:pk>/countersigns/<uuid:request_pk>/withdrawal/", views.withdrawal, name="withdrawal"
    ),
    path("<uuid:pk>/rounds/new/", views.new_round, name="new_round"),
    path("<uuid:pk>/rounds/<int:number>/", views.comment_round, name="round"),
    path("<uuid:pk>/rounds/<int:number>/comments/", views.round_comments, name="round_comments"),
    path(
        "<uuid:pk>/rounds/<int:number>/addressees/<uuid:addressee_pk>/answer/",
        views.round_answer,
        name="round_answer",
    ),
    path(
        "<uuid:pk>/rounds/<int:number>/addressees/<uuid:addressee_pk>/reminder/",
        views.round_reminder,
        name="round_reminder",
    ),
    path("<uuid:pk>/comments/", views.comments, name="comments"),
    path("<uuid:pk>/comments/<uuid:comment_pk>/settlement/", views.settlement, name="settlement"),
    path("<uuid:pk>/correction/", views.correction, name="correction"),
    path("<uuid:pk>/sheet/", views.sheet, name="sheet"),
    path("<uuid:pk>/check/", views.document_check, name="check"),
    path("<uuid:pk>/issue/", views.document_issue, name="issue"),
    path("<uuid:pk>/sign-offs/", views.sign_offs, name="sign_offs"),
    path("<uuid:pk>/sign-offs/<uuid:sign_off_pk>/revocation/", views.revocation, name="revocation"),
    path("<uuid:pk>/files/<slug:form>/", views.document_file, name="file"),
]
