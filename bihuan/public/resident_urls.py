"""The addresses for residents: all that the process of its own answers."""

from django.urls import path, re_path

from bihuan.public import views

patterns = [
    path("", views.choose, name="choose"),
    path("<slug:code>/", views.home, name="home"),
    path("<slug:code>/raise/", views.raise_something, name="raise"),
    path("<slug:code>/following/", views.following, name="following"),
    path("<slug:code>/following/answer/", views.answer, name="answer"),
    path("<slug:code>/following/contact-withdrawal/", views.withdrawal, name="withdrawal"),
    path("<slug:code>/published/", views.published, name="published"),
    path("<slug:code>/published/<int:year>/", views.published, name="published_year"),
    path("<slug:code>/protection/", views.protection, name="protection"),
]
rest = [re_path(r"^(?P<rest>.*)$", views.elsewhere, name="elsewhere")]
