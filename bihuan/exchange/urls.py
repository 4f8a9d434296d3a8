"""The addresses of the room."""

from django.urls import path

from bihuan.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("dispatches/", views.outbox, name="outbox"),
    path("documents/<uuid:pk>/dispatches/", views.new_dispatch, name="new_dispatch"),
    path("dispatches/<uuid:pk>/", views.dispatch_page, name="dispatch"),
    path("dispatches/<uuid:pk>/note/", views.note, name="note"),
    path("dispatches/<uuid:pk>/package/", views.package, name="package"),
    path("receptions/<uuid:pk>/", views.reception_page, name="reception"),
    path("receptions/<uuid:pk>/files/<slug:form>/", views.reception_file, name="reception_file"),
    path("receptions/<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("receptions/<uuid:pk>/return/", views.return_, name="return"),
    path("receptions/<uuid:pk>/answer/", views.answer, name="answer"),
    path("steps/<uuid:pk>/files/<slug:form>/", views.step_file, name="step_file"),
    path("packages/", views.new_package, name="new_package"),
    path("correspondents/", views.correspondents, name="correspondents"),
    path("correspondents/new/", views.new_correspondent, name="new_correspondent"),
    path("correspondents/<uuid:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("key/", views.own_key, name="own_key"),
    path("key/file/", views.own_key_file, name="own_key_file"),
]
