"""The database role of the process that faces residents, on a real PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from bihuan.appraisals.standalone import vote
from bihuan.appraisals.tests.making import make_held
from bihuan.audit.verifying import verify
from bihuan.opinions.models import Contact, Opinion
from bihuan.orgs.tests.cast import Cast
from bihuan.public.grants import statements
from bihuan.public.tests.conftest import CONTACT, form_of, slip_of
from bihuan.public.tests.test_published import Answered, Raised
from bihuan.public.tests.test_satisfaction import PutRight
from bihuan.public.views.opening import opened_token
from bihuan.questionnaires.actions import make_codes, open_questionnaire
from bihuan.questionnaires.models import Code, Response
from bihuan.questionnaires.tests.making import make_poll
from bihuan.rectification.models import Decision, Satisfaction

pytestmark = pytest.mark.postgres
ROLE = "bihuan_public_test"


@pytest.fixture
def role(cast: Cast) -> str:
    """Make the role, inside the test's own transaction; twice, as an upgrade does."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with connection.cursor() as cursor:
        for statement in statements(ROLE) * 2:
            cursor.execute(statement)
    return ROLE


@contextmanager
def acting(role: str) -> Iterator[None]:
    """Let the connection be held to a role."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{role}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT text FROM opinions_opinion",
        "SELECT * FROM opinions_opinion",
        "SELECT giver FROM opinions_opinion",
        "SELECT sealed FROM opinions_contact",
        "SELECT key_id FROM opinions_contact",
        "SELECT wording, answer_reason FROM opinions_opiniongroup",
        "SELECT cause, detail, remark FROM rectification_problem",
        "SELECT comment FROM rectification_satisfaction",
        "UPDATE rectification_problem SET state = 'closed'",
        "SELECT username FROM orgs_account",
        "SELECT name FROM orgs_person",
        "SELECT action FROM audit_entry",
        "SELECT body FROM search_indexedtext",
        "SELECT session_data FROM django_session",
        'SELECT "values" FROM registers_version',
        "UPDATE opinions_opinion SET text = ''",
        "UPDATE opinions_opiniongroup SET public_wording = ''",
        "DELETE FROM opinions_opinion",
        "DELETE FROM opinions_contact",
        "DELETE FROM audit_entry",
        "TRUNCATE opinions_contact",
        "SELECT content FROM appraisals_sealedlist",
        "SELECT label FROM appraisals_rollline",
        "SELECT commitment FROM appraisals_teller",
        "SELECT note FROM appraisals_pollstep",
        "INSERT INTO appraisals_ballotslip (kept) VALUES ('x')",
        "UPDATE appraisals_ballotslip SET is_spoilt = false",
        "UPDATE appraisals_poll SET state = 'open'",
        "DELETE FROM appraisals_ballotslip",
        "CREATE TABLE public.mine (a int)",
        "UPDATE orgs_unit SET name = ''",
        "INSERT INTO orgs_account (id) VALUES (gen_random_uuid())",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_it_may_not(role: str, statement: str) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting(role), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_pages_work_as_this_role(
    role: str,
    cast: Cast,
    settings: Settings,
    raised: Raised,
    answered: Answered,
    put_right: PutRight,
) -> None:
    settings.ROOT_URLCONF = "bihuan.public.standalone_urls"
    answered(raised(), "老桥损坏", "已修好。")
    ended = raised("灯不亮。")
    put_right(ended)
    visitor, base = Client(), f"/public/{cast.town.code}"
    with acting(role):
        assert "老桥损坏" in visitor.get(f"{base}/published/").content.decode()
        for path in ("", "raise/", "following/", "protection/"):
            assert visitor.get(f"{base}/{path}").status_code == 200
        answer = visitor.post(f"{base}/raise/", form_of(cast, contact=CONTACT))
        number, phrase = slip_of(answer.content.decode())
        again = visitor.post(f"{base}/raise/", form_of(cast, contact=CONTACT))
        assert slip_of(again.content.decode()) == (number, phrase)
        page = visitor.post(
            f"{base}/following/", {"number": number, "phrase": phrase}
        ).content.decode()
        assert "清除我的联系方式" in page
        opened = page.split('name="opened" value="')[1].split('"')[0]
        answer = visitor.post(f"{base}/following/contact-withdrawal/", {"opened": opened})
        assert "已经清除" in answer.content.decode()
        for said in ("fairly", "not"):
            given = {"opened": opened_token(ended.opinion), "answer": said, "comment": "还是黑。"}
            answer = visitor.post(f"{base}/following/answer/", given)
            assert "您的评价已经收到" in answer.content.decode()
    assert [each.answer for each in Satisfaction.objects.filter(is_latest=True)] == ["not"]
    assert Decision.objects.count() == 1
    assert Opinion.objects.filter(phrase_hash__startswith="scrypt").count() == 3
    assert bytes(Contact.objects.get().sealed) == b""
    assert list(verify()) == []


@pytest.mark.parametrize("with_codes", [False, True])
def test_a_questionnaire_is_answered_as_this_role_and_not_read(
    role: str, cast: Cast, settings: Settings, with_codes: bool
) -> None:
    settings.ROOT_URLCONF = "bihuan.public.standalone_urls"
    clerk = cast.actor("clerk")
    poll = open_questionnaire(actor=clerk, questionnaire=make_poll(cast, codes=with_codes))
    codes = make_codes(actor=clerk, questionnaire=poll, count=5) if with_codes else [""]
    visitor, address = Client(), f"/public/q/{poll.slug}/"
    with acting(role):
        assert visitor.get(address).status_code == 200
        given = {"q1": "1", "q2": "1", "code": codes[0]}
        assert visitor.post(address, given).status_code == 302
        for table in ("answer", "response"):
            refused = pytest.raises(DatabaseError, match="permission denied")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM questionnaires_{table}")
    assert Response.objects.count() == 1
    assert Code.objects.filter(is_used=True).count() == (1 if with_codes else 0)


def test_a_ballot_is_cast_and_its_receipt_found_as_this_role(
    role: str, cast: Cast, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "bihuan.public.standalone_urls"
    held = make_held(cast).key().print_slips({1: 12, 2: 9}).open()
    visitor, address = Client(), f"/public/v/{held.poll.slug}/"
    receipts = []
    with acting(role):
        for at, slip in enumerate(held.slips[1]):
            credential = vote.credential_of(held.hex, slip)
            ballot = held.ballot(1, {item: str(1 + (at + item) % 3) for item in range(1, 6)})
            kind = "application/octet-stream"
            opened = visitor.post(f"{address}paper/", credential, content_type=kind)
            assert opened.json()["paper"] == held.poll.paper
            sent = visitor.post(f"{address}ballots/", credential + ballot, content_type=kind)
            receipts.append(sent.json()["receipt"])
    held.end().count().publish()
    with acting(role):
        page = visitor.get(f"{address}receipts/").content.decode()
        assert all(receipt in page for receipt in receipts)
        assert visitor.get(f"{address}result/").status_code == 200
        assert visitor.get(f"{address}result/published.json").json()["receipts"]
