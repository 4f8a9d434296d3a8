"""The index on both databases: what is put in is found, what is taken out is not."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bihuan.lib.ids import new_id
from bihuan.search.actions import Text, empty, put, remove
from bihuan.search.asking import Place, find
from bihuan.search.models import IndexedText

pytestmark = pytest.mark.django_db
TOWN, VILLAGE, OTHER = "00010001", "000100010001", "000100010002"
DAY = dt.date(2010, 2, 3)


def _put(title: str, body: str = "", path: str = VILLAGE, day: dt.date = DAY) -> UUID:
    id_ = new_id()
    put([Text("record", id_, path, day, title, body)])
    return id_


def _ids(query: str, *paths: str, limit: int = 20, kind: str = "record") -> list[UUID]:
    found = find(query, kind=kind, paths=paths or ("",), limit=limit)
    return [each.text.object_id for each in found]


def test_a_word_of_two_characters_is_found_in_title_and_text() -> None:
    titled, told = _put("南山公路"), _put("小学", "门前的公路已硬化", day=dt.date(2010, 3, 1))
    _put("水库", "公 路")
    assert _ids("公路") == [titled, told]


def test_titles_come_first_then_the_newest() -> None:
    days = [dt.date(2010, 1, day) for day in (3, 9, 5)]
    titled = [_put("公路", day=day) for day in days]
    told = [_put("桥", "公路边", day=dt.date(2011, 1, day)) for day in (2, 8)]
    assert _ids("公路") == [titled[1], titled[2], titled[0], told[1], told[0]]


def test_pages_by_key_give_each_hit_once() -> None:
    every = {_put("公路" if n % 3 else "桥", "公路", day=DAY - dt.timedelta(n)) for n in range(40)}
    seen: list[UUID] = []
    place: Place | None = None
    for _page in range(20):
        found = find("公路", kind="record", paths=("",), limit=7, after=place)
        seen += [each.text.object_id for each in found]
        if not found:
            break
        place = Place.read(str(found[-1].place))
    assert len(seen) == len(every)
    assert set(seen) == every


def test_only_texts_on_the_paths_asked_for_are_found() -> None:
    mine, other = _put("公路"), _put("公路", path=OTHER)
    assert _ids("公路", VILLAGE) == [mine]
    assert set(_ids("公路", TOWN)) == {mine, other}
    assert _ids("公路", "0002") == []
    assert find("公路", kind="record", paths=(), limit=9) == []


def test_another_kind_is_not_found() -> None:
    _put("公路")
    assert _ids("公路", kind="document") == []


def test_what_was_said_before_is_found_no_more() -> None:
    id_ = _put("公路", "低保")
    put([Text("record", id_, VILLAGE, DAY, "水库", "养老")])
    assert _ids("公路") == _ids("低保") == []
    assert _ids("水库") == _ids("养老") == [id_]
    assert IndexedText.objects.count() == 1


def test_of_one_thing_put_twice_at_once_the_last_counts() -> None:
    id_ = new_id()
    put(Text("record", id_, VILLAGE, DAY, title) for title in ("公路", "水库"))
    assert _ids("公路") == []
    assert _ids("水库") == [id_]


def test_no_trace_is_left_of_what_was_removed() -> None:
    id_ = _put("公路", "张三")
    remove("record", [id_])
    assert _ids("公路") == []
    assert _tokens_left() == 0


def test_an_emptied_index_finds_nothing() -> None:
    _put("公路")
    empty()
    assert _ids("公路") == []
    assert _tokens_left() == 0


@pytest.mark.parametrize(
    "query",
    [
        '"公路',
        "公路 OR 水库*",
        "公路) AND (水库",
        "NOT 公路'",
        "公路:*",
        "title:公路",
        "\\",
        "-公路-",
        "&|!()",
    ],
)
def test_signs_of_a_query_language_are_only_signs(query: str) -> None:
    _put("水库")
    assert _ids(query) == []


def test_one_character_and_a_part_of_a_word_are_found() -> None:
    titled, told = _put("公路"), _put("桥", "通往公路ABC27")
    assert _ids("路") == [titled, told]
    assert _ids("ab") == [told]
    assert _ids("27") == []  # it stands inside a word
    assert _ids("ＡＢＣ２７") == [told]


def test_a_query_without_letters_finds_nothing() -> None:
    _put("公路")
    assert _ids("") == _ids("  ，。 ") == []


@pytest.mark.parametrize("text", ["", "2.5", "x.y", "0.99999999999999999999", "0.-3"])
def test_a_place_that_an_address_makes_up_is_the_beginning(text: str) -> None:
    assert Place.read(text) == Place()


class TestFalseCandidates(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.text("公路建设 a2，", max_size=8), min_size=1, max_size=12),
        st.text("公路建设a2", min_size=1, max_size=4),
    )
    def test_just_the_texts_that_hold_the_word_are_found(
        self, bodies: list[str], word: str
    ) -> None:
        empty()
        ids = {new_id(): " ".join(body.split()) for body in bodies}
        put(Text("record", id_, VILLAGE, DAY, "标题", body) for id_, body in ids.items())
        found = set(_ids(word, limit=50))
        assert found <= {id_ for id_, body in ids.items() if word in body}
        if word.isalpha() and not word.isascii() and "a" not in word:
            assert found == {id_ for id_, body in ids.items() if word in body}


def _tokens_left() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM search_fts WHERE search_fts MATCH 'krecord'")
        else:
            cursor.execute("SELECT count(*) FROM search_indexedtext WHERE tokens <> ''")
        return int(cursor.fetchone()[0])
