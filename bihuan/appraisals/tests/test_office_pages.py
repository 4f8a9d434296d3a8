"""The office's pages: few questions to the database, the next thing, what nobody is shown."""

import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.appraisals import actions
from bihuan.appraisals.actions import CandidateSpec, GroupSpec
from bihuan.appraisals.models import Poll, PollKind, PollState
from bihuan.appraisals.standalone import recount
from bihuan.appraisals.tests.making import Held, make_held
from bihuan.appraisals.waiting import waiting
from bihuan.orgs.tests.cast import Cast
from bihuan.ui.waiting import known

BUDGET = 15
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Ask = Callable[[str], Client]
PEOPLE = [CandidateSpec(f"干部{at:02d}", f"第{at // 20}部分") for at in range(60)]


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Return a client logged in as one of the cast."""

    def client(who: str) -> Client:
        made = Client()
        made.force_login(cast.account(who), backend=BACKEND)
        return made

    return client


def _asked(client: Client, url: str) -> tuple[Any, int]:
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return answer, len(queries)


def _voted(held: Held, counts: dict[int, int]) -> Held:
    """Print slips, open, and let everybody vote on every item; grades differ by voter and item."""
    held.key().print_slips(counts).open()
    said = json.loads(held.poll.paper)
    for group, slips in held.slips.items():
        items = [item["number"] for item in said["items"] if group in item["groups"]]
        for at, slip in enumerate(slips):
            held.cast(slip, group, {item: str(1 + (at + item) % 3) for item in items})
    return held


@pytest.fixture
def published(cast: Cast) -> Held:
    """A report reviewed by two groups, opened twice and published."""
    return _voted(make_held(cast), {1: 12, 2: 9}).end().count().publish()


def test_a_poll_is_one_next_thing_for_each_in_every_state(ask: Ask, cast: Cast) -> None:
    held = make_held(cast)
    page = reverse("appraisals:poll", args=[held.poll.pk])

    def told(who: str) -> str:
        found = re.search(r'<section class="poll-next.*?</section>', _text(ask(who), page), re.S)
        return found[0] if found else ""

    assert "登记应到" not in told("clerk")
    assert "制作密钥" in told("clerk")
    assert "办公室正在准备" in told("leader")
    held.key()
    assert "还没有票证" in told("clerk")
    held.print_slips({1: 12, 2: 9})
    assert "要达到60%" in told("leader")
    held.open()
    assert "结束投票" in told("leader")
    assert "请主持人结束投票" in told("clerk")
    held.end()
    assert "请2名监票人带密钥单到场" in told("clerk")
    held.count()
    assert "复核开票" in told("leader")
    assert held.ceremony is not None
    actions.confirm_opening(
        actor=held.leader,
        poll=held.poll,
        opening_digest=held.poll.opening_digest,
        proof=held.ceremony.proof,
    )
    assert "公布结果" in told("leader")
    held.publish()
    assert "结果已经公布" in told("village_reporter")


def _text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["poll", "result", "closing_record", "paper", "roll_sheet"])
@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_a_page_of_a_published_poll_asks_the_database_little(
    ask: Ask, published: Held, name: str, who: str
) -> None:
    url = reverse(f"appraisals:{name}", args=[published.poll.pk])
    answer, count = _asked(ask(who), url)
    assert answer.status_code == (200 if who == "clerk" or name in ("poll", "result") else 403)
    assert count <= BUDGET


@pytest.mark.parametrize("name", ["questions", "candidates", "groups", "roll", "change", "poll"])
def test_a_page_of_a_draft_asks_the_database_little(ask: Ask, cast: Cast, name: str) -> None:
    held = make_held(cast, PollKind.PERSONS, candidates=PEOPLE)
    url = reverse(f"appraisals:{name}", args=[held.poll.pk])
    answer, count = _asked(ask("clerk"), url)
    assert answer.status_code == 200
    assert count <= BUDGET


@pytest.mark.parametrize("name", ["list", "new"])
def test_a_list_asks_the_database_little(ask: Ask, cast: Cast, name: str) -> None:
    for _at in range(3):
        make_held(cast)
    answer, count = _asked(ask("clerk"), reverse(f"appraisals:{name}"))
    assert answer.status_code == 200
    assert count <= BUDGET


def test_sixty_persons_by_five_questions_ask_no_more_and_stand_in_the_papers_order(
    ask: Ask, cast: Cast
) -> None:
    groups = [GroupSpec("班子", Decimal(60), 6), GroupSpec("中层", Decimal(40), 5)]
    held = make_held(cast, PollKind.PERSONS, groups=groups, candidates=PEOPLE)
    held = _voted(held, {1: 6, 2: 5}).end().count()
    url = reverse("appraisals:result", args=[held.poll.pk])
    answer, count = _asked(ask("clerk"), url)
    assert count <= BUDGET
    named = re.findall(r">(干部\d\d)<", answer.content.decode())
    assert named == [each.label for each in PEOPLE]
    one, count = _asked(ask("clerk"), reverse("appraisals:subject", args=[held.poll.pk, 3]))
    assert count <= BUDGET
    assert "干部02" in one.content.decode()
    nobody = ask("clerk").get(reverse("appraisals:subject", args=[held.poll.pk, 61]))
    assert nobody.status_code == 404


def test_a_result_shows_merged_groups_the_formula_and_the_turn_out(ask: Ask, cast: Cast) -> None:
    groups = [GroupSpec("党员", Decimal(60), 8), GroupSpec("群众", Decimal(40), 3)]
    held = _voted(make_held(cast, groups=groups), {1: 8, 2: 3}).end().count()
    text = _text(ask("leader"), reverse("appraisals:result", args=[held.poll.pk]))
    assert "党员＋群众" in text
    assert "5 项中有 5 项合并了组" in text
    assert "发出 11 张，收回 11 张（100.0%）" in text
    first = held.poll.box.result["items"][0]
    assert first["votes"] == {"1": 3, "2": 4, "3": 4}
    assert "党员＋群众（权重100）：（100×3＋80×4＋60×4）÷11＝78.18" in text
    assert f"＝{recount.two_decimals(first['score'])}" in text
    assert "排名" not in text


def test_nothing_of_a_result_is_seen_before_the_box_was_opened(ask: Ask, cast: Cast) -> None:
    held = _voted(make_held(cast), {1: 12, 2: 9}).end()
    for name in ("result", "result_workbook", "published"):
        answer = ask("clerk").get(reverse(f"appraisals:{name}", args=[held.poll.pk]))
        assert answer.status_code == 404
    held.count()
    seen = ask("village_reporter").get(reverse("appraisals:result", args=[held.poll.pk]))
    assert seen.status_code == 404


def test_votes_above_what_the_caps_allow_in_all_are_said(ask: Ask, cast: Cast) -> None:
    people = [CandidateSpec(f"干部{at}") for at in range(4)]
    groups = [GroupSpec("班子", Decimal(100), 6)]
    held = make_held(cast, PollKind.PERSONS, groups=groups, candidates=people)
    for question in held.poll.questions:
        question["cap"] = 1
    Poll.objects.filter(pk=held.poll.pk).update(questions=held.poll.questions)
    held.poll.refresh_from_db()
    held.key().print_slips({1: 6}).open()
    for at, slip in enumerate(held.slips[1]):
        best = {item: "1" if item % 5 == 1 or at == item % 6 else "2" for item in range(1, 21)}
        held.cast(slip, 1, best)
    held.end().count()
    text = _text(ask("clerk"), reverse("appraisals:result", args=[held.poll.pk]))
    assert "“德”共有24个“优秀”，超过每票至多1个、6张票合计允许的6个" in text
    assert "“能”共有" not in text


def test_a_tie_at_the_last_seat_is_said_plainly(ask: Ask, cast: Cast) -> None:
    people = [CandidateSpec(f"候选人{name}", "委员") for name in "甲乙丙丁"]
    people.append(CandidateSpec("候选人戊", "书记"))
    groups = [GroupSpec("党员", Decimal(100), 10)]
    held = make_held(cast, PollKind.ELECTION, groups=groups, candidates=people)
    held.key().print_slips({1: 10}).open()
    for at, slip in enumerate(held.slips[1]):
        # 甲 9, 乙 8, 丙 6, 丁 6 of ten.
        members = "".join("y" if at < most else "n" for most in (9, 8))
        last = {0: "yn", 1: "yn", 2: "yn", 3: "yn", 4: "ny", 5: "ny", 6: "ny", 7: "ny"}
        rest = last.get(at, "yy")
        held.cast(slip, 1, {1: "y" if at < 5 else "n", 2: members + rest})
    held.end().count()
    text = _text(ask("leader"), reverse("appraisals:result", args=[held.poll.pk]))
    assert "没有人的赞成票超过有效票的50%" in text
    assert "候选人丙、候选人丁得票相同（6票），只剩1个名额" in text


def test_recommended_names_stand_in_the_papers_order_not_by_votes(ask: Ask, cast: Cast) -> None:
    people = [CandidateSpec(f"推荐对象{name}") for name in "甲乙丙"]
    groups = [GroupSpec("参会", Decimal(100), 7)]
    held = make_held(cast, PollKind.RECOMMENDATION, groups=groups, candidates=people)
    held.key().print_slips({1: 7}).open()
    for at, slip in enumerate(held.slips[1]):
        held.cast(slip, 1, {1: "3|另写的人" if at < 5 else "1,3"})
    held.end().count()
    text = _text(ask("clerk"), reverse("appraisals:result", args=[held.poll.pk]))
    order = [text.index(name) for name in ("推荐对象甲", "推荐对象乙", "推荐对象丙", "另写的人")]
    assert order == sorted(order)


def test_the_workbook_has_what_the_page_has(ask: Ask, published: Held) -> None:
    url = reverse("appraisals:result_workbook", args=[published.poll.pk])
    answer = ask("clerk").get(url)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["投票情况", "各项结果", "分组结果", "得分"]
    items = list(book["各项结果"].values)
    heads, first = list(items[0]), items[1]
    votes = published.poll.box.result["items"][0]["votes"]
    assert first[heads.index("好")] == votes["1"]
    assert first[heads.index("有效票")] == 21
    assert len(list(book["分组结果"].values)) == 1 + 5 * 2


def test_the_published_file_and_the_program_agree(ask: Ask, published: Held) -> None:
    client = ask("village_reporter")
    answer = client.get(reverse("appraisals:published", args=[published.poll.pk]))
    content = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert "结果：重新计票与公布的一致" in recount.recount(content)
    program = client.get(reverse("appraisals:program", args=["recount"]))
    assert b"def recount(" in program.content
    assert client.get(reverse("appraisals:program", args=["making"])).status_code == 404


def test_the_box_is_for_who_opens_or_verifies_and_only_once_it_is_sealed(
    ask: Ask, cast: Cast
) -> None:
    held = _voted(make_held(cast), {1: 12, 2: 9})
    url = reverse("appraisals:box", args=[held.poll.pk])
    assert ask("clerk").get(url).status_code == 409
    held.end()
    box = json.loads(b"".join(ask("clerk").get(url).streaming_content))  # type: ignore[attr-defined]
    assert box["box_digest"] == held.poll.box_digest
    again = json.loads(b"".join(ask("leader").get(url).streaming_content))  # type: ignore[attr-defined]
    assert again == box
    assert ask("village_reporter").get(url).status_code == 404


def test_the_closing_record_names_digest_counts_and_tellers(ask: Ask, published: Held) -> None:
    url = reverse("appraisals:closing_record", args=[published.poll.pk])
    text = _text(ask("clerk"), url)
    digest = published.poll.box_digest
    assert " ".join(digest[at : at + 4] for at in range(0, 64, 4)) in text
    assert "检查组成员（上级）" in text
    assert "签名" in text


def test_what_waits_is_told_to_who_may_do_it(cast: Cast) -> None:
    make_held(cast).key()
    held = _voted(make_held(cast), {1: 12, 2: 9})
    Poll.objects.filter(pk=held.poll.pk).update(on="2010-02-01")
    _voted(make_held(cast), {1: 12, 2: 9}).end()
    _voted(make_held(cast), {1: 12, 2: 9}).end().count()
    with CaptureQueriesContext(connection) as queries:
        clerk = {one.label: one.count for one in known(waiting(cast.actor("clerk")))}
    leader = {one.label: one.count for one in known(waiting(cast.actor("leader")))}
    assert {label: count for label, count in clerk.items() if count} == {
        "测评已制密钥，请印票证": 1,
        "票箱已封，请监票人开票": 1,
    }
    assert {label: count for label, count in leader.items() if count} == {
        "测评过了日期还在投票": 1,
        "已开票，请公布结果": 1,
    }
    assert len(queries) - 2 <= 1  # two are the actor's
    assert waiting(cast.actor("village_reporter")) == []


def test_a_village_sees_a_published_report_but_not_what_speaks_of_persons(
    ask: Ask, cast: Cast, published: Held
) -> None:
    people = [CandidateSpec(f"干部{at}") for at in range(3)]
    groups = [GroupSpec("班子", Decimal(100), 6)]
    persons = make_held(cast, PollKind.PERSONS, groups=groups, candidates=people, title="干部评议")
    _voted(persons, {1: 6}).end().count().publish()
    text = _text(ask("village_reporter"), reverse("appraisals:list"))
    assert published.poll.title in text
    assert "干部评议" not in re.sub(r"<option.*?</option>", "", text)
    url = reverse("appraisals:result", args=[persons.poll.pk])
    assert ask("village_reporter").get(url).status_code == 404
    assert ask("inspection_group").get(url).status_code == 200


def test_the_list_is_narrowed_by_kind_state_and_year(ask: Ask, cast: Cast) -> None:
    make_held(cast, title="甲测评")
    make_held(cast, PollKind.SATISFACTION, title="乙测评").key()
    client, url = ask("clerk"), reverse("appraisals:list")
    assert "乙测评" not in _text(client, f"{url}?kind=report")
    assert "甲测评" not in _text(client, f"{url}?state={PollState.KEYED}")
    assert "甲测评" in _text(client, f"{url}?year=2010&text=甲")
    assert "没有符合条件的测评" in _text(client, f"{url}?state=void")
    assert "还没有登记测评" in _text(ask("outsider"), url)
