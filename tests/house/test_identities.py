"""Who brought a case never reaches the unit complained of, nor anybody but a keeper: every way.

A canary (name, telephone number, house, own words, the name of a paper) is planted in a petition
and a dispute that were worked on. Then each address of the site is asked as each account that must
not learn it, downloads unpacked; and the database is read whole, row by row. Every other way a
thing could leave (search, traces, tasks, the log, the home page) is one of those addresses.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.duty import presenting
from bihuan.duty.actions import read_identity, try_dispute
from bihuan.duty.actions.stepping import identity_of
from bihuan.duty.models import CaseIdentity
from bihuan.duty.tests import making
from bihuan.figures.models import Definition
from bihuan.orgs.models import Account
from bihuan.orgs.tests.cast import make_account, make_person
from bihuan.search.asking import find
from bihuan.search.models import IndexedText
from tests.house.addresses import addresses
from tests.house.rows import ROWS
from tests.house.things.duty import PAPER_NAME
from tests.house.world import World
from tests.support.entering import entered

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CANARIES = {
    "name": making.NAME,
    "a piece of the name": making.NAME[1:4],
    "phone": making.PHONE,
    "a piece of the phone": making.PHONE[2:10],
    "house": making.HOUSE,
    "own words": "住小河镇一村",
    "name of a paper": PAPER_NAME,
    "the other party": "司徒假名字",
}
SEARCHED = [
    making.NAME,
    making.NAME[1:4],
    making.PHONE,
    "老樟树下组",
    "渠道",
    "交办",
    "信访",
    "001",
]
NEAR = ("/duty/", "/tasks/", "/figures/", "/search/", "/orgs/", "/audit/", "/jobs/", "/documents/")
"""Where something of a case may stand; the unit complained of is asked everywhere."""
# Shows what was sealed to whoever keeps cases, by a POST with a reason; a GET is refused.
ROWS_ASKED = [row for row in ROWS if row.method == "get"]


def told(content: bytes) -> list[str]:
    """Return what of the canary a content tells: as people read it, also inside a workbook."""
    texts = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts += [archive.read(name) for name in archive.namelist()]
    found = []
    for raw in texts:
        text = plain(raw.decode("utf-8", "replace"))
        found += [what for what, canary in CANARIES.items() if plain(canary) in text]
    return found


def plain(text: str) -> str:
    """Return a text without what does not change how it reads."""
    return re.sub(r"[\s\-\u200b·]", "", unicodedata.normalize("NFKC", text)).casefold()


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BIHUAN_TODAY = making.TODAY


@pytest.fixture
def planted(world: World) -> World:
    """A world in which the canary was planted, and worked on, searched and counted."""
    clerk = world.cast.actor("clerk")
    assert world.petition_paper.name == PAPER_NAME
    try_dispute(actor=clerk, dispute=world.dispute, note="村调委会上门谈过")
    read_identity(actor=clerk, case=world.petition, reason="电话回访")
    for code in ("duty.disputes", "duty.petitions"):
        Definition.objects.create(
            home=world.cast.town, code=code.replace(".", "_"), label=code, source=code,
            aggregate="count", nature="exact",
        )  # fmt: skip
    return world


def of_the_station(world: World) -> dict[str, Account]:
    """Return accounts of the unit complained of, the mightiest last: one keeps the town's cases."""
    person = make_person(world.cast.station)
    return {
        "its reporter": world.cast.account("station_reporter"),
        "its leader": make_account("leader", world.cast.town, person=person),
        "a clerk who is of it": make_account(
            "clerk", world.cast.town, person=make_person(world.cast.station)
        ),
    }


def others(world: World) -> dict[str, Account]:
    """Return everybody else who is no keeper of the town's cases."""
    names = ("village_reporter", "leader", "inspection_group", "auditor", "administrator")
    return {name: world.cast.account(name) for name in (*names, "outsider")}


def asked_of(world: World) -> Iterator[str]:
    """Yield every address that is asked by GET: with each thing it is about, and with words."""
    for row in ROWS_ASKED:
        yield reverse(row.name, kwargs=dict(row.arguments(world)))
    for row in ROWS:  # what is posted to may still answer a GET
        if row.method != "get" and row.name.startswith(("duty:", "tasks:")):
            yield reverse(row.name, kwargs=dict(row.arguments(world)))
    for words in SEARCHED:
        yield f"{reverse('search:search')}?q={words}"
        for name in ("duty:disputes", "duty:petitions"):
            yield f"{reverse(name)}?which=all&text={words}"
            yield f"{reverse(name + '_workbook')}?which=all&text={words}"
    for which in ("open", "late", "near", "registered", "closed", "all"):
        yield f"{reverse('duty:petitions')}?which={which}"
        yield f"{reverse('duty:disputes')}?which={which}"


def leaks(addresses_asked: list[str], account: Account) -> list[tuple[str, list[str]]]:
    """Return the addresses that tell an account something of the canary, and what."""
    found = []
    for address in addresses_asked:
        with transaction.atomic():
            answer: Any = entered(account).get(address)
            content = (
                answer.getvalue()
                if isinstance(answer, StreamingHttpResponse)
                else bytes(answer.content)
            )
            content += repr(answer.headers).encode()
            transaction.set_rollback(True)
        what = told(without_echo(content))
        if what:
            found.append((address, what))
    return found


