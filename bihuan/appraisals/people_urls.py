"""Talks that were decided on, and the yearly assessment of village cadres."""

from django.urls import URLPattern, path

from bihuan.appraisals.views.people import assessments, own, reminders

patterns: list[URLPattern] = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/new/", reminders.reminder_new, name="reminder_new"),
    path("reminders/<uuid:pk>/", reminders.reminder, name="reminder"),
    path("reminders/<uuid:pk>/holding/", reminders.holding, name="reminder_holding"),
    path("reminders/<uuid:pk>/replies/", reminders.replies, name="reminder_replies"),
    path("reminders/<uuid:pk>/conclusion/", reminders.conclusion, name="reminder_conclusion"),
    path("reminders/<uuid:pk>/recorder/", reminders.recorder, name="reminder_recorder"),
    path("reminders/<uuid:pk>/withdrawal/", reminders.withdrawal, name="reminder_withdrawal"),
    path("yearly/", assessments.yearly, name="yearly"),
    path("yearly/new/", assessments.yearly_new, name="yearly_new"),
    path("yearly/<uuid:pk>/", assessments.assessment, name="assessment"),
    path("yearly/<uuid:pk>/paper/", assessments.paper, name="assessment_paper"),
    path("yearly/<uuid:pk>/workbook/", assessments.workbook, name="assessment_workbook"),
    path("yearly/<uuid:pk>/change/", assessments.change, name="assessment_change"),
    path("yearly/<uuid:pk>/persons/", assessments.persons, name="assessment_persons"),
    path("yearly/<uuid:pk>/grades/", assessments.grades, name="assessment_grades"),
    path("yearly/<uuid:pk>/publication/", assessments.publication, name="assessment_publication"),
    path("yearly/<uuid:pk>/voiding/", assessments.voiding, name="assessment_voiding"),
    path("yearly/<uuid:pk>/<uuid:assessed_id>/", own.assessed, name="assessed"),
    path("yearly/<uuid:pk>/<uuid:assessed_id>/points/", own.points, name="assessed_points"),
    path("yearly/<uuid:pk>/<uuid:assessed_id>/views/", own.views, name="assessed_views"),
]
