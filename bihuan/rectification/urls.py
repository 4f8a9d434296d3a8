"""The addresses of the room."""

from django.urls import path

from bihuan.rectification import views

app_name = "rectification"
_STEPS = {
    "description": "description",
    "plan": "plan",
    "measures": "measures",
    "requests": "requests",
    "contact": "contact",
    "report": "report",
    "verification": "verification",
    "close-out": "close_out",
    "keeping-open": "keeping_open",
    "explanation": "explanation",
    "reopening": "reopening",
    "voidance": "voidance",
    "unit": "hand_over",
    "groups": "groups",
    "publication": "publication",
    "money": "money",
    "satisfaction": "satisfaction",
}
urlpatterns = [
    path("", views.board, name="board"),
    path("list/", views.problems, name="list"),
    path("list/workbook/", views.export, name="export"),
    path("ledger/", views.ledger, name="ledger"),
    path("waiting/", views.waiting_page, name="waiting"),
    path("rates/", views.rates, name="rates"),
    path("new/", views.new_problem, name="new"),
    path("requests/<uuid:request_id>/answer/", views.answer, name="answer"),
    path(
        "requests/<uuid:request_id>/withdrawal/",
        views.request_withdrawal,
        name="request_withdrawal",
    ),
    path("look-backs/<uuid:look_back_id>/", views.look_back, name="look_back"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("<uuid:problem_id>/", views.problem, name="problem"),
    *(
        path(f"<uuid:problem_id>/{noun}/", views.step, {"what": name}, name=name)
        for noun, name in _STEPS.items()
    ),
    path(
        "<uuid:problem_id>/publication/withdrawal/",
        views.publication_withdrawal,
        name="publication_withdrawal",
    ),
    path(
        "<uuid:problem_id>/money/<uuid:amount_id>/voidance/",
        views.money_voidance,
        name="money_voidance",
    ),
    path("<uuid:problem_id>/evidence/", views.evidence, name="evidence"),
    path(
        "<uuid:problem_id>/evidence/<uuid:attachment_id>/",
        views.evidence_file,
        name="evidence_file",
    ),
    path(
        "<uuid:problem_id>/evidence/<uuid:attachment_id>/removal/",
        views.evidence_removal,
        name="evidence_removal",
    ),
]
