"""New arrivals against known problems."""

from bihuan.opinions.merging import Index, Message
from bihuan.opinions.merging.tests.made import ALONE, CANAL, SCHOOL, WATER, filler, messages


def made_index() -> Index:
    index = Index()
    for problem, some in (("canal", CANAL), ("school", SCHOOL), ("water", WATER)):
        for at, (title, text) in enumerate(some[:-1]):
            index.add(Message(f"{problem}-{at}", text, title), problem)
    for message in messages(ALONE, filler()):
        index.add(message)
    return index


def test_a_new_arrival_finds_its_problem_first_and_says_why() -> None:
    title, text = CANAL[-1]

    first, *others = made_index().candidates(Message("new", text, title), limit=3)

    assert (first.id, first.likely) == ("canal", True)
    assert any("东风渠" in str(reason) for reason in first.reasons)
    assert not any(other.likely for other in others)
    assert all(first.score >= other.score for other in others)


def test_what_nobody_spoke_of_has_no_likely_problem() -> None:
    new = Message("new", "镇卫生院的化验结果要等三天，能不能当天出。", "卫生院化验太慢")

    assert not any(each.likely for each in made_index().candidates(new))


def test_a_message_added_is_found_at_once() -> None:
    index = made_index()
    new = Message("n1", "响水溪上的便桥被山洪冲走，学生绕路五里。", "响水溪便桥冲走了")
    index.add(new, "bridge")

    again = Message("n2", "响水溪便桥没了，孩子上学要绕五里山路，请重修。", "请重修响水溪便桥")

    assert index.candidates(again)[0].id == "bridge"


def test_a_known_message_is_not_offered_itself() -> None:
    index = made_index()

    assert all(each.id != 3 for each in index.candidates(messages(ALONE)[3]))


def test_no_more_than_the_limit_is_offered_and_an_empty_index_offers_nothing() -> None:
    new = Message("new", CANAL[0][1], CANAL[0][0])

    assert len(made_index().candidates(new, limit=2)) <= 2
    assert Index().candidates(new) == []
    assert made_index().candidates(Message("none", "  ")) == []


def test_a_problem_told_many_times_stays_as_findable() -> None:
    index = made_index()
    for at in range(30):
        index.add(
            Message(f"more-{at}", f"{CANAL[at % 4][1]}第{at}次来信。", CANAL[at % 4][0]), "canal"
        )

    first = index.candidates(Message("new", CANAL[4][1], CANAL[4][0]))[0]

    assert (first.id, first.likely) == ("canal", True)
