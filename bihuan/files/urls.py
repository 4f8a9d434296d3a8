"""The addresses of the room. A file's own address lies in the room that refers to it."""

from django.urls import path

from bihuan.files import views

app_name = "files"
urlpatterns = [path("backups/", views.backup_list, name="backups")]
