"""The addresses of the room: units and people, accounts, the audit log."""

from django.urls import path

from bihuan.orgs import views

app_name = "orgs"
urlpatterns = [
    path("", views.units, name="units"),
    path("units/<uuid:pk>/", views.unit, name="unit"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("teams/", views.teams, name="teams"),
    path("teams/<uuid:pk>/", views.team, name="team"),
    path("structure/", views.structure, name="structure"),
    path("contact-points/", views.coverage, name="coverage"),
    path("contact-points/new/", views.new_contact_point, name="new_contact_point"),
    path("contact-points/<uuid:pk>/end/", views.contact_point_end, name="contact_point_end"),
    path("liaisons/new/", views.new_liaison, name="new_liaison"),
    path("liaisons/<uuid:pk>/end/", views.liaison_end, name="liaison_end"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new_account, name="new_account"),
    path("accounts/<uuid:pk>/", views.account, name="account"),
    path("accounts/<uuid:pk>/roles/", views.account_roles, name="account_roles"),
    path("accounts/<uuid:pk>/password/", views.account_password, name="account_password"),
    path("accounts/<uuid:pk>/closure/", views.account_closure, name="account_closure"),
    path("roles/<uuid:pk>/revocation/", views.role_revocation, name="role_revocation"),
    path("log/", views.log, name="log"),
    path("log/verification/", views.verification, name="verification"),
    path("log/<int:sequence>/", views.entry, name="entry"),
]
