"""The addresses of the room."""

from django.urls import path

from bihuan.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.form_list, name="list"),
    path("new/", views.new_form, name="new"),
    path("<uuid:pk>/", views.form_page, name="form"),
    path("<uuid:pk>/details/", views.form_details, name="details"),
    path("<uuid:pk>/blank/", views.blank_file, name="blank"),
    path("<uuid:pk>/blanks/new/", views.new_blank, name="new_blank"),
    path("<uuid:pk>/proposals/", views.form_proposals, name="proposals"),
    path("<uuid:pk>/mapping/", views.form_mapping, name="mapping"),
    path("<uuid:pk>/checks/", views.form_checks, name="checks"),
    path("<uuid:pk>/comparison/", views.form_comparison, name="comparison"),
    path("<uuid:pk>/fillings/", views.fillings, name="fillings"),
    path("filled/<uuid:pk>/", views.filled_page, name="filled"),
    path("filled/<uuid:pk>/file/", views.filled_file, name="file"),
    path("filled/<uuid:pk>/gaps/", views.gap_answers, name="gaps"),
    path("filled/<uuid:pk>/sending/", views.sendings, name="sending"),
    path("filled/<uuid:pk>/correction/", views.corrections, name="correction"),
]
