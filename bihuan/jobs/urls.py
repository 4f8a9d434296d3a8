"""The addresses of the room."""

from django.urls import path

from bihuan.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:pk>/", views.job_page, name="job"),
    path("<uuid:pk>/cancellation/", views.cancellation, name="cancellation"),
    path("<uuid:pk>/result/", views.result, name="result"),
]
