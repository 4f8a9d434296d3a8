"""The addresses of the site: nouns, one include a room."""

from importlib.util import find_spec

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from bihuan.ui.views import home, theme

# allauth's own list also has sign-up by e-mail, password reset and the like, which make no sense
# here: there is no e-mail, and accounts are made by an administrator, who also sets passwords.
_accounts: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),  # says that it is closed
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", home, name="home"),
    path("theme/", theme, name="theme"),
    path("accounts/", include(_accounts)),
]
_ROOMS = (
    *(
        "public",
        "api",
        "oversight",
        "campaigns",
        "appraisals",
        "duty",
        "meetings",
        "burden",
        "rectification",
    ),
    *("questionnaires", "opinions", "finance", "tasks"),
    *("exchange", "documents", "figures", "collecting", "ledgers", "registers", "reporting"),
    *("files", "jobs", "presets", "search", "orgs", "audit"),
)
for _room in _ROOMS:
    if find_spec(f"bihuan.{_room}.urls"):
        urlpatterns.append(path(f"{_room}/", include(f"bihuan.{_room}.urls")))
urlpatterns.append(
    path("campaigns/<uuid:campaign_id>/", include("bihuan.campaigns.requirement_urls"))
)
