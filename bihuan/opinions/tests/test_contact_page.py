"""The contact on the opinion's page: masked, shown once with a reason, erased."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.opinions import contact_keys
from bihuan.opinions.actions.residents import receive_from_resident
from bihuan.opinions.models import Contact, Opinion
from bihuan.opinions.tests.test_residents import resident, spec_of
from bihuan.orgs.tests.cast import Cast

CONTACT = "13800001234"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def opinion(cast: Cast, tmp_path: Path, settings: Settings) -> Opinion:
    """Return what a resident raised, with a contact."""
    settings.BIHUAN_CONTACT_KEYS = str(tmp_path / "contact-keys")
    contact_keys.make_first()
    spec = spec_of(cast.villages[0])
    actor = resident(cast.town)
    return receive_from_resident(actor=actor, home=cast.town, spec=spec, contact=CONTACT).opinion


def enter(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.account(who), backend=BACKEND)
    return client


def url_of(opinion: Opinion, name: str = "opinion") -> str:
    return reverse(f"opinions:{name}", args=[opinion.pk])


def test_the_clerk_sees_it_masked_and_once_in_full(cast: Cast, opinion: Opinion) -> None:
    clerk = enter(cast, "clerk")
    page = clerk.get(url_of(opinion)).content.decode()
    assert "138****1234" in page
    assert CONTACT not in page
    answer = clerk.post(url_of(opinion, "contact"), {"reason": "问是哪座桥"})
    assert CONTACT in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert "问是哪座桥" in Entry.objects.get(action="contact.read").note


def test_without_a_reason_nothing_is_shown(cast: Cast, opinion: Opinion) -> None:
    answer = enter(cast, "clerk").post(url_of(opinion, "contact"), {"reason": " "})
    assert answer.status_code == 422
    assert CONTACT not in answer.content.decode()
    assert not Entry.objects.filter(action="contact.read").exists()


def test_the_clerk_erases_it(cast: Cast, opinion: Opinion) -> None:
    clerk = enter(cast, "clerk")
    answer = clerk.post(url_of(opinion, "contact_erasure"), {"reason": "本人要求"})
    assert answer.status_code == 302
    assert bytes(Contact.objects.get().sealed) == b""
    assert "已于2010年2月3日清除" in clerk.get(url_of(opinion)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 403), ("inspection_group", 403), ("village_reporter", 404)]
)
def test_others_see_no_trace_of_it(cast: Cast, opinion: Opinion, who: str, status: int) -> None:
    client = enter(cast, who)
    assert "联系方式" not in client.get(url_of(opinion)).content.decode()
    answer = client.post(url_of(opinion, "contact"), {"reason": "看看"})
    assert answer.status_code == status
    assert Contact.objects.get().erased_on is None