def without_echo(content: bytes) -> bytes:
    """Return a page without the words asked for, where its heading and search box repeat them."""
    for words in SEARCHED:
        for echo in (f'value="{words}"', f"“{words}”", f"={words}"):
            content = content.replace(echo.encode(), b"")
    return content


def test_nothing_tells_the_unit_complained_of_by_any_address(planted: World) -> None:
    asked = list(asked_of(planted))
    for who, account in of_the_station(planted).items():
        assert leaks(asked, account) == [], who


def test_nothing_tells_the_handling_unit_a_leader_or_anybody_else(planted: World) -> None:
    asked = [address for address in asked_of(planted) if address.startswith(NEAR)]
    for who, account in others(planted).items():
        assert leaks(asked, account) == [], who


def test_not_even_a_keeper_is_told_by_an_address_but_the_name_of_a_paper(planted: World) -> None:
    pages = (
        reverse("duty:petition", args=[planted.petition.pk]),
        reverse("duty:paper", args=["petition", planted.petition.pk, planted.petition_paper.pk]),
    )
    asked = [address for address in asked_of(planted) if address.startswith(NEAR)]
    for address, what in leaks(asked, planted.cast.account("clerk")):
        assert set(what) <= {"name", "a piece of the name", "name of a paper"}, address
        assert address in pages


def test_the_keeper_is_told_by_the_one_page_that_tells(planted: World) -> None:
    """The search for the canary can find it."""
    client = Client()
    client.force_login(planted.cast.account("clerk"), backend=BACKEND)
    url = reverse("duty:identity", args=["petition", planted.petition.pk])
    answer = client.post(url, {"reason": "电话回访"})
    assert {"name", "phone", "house", "own words"} <= set(told(answer.content))
    assert answer["Cache-Control"] == "no-store"


def test_a_naive_source_and_a_naive_search_would_be_found(
    planted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a case described with who brought it, or a page open to all, the crawl would say so."""
    account = planted.cast.account("leader")
    plainly = presenting.result_of
    monkeypatch.setattr(
        presenting, "result_of", lambda case: plainly(case) + identity_of(case).words
    )
    asked = [address for address in asked_of(planted) if address.startswith("/duty/")]
    found = {address for address, _what in leaks(asked, account)}
    assert f"{reverse('duty:petitions')}?which=all" in found
    assert reverse("duty:petitions_workbook") in found


def test_the_database_holds_nothing_in_the_clear(planted: World) -> None:
    """Every row of every table: the log, the search index, tasks, steps, sessions, jobs."""
    assert CaseIdentity.objects.count() == 2
    found = []
    for model in apps.get_models():
        for row in model._base_manager.all().iterator():
            for field in model._meta.concrete_fields:
                raw = getattr(row, field.attname)
                content = bytes(raw) if isinstance(raw, bytes | memoryview) else repr(raw).encode()
                if told(content):
                    found.append((model._meta.label, field.name))
    # A paper's name and content are kept as they came; only keepers are shown them.
    assert set(found) == {("files.Attachment", "name")}


def test_no_table_beside_the_models_holds_it(planted: World) -> None:
    """Tables without a model too; the text index is asked for the canary instead."""
    assert planted
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if "fts" in table or table == "files_attachment":
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                kept = [each for each in row if not isinstance(each, bytes | memoryview)]
                assert told(repr(kept).encode()) == [], table
    for canary in CANARIES.values():
        for kind in IndexedText.objects.values_list("kind", flat=True).distinct():
            assert not list(find(canary, kind=kind, paths=("",), limit=5)), (canary, kind)


def test_what_a_step_refuses_repeats_nothing(planted: World) -> None:
    """An error is shown to who typed it alone, and neither sentence nor log repeats it."""
    client = Client()
    client.force_login(planted.cast.account("village_reporter"), backend=BACKEND)
    url = reverse("duty:petition_step", args=[planted.petition.pk, "summarise"])
    assert client.post(url, {"summary": making.NAME}).status_code == 404
    clerk = Client()
    clerk.force_login(planted.cast.account("clerk"), backend=BACKEND)
    answer = clerk.post(url, {"summary": f"反映人是{making.NAME}"})
    assert answer.status_code == 422
    sentence = re.search(r"“脱敏摘要”里有[^<]*", answer.content.decode())
    assert sentence
    assert told(sentence[0].encode()) == []
    assert told(repr(list(Entry.objects.values_list("note", flat=True))).encode()) == []


def test_every_address_with_a_case_is_asked(planted: World) -> None:
    duty = {name for name, _route in addresses() if name.startswith("duty:")}
    whole = {reverse(row.name, kwargs=dict(row.arguments(planted))) for row in ROWS}
    assert {row.name for row in ROWS} >= duty
    assert {url for url in whole if url.startswith("/duty/")} <= set(asked_of(planted))
