"""The addresses that residents open: no log-in. Mounted by the room of residents' pages."""

from django.urls import path

from bihuan.questionnaires.views import answering

app_name = "answering"
urlpatterns = [
    path("<slug:slug>/", answering.questionnaire, name="questionnaire"),
    path("<slug:slug>/thanks/", answering.thanks, name="thanks"),
]
