"""The pages of a draft on its way: steps, rounds, comments, drafts, corrections, numbers."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.documents.actions import (
    RoundSpec,
    ask_countersign,
    give_comment,
    issue_document,
    save_document,
    send_for_comment,
    submit_draft,
)
from bihuan.documents.models import (
    ApprovalStep,
    Comment,
    CommentRound,
    Correction,
    CountersignRequest,
    Document,
    SkippedNumber,
)
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.documents.tests.test_approval import needs
from bihuan.documents.waiting import waiting
from bihuan.lib import clock
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads", "plain_files")
BODY = "第一段，建成{{ roads_built_km }}。\n\n第二段说的是清淤。"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


@pytest.fixture
def draft(town: Cast) -> Document:
    return save(town, BODY)


def save(town: Cast, body: str, **front: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body, **front))


def client(town: Cast, name: str) -> Client:
    logged_in = Client()
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def url(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def get(town: Cast, name: str, address: str, **query: int) -> str:
    answer = client(town, name).get(address, query)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def post(town: Cast, name: str, address: str, **given: Any) -> str:
    return client(town, name).post(address, given, follow=True).content.decode()


def sent(town: Cast, draft: Document) -> CommentRound:
    spec = RoundSpec(
        clock.today() + dt.timedelta(days=3), [town.station], [town.account("village_reporter")]
    )
    return send_for_comment(actor=town.actor("clerk"), document=draft, spec=spec)


def commented(town: Cast, draft: Document, place: int = 1) -> Comment:
    made = sent(town, draft)
    return give_comment(
        actor=town.actor("station_reporter"),
        addressee=made.addressees.get(unit=town.station),
        text="里程再核",
        place=place,
    )


def test_a_draft_is_sent_up_reviewed_and_returned_on_the_page_of_steps(
    town: Cast, draft: Document
) -> None:
    steps = url("steps", draft.pk)
    assert "现在没有等您办的环节" in get(town, "clerk", steps)
    needs(town, 1)
    assert "送审" in get(town, "clerk", steps)
    assert "已办理：送审" in post(town, "clerk", steps, kind="submit", note="请审")
    said = post(town, "leader", steps, kind="return", note="")
    assert "请填写退回的理由" in said
    assert "已退回" in post(town, "leader", steps, kind="return", note="数字不对")
    assert "数字不对" in get(town, "clerk", url("document", draft.pk))
    nothing = client(town, "leader").post(steps, {"kind": "fly"})
    assert nothing.status_code == HTTPStatus.NOT_FOUND


def test_countersigning_is_asked_done_and_withdrawn_on_the_page(
    town: Cast, draft: Document
) -> None:
    steps = url("steps", draft.pk)
    assert "至少选一个" in post(town, "clerk", url("countersigns", draft.pk))
    assert "不在名单里" in post(
        town, "clerk", url("countersigns", draft.pk), units=[str(town.other_village.pk)]
    )
    post(town, "clerk", url("countersigns", draft.pk), units=[str(town.station.pk)])
    asked = CountersignRequest.objects.get()
    assert "会签（水利站）" in get(town, "station_reporter", steps)
    assert "已会签" in post(
        town, "station_reporter", steps, kind="countersign", request=str(asked.pk), note="同意"
    )
    late = post(town, "clerk", url("withdrawal", draft.pk, asked.pk), reason="不涉及")
    assert "已经会签过" in late
    wrong = client(town, "station_reporter").post(steps, {"kind": "countersign", "request": "x"})
    assert wrong.status_code == HTTPStatus.NOT_FOUND


def test_a_round_is_sent_answered_and_settled_on_its_pages(town: Cast, draft: Document) -> None:
    new = url("new_round", draft.pk)
    due = (clock.today() + dt.timedelta(days=2)).isoformat()
    refused = client(town, "clerk").post(new, {"due_on": due})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(town, "clerk", new, due_on=due, units=[str(town.station.pk)], message="着重看里程")
    made = CommentRound.objects.get()
    page = url("round", draft.pk, made.number)
    assert "着重看里程" in get(town, "station_reporter", page)
    assert "看稿提意见" in get(town, "station_reporter", url("document", draft.pk))
    asked = made.addressees.get()
    said = post(
        town,
        "station_reporter",
        url("round_comments", draft.pk, made.number),
        addressee=str(asked.pk),
        place="1",
        text="里程再核",
    )
    assert "里程再核" in said
    comment = Comment.objects.get()
    assert comment.quote == "第一段，建成1.5公里。"
    settle = url("settlement", draft.pk, comment.pk)
    assert "请填写理由" in post(town, "clerk", settle, outcome="declined")
    assert "已处理" in post(town, "clerk", settle, outcome="declined", reason="与年报一致")
    assert "与年报一致" in get(town, "station_reporter", page)
    assert "与年报一致" in get(town, "leader", url("document", draft.pk))


def test_no_remarks_and_a_reminder_on_the_page(town: Cast, draft: Document) -> None:
    made = sent(town, draft)
    station = made.addressees.get(unit=town.station)
    remind = url("round_reminder", draft.pk, made.number, station.pk)
    assert "已提醒" in post(town, "clerk", remind)
    assert "今天已经提醒过" in post(town, "clerk", remind)
    answer = url("round_answer", draft.pk, made.number, station.pk)
    assert "无修改意见" in post(town, "station_reporter", answer)
    assert "答复：无意见" in get(town, "clerk", url("round", draft.pk, made.number))


def test_a_comment_finds_its_paragraph_in_a_later_draft_or_says_it_is_gone(
    town: Cast, draft: Document
) -> None:
    commented(town, draft)
    commented(town, draft, place=2)
    save(town, "新写的开头。\n\n第一段，共建成{{ roads_built_km }}。")
    text = get(town, "clerk", url("comments", draft.pk))
    assert "原来的段落已经不在了" in text
    assert text.index("第一段，共建成1.5公里。") < text.index(
        "提意见时的原文", text.index("新写的")
    )


def test_a_giver_sees_only_their_own_comments(town: Cast, draft: Document) -> None:
    commented(town, draft)
    for name, seen in (("station_reporter", True), ("leader", True), ("village_reporter", False)):
        assert ("里程再核" in get(town, name, url("comments", draft.pk))) is seen


def test_two_drafts_are_compared_by_paragraph_and_figure(town: Cast, draft: Document) -> None:
    assert "只有一稿" in get(town, "clerk", url("drafts", draft.pk))
    make_road(town.villages[1], "2.00", "西路")
    save(town, "第一段，建成{{ roads_built_km }}。\n\n另写的一段文字，{{ roads_built }}。")
    text = get(town, "clerk", url("drafts", draft.pk))
    assert "<del>" in text
    assert "数据变动" in text
    assert "建成路段" in text
    same = get(town, "leader", url("drafts", draft.pk), earlier=2, later=2)
    assert "没有改动" in same
    other = client(town, "village_reporter").get(url("drafts", draft.pk))
    assert other.status_code == HTTPStatus.FORBIDDEN


def test_two_who_write_at_once_see_both_texts_and_may_put_them_together(
    town: Cast, draft: Document
) -> None:
    base = draft.template
    save_document(actor=town.actor("clerk"), template=base.replace("第二段", "他改的第二段"))
    mine = base.replace("第一段", "我改的第一段")
    page, clerk = url("template", draft.pk), client(town, "clerk")
    late = clerk.post(page, {"template": mine, "revision": 1})
    text = late.content.decode()
    assert late.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "别人已先保存" in text
    assert "我改的第一段" in late.context["form"].initial["template"]
    both = clerk.post(page, {"template": mine, "revision": 1, "use": "merged"})
    form = both.context["form"].initial
    assert "我改的第一段" in form["template"]
    assert "他改的第二段" in form["template"]
    assert Document.objects.get().revisions.count() == 2
    clerk.post(page, {"template": form["template"], "revision": form["revision"]})
    assert Document.objects.get().revisions.count() == 3


def test_one_place_that_both_changed_is_not_put_together(town: Cast, draft: Document) -> None:
    base = draft.template
    save_document(actor=town.actor("clerk"), template=base.replace("第二段", "他改的"))
    mine = base.replace("第二段", "我改的")
    page, clerk = url("template", draft.pk), client(town, "clerk")
    late = clerk.post(page, {"template": mine, "revision": 1, "use": "merged"})
    assert "两人改了同一处" in late.content.decode()
    assert late.context["form"].initial == {"template": mine, "revision": 2}


def test_a_new_text_says_that_the_steps_begin_anew(town: Cast, draft: Document) -> None:
    submit_draft(actor=town.actor("clerk"), document=draft)
    changed = draft.template.replace("第二段", "改了的第二段")
    said = post(town, "clerk", url("template", draft.pk), template=changed, revision=1)
    assert "要重新办理" in said


def test_a_correction_and_what_it_corrects_name_each_other(town: Cast) -> None:
    old = save(town, "正文。", number="{code: 小党字, year: 2010}")
    issue_document(actor=town.actor("leader"), document=old)
    assert "起草更正件" in get(town, "clerk", url("document", old.pk))
    refused = client(town, "clerk").post(url("correction", old.pk), {"reason": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(town, "clerk", url("correction", old.pk), reason="里程有误")
    made = Correction.objects.get().document
    assert "小党字〔2010〕1号" in get(town, "clerk", url("document", made.pk))
    assert "正在起草" in get(town, "clerk", url("document", old.pk))
    assert "正在起草" not in get(town, "village_reporter", url("document", old.pk))
    issue_document(actor=town.actor("leader"), document=made)
    assert "小党字〔2010〕2号" in get(town, "village_reporter", url("document", old.pk))


def test_the_numbers_of_a_year_show_their_gaps_and_take_the_reasons(town: Cast) -> None:
    assert "还没有编过发文号" in get(town, "clerk", url("numbers"))
    for at, number in enumerate((1, 4)):
        text = f"{{code: 小党字, year: 2010, number: {number}}}"
        document = save(town, "正文。", code=f"n{at}", number=text)
        issue_document(actor=town.actor("leader"), document=document)
    assert "缺 2 个号没有说明" in get(town, "village_reporter", url("numbers"))
    page = url("numbers") + "?code=小党字&year=2010"
    refused = client(town, "clerk").post(page, {"first": 4, "last": 4, "reason": "跳号"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "已登记2个空号" in post(town, "clerk", page, first=2, last=3, reason="纸上跳号")
    assert SkippedNumber.objects.count() == 2
    assert "连号，没有缺号" in get(town, "leader", page)
    answer = client(town, "village_reporter").post(page, {"first": 5, "last": 5, "reason": "x"})
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_the_sheet_shows_who_signed_and_for_how_long_it_is_kept(town: Cast) -> None:
    document = save(town, "正文。", kind="通知", recipients="各村")
    issue = url("issue", document.pk)
    assert "请填写另定保管期限的理由" in post(town, "leader", issue, keep_years="10")
    post(town, "leader", issue, keep_years="10", keep_because="临时事项")
    text = get(town, "village_reporter", url("sheet", document.pk))
    assert str(town.account("leader")) in text
    assert "10 年" in text
    assert "各村" in text
    assert client(town, "leader").get(url("steps", document.pk)).status_code == HTTPStatus.FOUND


def test_issued_words_and_figures_are_found(town: Cast) -> None:
    from bihuan.documents import searched
    from bihuan.search.finding import found_in

    document = save(town, BODY)
    assert found_in(searched, town.actor("clerk"), "建成1.5公里", 5) == []
    issue_document(actor=town.actor("leader"), document=document)
    (hit,) = found_in(searched, town.actor("clerk"), "建成1.5公里", 5)
    assert hit.url == url("document", document.pk)
    assert sum(searched.rebuild()) == 1
    assert found_in(searched, town.actor("clerk"), "建成1.5公里", 5)


def test_what_waits_names_the_step_and_what_one_was_asked(town: Cast, draft: Document) -> None:
    def labels(name: str) -> dict[str, object]:
        return {str(t.label): t.count for t in waiting(town.actor(name)) if t.count}

    assert labels("leader") == {"待签发的公文": 1}
    given = commented(town, draft)
    assert labels("village_reporter") == {"征求您意见的公文稿": 1}
    assert labels("station_reporter") == {}
    assert labels("clerk") == {"待处理的修改意见": 1}
    ask_countersign(actor=town.actor("clerk"), document=draft, units=[town.station])
    assert labels("station_reporter") == {"请您会签的公文": 1}
    assert labels("leader") == {}
    post(town, "clerk", url("settlement", draft.pk, given.pk), outcome="adopted")
    post(
        town,
        "station_reporter",
        url("steps", draft.pk),
        kind="countersign",
        request=str(CountersignRequest.objects.get().pk),
    )
    assert labels("station_reporter") == {}
    assert labels("leader") == {"待签发的公文": 1}
    post(town, "leader", url("steps", draft.pk), kind="sign")
    assert labels("clerk") == {"已签发、待编号印发的公文": 1}
    save(town, "又改了一句。")
    assert labels("station_reporter") == {"请您会签的公文": 1}
    assert labels("leader") == {}


@pytest.mark.parametrize("name", ["document", "steps", "comments", "drafts", "sheet"])
def test_each_page_of_a_draft_much_talked_of_asks_little(
    town: Cast, draft: Document, name: str
) -> None:
    for place in (0, 1, 2):
        commented(town, draft, place=place)
    ask_countersign(actor=town.actor("clerk"), document=draft, units=[town.station])
    submit_draft(actor=town.actor("clerk"), document=draft)
    save(town, "改了，建成{{ roads_built_km }}。")
    submit_draft(actor=town.actor("clerk"), document=draft)
    assert ApprovalStep.objects.count() == 2
    leader, address = client(town, "leader"), url(name, draft.pk)
    leader.get(address)  # what a session and a process read once
    with CaptureQueriesContext(connection) as queries:
        assert leader.get(address).status_code == HTTPStatus.OK
    assert len(queries) <= 15
