"""The addresses of the room for who is logged in; residents' are in `answering_urls.py`."""

from django.urls import path

from bihuan.questionnaires import views

app_name = "questionnaires"
_ONE = "<uuid:questionnaire_id>/"
_QUESTION = f"{_ONE}questions/<uuid:question_id>/"
urlpatterns = [
    path("", views.questionnaires, name="list"),
    path("new/", views.new_questionnaire, name="new"),
    path(_ONE, views.questionnaire, name="questionnaire"),
    path(f"{_ONE}wording/", views.wording, name="wording"),
    path(f"{_ONE}preview/", views.preview, name="preview"),
    path(f"{_ONE}questions/new/", views.new_question, name="new_question"),
    path(_QUESTION, views.question, name="question"),
    path(f"{_QUESTION}place/", views.place, name="place"),
    path(f"{_QUESTION}removal/", views.removal, name="removal"),
    path(f"{_QUESTION}texts/", views.texts, name="texts"),
    path(f"{_QUESTION}opinions/", views.opinions, name="opinions"),
    path(f"{_ONE}opening/", views.opening, name="opening"),
    path(f"{_ONE}taking-back/", views.taking_back, name="taking_back"),
    path(f"{_ONE}last-day/", views.last_day, name="last_day"),
    path(f"{_ONE}closing/", views.closing, name="closing"),
    path(f"{_ONE}reopening/", views.reopening, name="reopening"),
    path(f"{_ONE}void/", views.void, name="void"),
    path(f"{_ONE}copy/", views.copy, name="copy"),
    path(f"{_ONE}codes/", views.codes, name="codes"),
    path(f"{_ONE}poster/", views.poster, name="poster"),
    path(f"{_ONE}paper/", views.paper, name="paper"),
    path(f"{_ONE}papers/", views.papers, name="papers"),
    path(f"{_ONE}results/", views.results, name="results"),
    path(f"{_ONE}results/workbook/", views.workbook, name="workbook"),
]
