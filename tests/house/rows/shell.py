"""Home, log-in and what everybody may do with their own account."""

from tests.house.addresses import EVERYBODY, Row

ROWS = [
    Row("home", {200: EVERYBODY}),
    Row("theme", {405: EVERYBODY}, anonymous=405),
    Row("theme", {302: EVERYBODY}, anonymous=302, method="post", given={"theme": "dark"}),
    # Whoever is logged in already is led home.
    Row("account_login", {302: EVERYBODY}, anonymous=200),
    Row("account_logout", {200: EVERYBODY}, anonymous=302),
    Row("account_signup", {302: EVERYBODY}, anonymous=200),  # a page that says that it is closed
    Row("account_inactive", {200: EVERYBODY}, anonymous=200),
    Row("account_reauthenticate", {200: EVERYBODY}),
    Row("account_change_password", {200: EVERYBODY}),
    # A second factor is one's own; changing it asks for the password again first.
    Row("mfa_index", {200: EVERYBODY}),
    Row("mfa_authenticate", {302: EVERYBODY}),
    Row("mfa_reauthenticate", {302: EVERYBODY}),
    Row("mfa_activate_totp", {302: EVERYBODY}),
    Row("mfa_deactivate_totp", {404: EVERYBODY}),
    Row("mfa_generate_recovery_codes", {302: EVERYBODY}),
    Row("mfa_view_recovery_codes", {404: EVERYBODY}),
    Row("mfa_download_recovery_codes", {404: EVERYBODY}),
]
