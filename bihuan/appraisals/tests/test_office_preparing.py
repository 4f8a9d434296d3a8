"""Preparing a poll in the browser: rows, lists, people; one fault changes nothing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.appraisals import actions
from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.models import Candidate, Poll, PollKind, PollState, RollLine, VoterGroup
from bihuan.appraisals.tests.making import TODAY, Held, make_held
from bihuan.lib.errors import Invalid
from bihuan.meetings.models import Meeting
from bihuan.meetings.tests.making import make_held as make_meeting_held
from bihuan.orgs.tests.cast import Cast, make_leader, make_person, make_post, make_term

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
THREE = [CandidateSpec("甲", "一科"), CandidateSpec("乙", "一科"), CandidateSpec("丙", "二科")]


@pytest.fixture
def clerk(cast: Cast) -> Client:
    """The clerk's browser."""
    made = Client()
    made.force_login(cast.account("clerk"), backend=BACKEND)
    return made


@pytest.fixture
def held(cast: Cast) -> Held:
    """A draft of a cadre appraisal with three candidates and two groups."""
    groups = [GroupSpec("班子", Decimal(60), 6), GroupSpec("群众", Decimal(40), 9, (1, 3))]
    return make_held(cast, PollKind.PERSONS, groups=groups, candidates=THREE)


@pytest.fixture
def post(clerk: Client, held: Held) -> Callable[..., Any]:
    """Post to a page of the draft."""
    return lambda name, given: clerk.post(reverse(f"appraisals:{name}", args=[held.poll.pk]), given)


def _labels(held: Held) -> list[str]:
    return list(Candidate.objects.filter(poll=held.poll).values_list("label", flat=True))


def test_a_poll_is_registered_and_changed_in_the_browser(clerk: Client, cast: Cast) -> None:
    given = {
        "unit": cast.town.code,
        "kind": "report",
        "title": "报告评议",
        "on": str(TODAY),
        "meeting": "",
        "quorum": "",
        "about": "请如实评议",
    }
    answer = clerk.post(reverse("appraisals:new"), given)
    poll = Poll.objects.get()
    assert answer["Location"] == reverse("appraisals:poll", args=[poll.pk])
    assert (poll.kind, poll.quorum, poll.about) == ("report", 60, "请如实评议")
    change = reverse("appraisals:change", args=[poll.pk])
    assert clerk.post(change, {**given, "title": "", "quorum": "0"}).status_code == 422
    clerk.post(change, {**given, "title": "改过的名称", "quorum": "0"})
    poll.refresh_from_db()
    assert (poll.title, poll.quorum) == ("改过的名称", 0)


def test_a_meeting_of_another_unit_is_refused(clerk: Client, cast: Cast) -> None:
    meeting = make_meeting_held(cast.actor("village_reporter"), cast.villages[0])
    Meeting.objects.filter(pk=meeting.pk).update(on=TODAY)
    given = {
        "unit": cast.town.code,
        "kind": "report",
        "title": "报告评议",
        "on": str(TODAY),
        "meeting": str(meeting.pk),
    }
    answer = clerk.post(reverse("appraisals:new"), given)
    assert answer.status_code == 422
    assert "这次会议是另一个单位的" in answer.content.decode()
    assert not Poll.objects.exists()


