"""The kinds of documents: what each starts with, and that it is laid out in every form."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.documents import rendering
from bihuan.documents.actions import save_document
from bihuan.documents.filling import fill_document
from bihuan.documents.kinds import KINDS, Kind, apart, kind_named
from bihuan.documents.layout.docx import render_docx
from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.layout.html import render_html
from bihuan.documents.layout.measure import measure_pdf
from bihuan.documents.models import Document
from bihuan.documents.paper import Heading, Paper
from bihuan.documents.starting import TEXTS, starting_text
from bihuan.documents.template import TemplateFaults, read_template
from bihuan.documents.tests.conftest import template_text
from bihuan.documents.typed import typed_in
from bihuan.orgs.tests.cast import Cast

STATUTORY = [
    *("决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知"),
    *("通报", "报告", "请示", "批复", "议案", "函", "纪要"),
]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.identifier)
# The order of each by handbook §8 and §2.1: stretches that follow one another.
PLANS = {
    "工作总结": (
        "现将有关情况汇报如下。",
        "主要做法和成效",
        "主要经验",
        "存在的问题",
        "下一步打算",
    ),
    "报告": ("现将有关情况报告如下。", "基本情况", "存在的问题", "下一步打算", "特此报告。"),
    "请示": ("请示的缘由", "请示的事项", "妥否，请批示。"),
    "通知": ("现将有关事项通知如下。", "主要任务", "工作要求"),
    "函": ("请研究函复。",),
    "纪要": ("会议决定：",),
    "简报": (),
    "实施方案": ("指导思想", "目标要求", "主要任务", "方法步骤", "保障措施"),
    "分析检查报告": ("形成的共识", "主要成效", "突出问题", "原因分析", "思路和措施", "自身建设"),
    "整改方案": ("总体要求", "整改项目", "问题", "目标", "措施", "时限", "保障措施", "公开承诺"),
    "通报": ("现将有关情况通报如下。", "基本情况", "存在的问题", "工作要求"),
    "督办单": ("督办事项", "交办依据", "办理要求", "承办单位", "办结时限", "联系人"),
    "命令": ("现予公布。",),
    "批复": ("现批复如下。", "此复。"),
}


def drafted(cast: Cast, kind: Kind) -> Document:
    return save_document(actor=cast.actor("clerk"), template=starting_text(kind, cast.town))


def filled_paper(cast: Cast, kind: Kind) -> Paper:
    filled = fill_document(drafted(cast, kind), actor=cast.actor("clerk"))
    assert filled.may_be_issued, filled.faults
    return filled.paper


def test_all_statutory_kinds_are_rows_and_no_name_is_twice() -> None:
    assert [kind.name for kind in KINDS if kind.is_statutory] == STATUTORY
    for names in ([k.name for k in KINDS], [k.identifier for k in KINDS]):
        assert len(set(names)) == len(names)


def test_a_kind_that_is_not_statutory_goes_under_one_that_is_or_by_itself() -> None:
    for kind in KINDS:
        assert not (kind.is_statutory and kind.carrier)
        if kind.carrier:
            assert kind_named(kind.carrier).is_statutory
    alone = [k.name for k in KINDS if not k.is_statutory and not k.carrier]
    assert alone == ["简报", "督办单"]


def test_letter_order_and_minutes_have_layouts_of_their_own() -> None:
    layouts = {kind.layout: kind.name for kind in KINDS if kind.layout != "document"}
    assert layouts == {"order": "命令", "letter": "函", "minutes": "纪要", "briefing": "简报"}
    assert {"函", "命令", "整改方案", "督办单"} <= {kind.name for kind in apart()}
    assert "通知" not in {kind.name for kind in apart()}


@every_kind
def test_a_kind_starts_with_its_plan_and_nothing_typed(cast: Cast, kind: Kind) -> None:
    paper = filled_paper(cast, kind)
    text = docx_plain_text(render_docx(paper, colophon_breaks=0))
    at = 0
    for words in PLANS.get(kind.name, ()):
        at = text.index(words, at) + len(words)
    assert "{" not in text
    assert "#}" not in text
    assert typed_in(paper, cast.town) == []
    assert paper.layout == kind.layout


@every_kind
def test_a_kind_is_laid_out_on_the_page_of_the_standard_in_every_form(
    cast: Cast, kind: Kind
) -> None:
    words = "国" * (28 * 45 - 2)
    template = starting_text(kind, cast.town) + f"\n{words}\n"
    document = save_document(actor=cast.actor("clerk"), template=template)
    paper = fill_document(document, actor=cast.actor("clerk")).paper
    measured = measure_pdf(rendering.pdf(paper))
    edges = (measured.top_mm, measured.left_mm, measured.right_mm, measured.bottom_mm)
    assert edges == pytest.approx((37, 28, 26, 35), abs=1)
    assert (measured.lines_per_page, measured.characters_per_line) == (22, 28)
    assert [n.page for n in measured.page_numbers][:2] == (
        [2, 3] if kind.layout == "letter" else [1, 2]
    )
    mark = "".join(paper.issuer_mark.split())
    for written in (render_html(paper), docx_plain_text(render_docx(paper, colophon_breaks=0))):
        assert mark in "".join(written.split())
        assert words[:200] in written


def test_every_plan_is_of_a_kind() -> None:
    named = {kind.identifier for kind in KINDS} | {"other"}
    assert {path.stem for path in TEXTS.glob("*.md")} <= named
    assert {kind_named(name).identifier for name in PLANS} <= {p.stem for p in TEXTS.glob("*.md")}


def test_a_plan_says_where_headings_belong(cast: Cast) -> None:
    paper = filled_paper(cast, kind_named("分析检查报告"))
    levels = [block.level for block in paper.blocks if isinstance(block, Heading)]
    assert levels == [1, 1, 1, 1, 1, 2, 2, 1]


def client(cast: Cast) -> Client:
    logged_in = Client()
    logged_in.force_login(
        cast.account("clerk"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def shown(cast: Cast, **query: str) -> str:
    response = client(cast).get(reverse("documents:new"), query)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_the_page_for_a_new_document_offers_the_kinds_and_starts_with_the_one_chosen(
    cast: Cast,
) -> None:
    usual = shown(cast)
    assert "kind: 工作总结" in usual
    assert all(f"<option>{name}</option>" in usual for name in STATUTORY)
    asked = shown(cast, kind="请示")
    assert "kind: 请示" in asked
    assert "妥否，请批示。" in asked
    assert "<option selected>请示</option>" in asked
    assert reverse("documents:new_briefing") in shown(cast, kind="简报")


def test_a_kind_that_is_not_offered_starts_as_usual(cast: Cast) -> None:
    assert "kind: 工作总结" in shown(cast, kind="便条<script>")


def test_what_was_written_is_saved_whatever_kind_the_page_was_asked_for(cast: Cast) -> None:
    given: dict[str, Any] = {"template": template_text("正文。", kind="通知"), "revision": 0}
    response = client(cast).post(reverse("documents:new") + "?kind=请示", given)
    assert response.status_code == HTTPStatus.FOUND
    assert Document.objects.get().kind == "通知"


def test_a_notice_may_go_out_as_a_letter_and_a_briefing_may_not(cast: Cast) -> None:
    notice = read_template(template_text("正文。", kind="通知", layout="letter"))
    assert notice.front.laid_out == "letter"
    assert read_template(template_text("正文。", kind="函", layout="document")).front.laid_out == (
        "document"
    )
    with pytest.raises(TemplateFaults, match="简报的版式是固定的"):
        read_template(template_text("正文。", kind="简报", layout="letter"))
    with pytest.raises(TemplateFaults, match="只能写 document、letter"):
        read_template(template_text("正文。", kind="通知", layout="poster"))


def test_headings_of_annexes_part_the_text(cast: Cast) -> None:
    body = "正文。\n\n# 附件：项目一览\n\n内容甲。\n\n# 附件：各村名单\n\n# 一、东片\n\n内容乙。"
    document = save_document(
        actor=cast.actor("clerk"), template=template_text(body, figure_register="false")
    )
    paper = fill_document(document, actor=cast.actor("clerk")).paper
    assert len(paper.blocks) == 1
    assert [annex.title for annex in paper.annexes] == ["项目一览", "各村名单"]
    assert [len(annex.blocks) for annex in paper.annexes] == [1, 2]


def test_an_annex_without_a_title_stays_a_heading_of_the_text(cast: Cast) -> None:
    document = save_document(
        actor=cast.actor("clerk"), template=template_text("# 附件：\n\n正文。")
    )
    paper = fill_document(document, actor=cast.actor("clerk")).paper
    assert paper.annexes == ()
    assert len(paper.blocks) == 2


def test_orders_are_numbered_one_after_another_in_their_series(cast: Cast) -> None:
    template = starting_text(kind_named("命令"), cast.town)
    front = read_template(template).front
    wanted = front.numbered
    assert wanted is not None
    number = front.number_of(wanted, 2010, 3)
    assert str(number) == "第3号"
    assert number.with_series == f"{cast.town.name}令2010年第3号"
