"""The addresses that voters open: no log-in. Mounted by the room of residents' pages."""

from django.urls import path

from bihuan.appraisals.views import voting

app_name = "voting"
urlpatterns = [
    path("<slug:slug>/", voting.ballot, name="ballot"),
    path("<slug:slug>/paper/", voting.paper, name="paper"),
    path("<slug:slug>/ballots/", voting.ballots, name="ballots"),
    path("<slug:slug>/receipts/", voting.receipts, name="receipts"),
    path("<slug:slug>/result/", voting.result, name="result"),
    path("<slug:slug>/result/published.json", voting.published, name="published"),
    path("<slug:slug>/result/recount.py", voting.recount, name="recount"),
]