def test_questions_share_a_scale_and_one_may_have_its_own(
    post: Callable[..., Any], held: Held
) -> None:
    given = {
        "scale": "好 90、中 60、差 0",
        "label_0": "实绩",
        "weight_0": "2",
        "cap_0": "1",
        "label_1": "作风",
        "weight_1": "1",
        "cap_1": "",
        "scale_1": "满意=100，不满意=0",
        "label_2": "",
        "weight_2": "1",
    }
    assert post("questions", given).status_code == 302
    held.poll.refresh_from_db()
    first, second = held.poll.questions
    assert (first["label"], first["weight"], first["cap"]) == ("实绩", "2", 1)
    assert [grade["points"] for grade in first["scale"]] == ["90", "60", "0"]
    assert [grade["label"] for grade in second["scale"]] == ["满意", "不满意"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scale": "好90 中"}, "读不出折算分"),
        ({"scale": "好 90"}, "等次应有2到9个"),
        ({"weight_0": "重"}, "权重应为0到1000的数"),
        ({"cap_0": "很多"}, "最高等次上限应为"),
        ({"label_1": "实绩", "weight_1": "1"}, "写了两次"),
    ],
    ids=["points", "grades", "weight", "cap", "twice"],
)
def test_one_fault_in_questions_changes_nothing(
    post: Callable[..., Any], held: Held, changed: dict[str, str], said: str
) -> None:
    before = held.poll.questions
    given = {"scale": "好 90、差 0", "label_0": "实绩", "weight_0": "1", "cap_0": "", **changed}
    answer = post("questions", given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "实绩" in text
    held.poll.refresh_from_db()
    assert held.poll.questions == before


def test_caps_are_written_as_the_preset_has_them(
    post: Callable[..., Any], held: Held, cast: Cast
) -> None:
    given = {"scale": "好 90、差 0", "label_0": "实绩", "weight_0": "1", "caps": "1"}
    post("questions", given)
    held.poll.refresh_from_db()
    assert held.poll.questions[0]["cap"] == 0  # a fifth of three persons
    more = [*THREE, *(CandidateSpec(f"干部{at}") for at in range(8))]
    actions.set_candidates(actor=cast.actor("clerk"), poll=held.poll, candidates=more)
    post("questions", given)
    held.poll.refresh_from_db()
    assert held.poll.questions[0]["cap"] == 2


def test_the_page_shows_the_questions_it_is_to_change(clerk: Client, held: Held) -> None:
    text = clerk.get(reverse("appraisals:questions", args=[held.poll.pk])).content.decode()
    assert 'name="label_0" value="德"' in text
    assert "优秀 100、称职 80、基本称职 60、不称职 40" in text


def test_candidates_move_and_groups_go_on_voting_on_whom_they_voted_on(
    post: Callable[..., Any], held: Held
) -> None:
    rows = list(Candidate.objects.filter(poll=held.poll))
    given: dict[str, str] = {}
    for at, (row, order, label) in enumerate(
        zip(rows, ("3", "2", "1"), ("甲（改名）", "乙", "丙"), strict=True)
    ):
        given |= {f"was_{at}": str(row.pk), f"order_{at}": order, f"label_{at}": label}
        given |= {f"part_{at}": row.part}
    given["drop_1"] = "1"
    assert post("candidates", given).status_code == 302
    assert _labels(held) == ["丙", "甲（改名）"]
    assert held.group(2).votes_on == [1, 2]
    answer = post("candidates", given)
    assert answer.status_code == 422
    assert "刚被别人改过" in answer.content.decode()


def test_a_group_is_never_let_loose_on_all_because_its_own_are_gone(cast: Cast, held: Held) -> None:
    with pytest.raises(Invalid, match="只评的对象都去掉了"):
        actions.set_candidates(
            actor=cast.actor("clerk"), poll=held.poll, candidates=[CandidateSpec("乙")]
        )
    assert _labels(held) == ["甲", "乙", "丙"]


def test_labels_are_added_line_by_line_without_their_numbers(
    post: Callable[..., Any], held: Held
) -> None:
    post("candidate_lines", {"lines": "1. 丁（主任）\n\n（2）戊", "part": "三科"})
    assert _labels(held) == ["甲", "乙", "丙", "丁（主任）", "戊"]
    answer = post("candidate_lines", {"lines": "己\n甲"})
    assert answer.status_code == 422
    assert "“甲”写了两次" in answer.content.decode()
    assert "己\n甲" in answer.content.decode()
    assert len(_labels(held)) == 5


def test_people_are_picked_by_post_each_once(
    post: Callable[..., Any], held: Held, cast: Cast
) -> None:
    make_leader(cast.town, "镇长", "李镇长")
    both = make_person(cast.villages[0], "王一肩")
    for title, kind in (("支部书记", "village_secretary"), ("村委会主任", "village_director")):
        make_term(make_post(cast.villages[0], title, kind), both)
    kinds = ["village_secretary", "village_director"]
    given = {"people-unit": cast.town.code, "people-kinds": kinds}
    assert post("candidate_people", given).status_code == 302
    added = Candidate.objects.get(poll=held.poll, person=both)
    assert (added.number, added.part) == (4, "一村")
    assert added.label == "王一肩（支部书记、村委会主任）"
    assert "没有新的人" in post("candidate_people", given).content.decode()
    post("candidate_people", {"people-unit": cast.town.code, "people-kinds": ["leadership"]})
    assert _labels(held)[4] == "李镇长（镇长）"


def test_groups_keep_their_roll_when_they_are_renamed(
    post: Callable[..., Any], held: Held, cast: Cast
) -> None:
    actor = cast.actor("clerk")
    actions.set_roll(actor=actor, poll=held.poll, group=held.group(1), labels=["张三", "李四"])
    first, second = VoterGroup.objects.filter(poll=held.poll)
    given = {
        "was_0": str(second.pk),
        "label_0": "群众",
        "weight_0": "40",
        "should_0": "9",
        "was_1": str(first.pk),
        "label_1": "班子成员",
        "weight_1": "60%",
        "should_1": "99",
        "label_2": "离退休",
        "weight_2": "",
        "should_2": "",
        "on_2": ["2"],
    }
    assert post("groups", given).status_code == 302
    groups = list(VoterGroup.objects.filter(poll=held.poll))
    assert [group.label for group in groups] == ["群众", "班子成员", "离退休"]
    assert groups[1].should == 2
    assert list(groups[1].roll.values_list("label", flat=True)) == ["张三", "李四"]
    assert groups[2].votes_on == [2]
    assert post("groups", given).status_code == 422


def test_a_mutual_assessment_gets_a_group_of_each_office(
    post: Callable[..., Any], held: Held
) -> None:
    post("groups_by_part", {})
    groups = VoterGroup.objects.filter(poll=held.poll)
    assert [(group.label, group.votes_on) for group in groups] == [("一科", [1, 2]), ("二科", [3])]


def test_a_roll_is_pasted_and_people_are_added_to_it(
    post: Callable[..., Any], held: Held, cast: Cast
) -> None:
    make_leader(cast.town, "镇长", "李镇长")
    post("roll", {"group": "1", "names": "1、张三\n2、李四\n"})
    given = {"group": "1", "people-unit": cast.town.code, "people-kinds": ["leadership"]}
    assert post("roll_people", given).status_code == 302
    assert post("roll_people", given).status_code == 422
    names = RollLine.objects.filter(group=held.group(1)).values_list("label", flat=True)
    assert list(names) == ["张三", "李四", "李镇长（镇长）"]
    assert held.group(1).should == 3
    assert post("roll", {"group": "9", "names": "张三"}).status_code == 409


def test_names_that_stay_on_a_roll_keep_their_tick(held: Held, cast: Cast) -> None:
    actor, poll = cast.actor("clerk"), held.poll
    actions.set_roll(actor=actor, poll=poll, group=held.group(1), labels=["张三", "李四"])
    line = RollLine.objects.get(label="李四")
    actions.tick_roll(actor=actor, poll=poll, line=line, is_present=True)
    actions.set_roll(actor=actor, poll=poll, group=held.group(1), labels=["李四", "王五"])
    ticked = RollLine.objects.filter(group=held.group(1), is_present=True)
    assert list(ticked.values_list("label", flat=True)) == ["李四"]
    assert held.group(1).present == 1


def test_counts_are_typed_and_never_more_come_than_should(
    post: Callable[..., Any], held: Held
) -> None:
    given = {"should_1": "6", "present_1": "5", "should_2": "9", "present_2": "7"}
    assert post("counts", given).status_code == 302
    assert (held.group(1).present, held.group(2).present) == (5, 7)
    answer = post("counts", {**given, "present_1": "6", "present_2": "10"})
    assert answer.status_code == 422
    assert "实到不能多于应到" in answer.content.decode()
    assert (held.group(1).present, held.group(2).present) == (5, 7)


def test_counts_are_taken_from_the_meetings_attendance(
    post: Callable[..., Any], held: Held, cast: Cast
) -> None:
    meeting = make_meeting_held(cast.actor("clerk"), cast.town)
    Poll.objects.filter(pk=held.poll.pk).update(meeting=meeting)
    row = meeting.attendance.get()
    assert post("attendance", {"category_2": [row.category]}).status_code == 302
    assert (held.group(2).should, held.group(2).present) == (row.should, row.came)
    assert held.group(1).present == 0
    assert post("attendance", {}).status_code == 422


def test_nothing_is_prepared_once_the_paper_is_frozen(post: Callable[..., Any], held: Held) -> None:
    held.key()
    for name in ("questions", "candidates", "groups", "groups_by_part", "candidate_lines"):
        assert post(name, {"lines": "丁"}).status_code == 409
    assert post("counts", {"should_1": "6", "present_1": "6"}).status_code == 302
    assert held.poll.state == PollState.KEYED


def test_a_draft_that_lacks_something_says_what_instead_of_a_paper(
    clerk: Client, cast: Cast
) -> None:
    held = make_held(cast, PollKind.PERSONS)
    paper = reverse("appraisals:paper", args=[held.poll.pk])
    assert "还没有测评对象" in clerk.get(paper).content.decode()
    actions.set_candidates(actor=held.clerk, poll=held.poll, candidates=THREE)
    text = clerk.get(paper).content.decode()
    assert "□" in text
    assert "（样张）" in text
