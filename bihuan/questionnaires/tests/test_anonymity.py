"""Nothing leads from an answer to a person, nor from one answer to another of the same person."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection, models
from django.test import Client

from bihuan.audit.models import Entry
from bihuan.orgs.tests.cast import Cast
from bihuan.questionnaires.actions import close_questionnaire, make_codes, open_questionnaire
from bihuan.questionnaires.models import Answer, Batch, Code, Questionnaire, Response
from bihuan.questionnaires.periodic import count_what_came
from bihuan.questionnaires.tests.making import filled, make_poll, pick

Answers = Callable[..., None]
NAMELESS = (Response, Answer, Code)
pytestmark = pytest.mark.urls("bihuan.questionnaires.tests.site_urls")


@pytest.mark.parametrize("model", NAMELESS)
def test_no_column_holds_a_moment_an_account_or_an_address(model: type[models.Model]) -> None:
    kinds = {type(field) for field in model._meta.concrete_fields}
    assert models.DateTimeField not in kinds
    assert models.GenericIPAddressField not in kinds
    points_at = {
        field.related_model._meta.model_name  # type: ignore[union-attr]
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    assert points_at <= {"unit", "questionnaire", "question"}
    assert models.DateField not in kinds or model is Response


def test_no_row_of_an_answer_shares_a_value_with_its_response(
    poll: Questionnaire, answer: Answers
) -> None:
    answer(poll, filled(1, 4, why="路面坏了"))
    response = Response.objects.get()
    shared = {response.home_id, response.questionnaire_id}
    for row in Answer.objects.all():
        values = {str(getattr(row, field.attname)) for field in row._meta.concrete_fields}
        assert str(response.pk) not in values
        assert {row.home_id, row.questionnaire_id} == shared
    keys = [str(row.pk) for row in (response, *Answer.objects.all())]
    assert all(re.match(r"[0-9a-f]{8}-[0-9a-f]{4}-4", key) for key in keys)
    assert len({key[:8] for key in keys}) == len(keys)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite's files")
@pytest.mark.django_db
@pytest.mark.parametrize("model", NAMELESS)
def test_on_sqlite_the_tables_lie_in_the_order_of_random_keys(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s",
            [model._meta.db_table],
        )
        made = cursor.fetchone()[0]
        assert made.endswith("WITHOUT ROWID")
        cursor.execute(f"SELECT count(*) FROM pragma_index_list('{model._meta.db_table}')")
        indexes = cursor.fetchone()[0]
    wanted = len(model._meta.indexes) + len(model._meta.constraints)
    assert indexes >= wanted


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL's files")
def test_on_postgresql_counting_takes_order_and_transaction_away(
    poll: Questionnaire, answer: Answers
) -> None:
    for n in range(10):
        answer(poll, filled(n % 3 + 1, n % 2 + 1))
        count_what_came()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM questionnaires_answer WHERE batch = 0 ORDER BY ctid",
        )
        keys = [row[0] for row in cursor.fetchall()]
    assert len(keys) == 10
    assert keys == sorted(keys)


def test_the_page_sets_no_cookie_and_tells_no_two_visits_apart(
    client: Client, poll: Questionnaire
) -> None:
    address = f"/public/q/{poll.slug}/"
    first = client.get(address)
    assert first.status_code == 200
    sent = client.post(address, {"q1": "1", "q2": "1"})
    assert sent.status_code == 302
    assert client.get(sent.headers["Location"]).status_code == 200
    assert not client.cookies
    assert first.content == client.get(address).content
    assert first.headers["Cache-Control"] == "no-store"


def test_who_is_logged_in_leaves_no_trace_either(cast: Cast, poll: Questionnaire) -> None:
    client = Client()
    client.force_login(
        cast.account("clerk"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    entries = Entry.objects.count()
    client.post(f"/public/q/{poll.slug}/", {"q1": "1", "q2": "1"})
    assert Response.objects.count() == 1
    assert Entry.objects.count() == entries
    assert "clerk" not in client.get(f"/public/q/{poll.slug}/").content.decode()


def test_no_response_changes_a_count_by_itself(
    cast: Cast, poll: Questionnaire, answer: Answers
) -> None:
    seen = []
    for _n in range(23):
        answer(poll, filled())
        count_what_came()
        seen.append(Answer.objects.filter(batch=Batch.COUNTED, question__position=2).count())
    close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)
    seen.append(Answer.objects.filter(batch=Batch.COUNTED, question__position=2).count())
    steps = {later - before for before, later in pairwise(seen)} - {0}
    assert steps
    assert min(steps) >= 5


def test_codes_are_kept_as_hashes_and_used_ones_say_no_more(cast: Cast, answer: Answers) -> None:
    clerk = cast.actor("clerk")
    poll = make_poll(cast, codes=True)
    codes = make_codes(actor=clerk, questionnaire=poll, count=3)
    open_questionnaire(actor=clerk, questionnaire=poll)
    answer(poll, {1: pick(1), 2: pick(1)}, code=codes[0])
    used = Code.objects.get(is_used=True)
    assert {field.name for field in Code._meta.concrete_fields} == {
        *("id", "home", "questionnaire", "digest", "is_used"),
    }
    assert codes[0] not in str(used.__dict__)
    assert not [entry for entry in Entry.objects.all() for code in codes if code in entry.note]
