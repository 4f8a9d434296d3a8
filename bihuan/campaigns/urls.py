"""The addresses of the room."""

from django.urls import path

from bihuan.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="list"),
    path("new/", views.new_campaign, name="new"),
    path("<uuid:pk>/", views.campaign, name="campaign"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/start/", views.start, name="start"),
    path("<uuid:pk>/end/", views.end, name="end"),
    path("<uuid:pk>/phases/", views.phases, name="phases"),
    path("<uuid:pk>/timeline/", views.timeline, name="timeline"),
    path("<uuid:pk>/plans/", views.plans, name="plans"),
    path("<uuid:pk>/roll/", views.roll, name="roll"),
    path("<uuid:pk>/roll/<slug:code>/", views.unit_roll, name="unit_roll"),
    path("<uuid:pk>/roll/<slug:code>/counts/", views.counts, name="counts"),
    path("<uuid:pk>/roll/<slug:code>/people/", views.people, name="people"),
    path("<uuid:pk>/roll/<slug:code>/workbook/", views.workbook, name="workbook"),
    path("<uuid:pk>/readiness/", views.readiness, name="readiness"),
    path("phases/<uuid:pk>/opening/", views.phase_opening, name="phase_opening"),
    path("phases/<uuid:pk>/closing/", views.phase_closing, name="phase_closing"),
    path("phases/<uuid:pk>/steps/new/", views.new_step, name="new_step"),
    path("steps/<uuid:pk>/", views.step, name="step"),
    path("steps/<uuid:pk>/removal/", views.step_removal, name="step_removal"),
    path("plans/<uuid:pk>/", views.plan, name="plan"),
    path("plans/<uuid:pk>/issue/", views.issue, name="issue"),
    path("plans/<uuid:pk>/adoption/", views.adoption, name="adoption"),
    path("plans/<uuid:pk>/comparison/", views.comparison, name="comparison"),
    path("plans/<uuid:pk>/taking-over/", views.taking_over, name="taking_over"),
    path("plans/<uuid:pk>/items/new/", views.new_item, name="new_item"),
    path("items/<uuid:pk>/", views.item, name="item"),
    path("items/<uuid:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("items/<uuid:pk>/task/", views.item_task, name="item_task"),
    path("offers/<uuid:pk>/answer/", views.offer_answer, name="offer_answer"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/leaving/", views.leaving, name="leaving"),
    path("readiness/<uuid:pk>/", views.readiness_line, name="readiness_line"),
    path("readiness/<uuid:pk>/removal/", views.readiness_removal, name="readiness_removal"),
]
