"""The addresses of the room: the drop, what was found, a proposal, what was taken."""

from django.urls import path

from bihuan.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.drop, name="drop"),
    path("uploads/<str:token>/", views.tables, name="tables"),
    path("uploads/<str:token>/<int:number>/", views.proposal, name="proposal"),
    path("uploads/<str:token>/<int:number>/register/", views.fit, name="fit"),
    path("taken/<str:token>/", views.taken, name="taken"),
    path("taken/<str:token>/bad-rows/", views.bad_rows, name="bad_rows"),
]
