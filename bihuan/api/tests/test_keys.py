"""Keys: made and revoked by who keeps accounts, seen by nobody else, their secrets kept nowhere."""

import pytest
from django.test import Client

from bihuan.api.actions import make_key, revoke_key
from bihuan.api.models import Key
from bihuan.audit.models import Entry
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import ROLES_OF_THE_CAST, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_the_secret_is_shown_once_and_kept_nowhere(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.account("administrator"), backend=BACKEND)
    answer = client.post(
        "/api/keys/new/", {"home": cast.town.code, "name": "热线平台", "scopes": ["opinions"]}
    )
    key = Key.objects.get()
    page = answer.content.decode()
    secret = page.split('id="secret"')[1].split(">")[1].split("<")[0].strip()
    assert secret.startswith(key.head)
    assert len(secret) > 40
    kept = str(list(Key.objects.values())) + str(list(Entry.objects.values()))
    assert secret not in kept
    assert secret not in client.get("/api/keys/").content.decode()


@pytest.mark.parametrize("who", sorted(set(ROLES_OF_THE_CAST) - {"administrator"}))
def test_only_who_keeps_keys_makes_and_revokes_them(cast: Cast, who: str) -> None:
    key, _secret = make_key(
        actor=cast.actor("administrator"), home=cast.town, name="平台", scopes=["opinions"]
    )
    with pytest.raises(NotAllowed):
        make_key(actor=cast.actor(who), home=cast.town, name="另一个", scopes=["opinions"])
    with pytest.raises(NotAllowed):
        revoke_key(actor=cast.actor(who), key=key, reason="不用了")
    key.refresh_from_db()
    assert key.is_open
    assert Key.objects.count() == 1


def test_a_key_has_a_name_and_something_to_hand_in(cast: Cast) -> None:
    actor = cast.actor("administrator")
    for name, scopes in (("", ["opinions"]), ("平台", []), ("平台", ["records"])):
        with pytest.raises(Invalid):
            make_key(actor=actor, home=cast.town, name=name, scopes=scopes)
    assert not Key.objects.exists()


def test_a_revoked_key_stays_revoked_and_frees_its_name(cast: Cast) -> None:
    actor = cast.actor("administrator")
    key, _secret = make_key(actor=actor, home=cast.town, name="平台", scopes=["opinions"])
    with pytest.raises(Invalid):
        make_key(actor=actor, home=cast.town, name="平台", scopes=["opinions"])
    revoke_key(actor=actor, key=key, reason="更换")
    with pytest.raises(Conflict):
        revoke_key(actor=actor, key=key, reason="再来")
    make_key(actor=actor, home=cast.town, name="平台", scopes=["opinions"])
    assert Key.objects.count() == 2
