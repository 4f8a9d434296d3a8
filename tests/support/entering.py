"""A client that is logged in without the cost of a log-in, for tests that ask hundreds of times."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from bihuan.orgs.models import Account
from bihuan.ui.middleware import SEEN

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def entered(account: Account) -> Client:
    """Return a client with a session as a log-in leaves it, in use; the log-in itself is not made.

    `force_login` makes it: entry in the log, days of the password, counted failures; a third of the
    time of a test that asks every address. Answers of a server that failed are returned, not
    raised.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SEEN] = int(time.time())
    session.create()
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client
