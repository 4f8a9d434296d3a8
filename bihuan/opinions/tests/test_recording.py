"""Recording: word for word, once, in whose name, and what is refused."""

import datetime as dt

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions import record_opinion, record_opinions
from bihuan.opinions.errors import NoSuchCategory, TextRefused
from bihuan.opinions.models import LONGEST_TEXT, Category, Opinion, OpinionGroup, OpinionState
from bihuan.opinions.tests.making import make_opinion, make_spec
from bihuan.orgs.tests.cast import Cast

NASTY = [
    "桥坏了\n\n  三年没修。  ",
    "👨‍👩‍👧‍👦 路灯不亮 🚧",
    "مرحبا 村里的路 \u202eabc\u202c",
    "零\u200b宽\u200d字\ufeff符",
    "<script>alert(1)</script><b>路</b>",
    '=HYPERLINK("http://example.org","点我")',
    "+cmd|' /C calc'!A0",
    "路" * 34_000,  # 100 KB
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_words_are_kept_sign_for_sign(cast: Cast, text: str) -> None:
    made = make_opinion(cast.actor("clerk"), cast.villages[0], text)
    assert Opinion.objects.get(pk=made.pk).text == text


def test_what_no_database_keeps_is_shown_in_its_place(cast: Cast) -> None:
    made = make_opinion(cast.actor("clerk"), cast.villages[0], "桥\0坏\ud83d了")
    assert Opinion.objects.get(pk=made.pk).text == "桥␀坏\ufffd了"


def test_a_longer_text_is_refused_in_one_sentence(cast: Cast) -> None:
    with pytest.raises(TextRefused, match=r"超过120000个字，请分成几条登记。$"):
        make_opinion(cast.actor("clerk"), cast.villages[0], "路" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u202e\ufeff"])
def test_nothing_to_read_is_no_opinion(cast: Cast, text: str) -> None:
    with pytest.raises(TextRefused, match="请填写意见原话"):
        make_opinion(cast.actor("clerk"), cast.villages[0], text)


def test_a_village_records_in_its_own_name_and_a_clerk_in_the_towns(cast: Cast) -> None:
    village = cast.villages[0]
    mine = make_opinion(cast.actor("village_reporter"), village)
    theirs = make_opinion(cast.actor("clerk"), village)
    assert (mine.source_unit, theirs.source_unit) == (village, cast.town)
    assert (mine.label, theirs.label) == ("2010-0001", "2010-0002")


def test_a_village_does_not_record_for_another(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make_opinion(cast.actor("village_reporter"), cast.villages[1])
    assert not Opinion.objects.exists()


def test_a_unit_of_another_administration_is_refused(cast: Cast) -> None:
    spec = make_spec(cast.other_village)
    with pytest.raises(Invalid, match="不属于"):
        record_opinion(actor=cast.actor("clerk"), home=cast.town, spec=spec)


def test_a_day_to_come_and_an_unknown_channel_are_refused(cast: Cast) -> None:
    clerk, village = cast.actor("clerk"), cast.villages[0]
    with pytest.raises(Invalid, match="今天之后"):
        make_opinion(clerk, village, raised_on=dt.date(2010, 2, 4))
    with pytest.raises(Invalid, match="渠道"):
        make_opinion(clerk, village, channel="rumour")


def test_the_same_message_twice_is_one_and_gives_no_second_number(cast: Cast) -> None:
    clerk, village = cast.actor("clerk"), cast.villages[0]
    first = make_opinion(clerk, village, channel="hotline", ref="A-1")
    again = make_opinion(clerk, village, "换了说法", channel="hotline", ref="A-1")
    other = make_opinion(clerk, village, channel="web", ref="A-1")
    assert again == first
    assert again.text == "桥坏了。"
    assert other.number == 2


def test_many_are_recorded_with_one_entry_in_the_order_given(cast: Cast) -> None:
    clerk, village = cast.actor("clerk"), cast.villages[0]
    standing = make_opinion(clerk, village, "甲", channel="hotline", ref="1")
    before = Entry.objects.count()
    specs = [
        make_spec(village, "乙"),
        make_spec(village, "甲", channel="hotline", ref="1"),
        make_spec(village, "丙", channel="hotline", ref="2"),
        make_spec(village, "丙再来", channel="hotline", ref="2"),
        make_spec(village, "丁"),
    ]
    came = record_opinions(actor=clerk, home=cast.town, specs=specs, note="热线导出.xlsx")
    assert [each.text for each in came] == ["乙", "甲", "丙", "丙", "丁"]
    assert came[1] == standing
    assert sorted(Opinion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Entry.objects.count() == before + 1


def test_one_fault_and_none_of_them_is_recorded(cast: Cast) -> None:
    specs = [make_spec(cast.villages[0], "好的"), make_spec(cast.villages[0], "")]
    with pytest.raises(TextRefused):
        record_opinions(actor=cast.actor("clerk"), home=cast.town, specs=specs)
    assert not Opinion.objects.exists()


def test_who_sorts_may_give_the_class_at_once(cast: Cast, roads: Category) -> None:
    made = make_opinion(cast.actor("clerk"), cast.villages[0], category="roads")
    made.refresh_from_db()
    assert made.state == OpinionState.SORTED
    assert made.group is not None
    assert (made.group.raw_count, made.group.category) == (1, roads)


def test_a_reporters_class_is_a_suggestion(cast: Cast, roads: Category) -> None:
    made = make_opinion(cast.actor("village_reporter"), cast.villages[0], category="roads")
    made.refresh_from_db()
    assert (made.state, made.category, made.suggested) == (OpinionState.NEW, None, roads)
    assert not OpinionGroup.objects.exists()


def test_an_unknown_class_is_named(cast: Cast) -> None:
    with pytest.raises(NoSuchCategory, match="nonsense"):
        make_opinion(cast.actor("clerk"), cast.villages[0], category="nonsense")
