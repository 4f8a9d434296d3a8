"""What goes up: it shows its signer; a 请示 asks one thing of one, a 报告 asks nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents import errors, upward
from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.kinds import kind_named
from bihuan.documents.models import Issue
from bihuan.documents.template import read_template
from bihuan.documents.tests.conftest import template_text
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads", "plain_files")


def refused(**front: str) -> list[str]:
    return upward.refusals(read_template(template_text("正文。", **front)).front)


@pytest.mark.parametrize("kind", ["报告", "请示"])
def test_what_goes_up_shows_its_signer(kind: str) -> None:
    assert kind_named(kind).direction == "up"
    assert any("签发人" in said for said in refused(kind=kind, recipients="县委"))
    assert refused(kind=kind, recipients="县委", signer="王某") == []


@pytest.mark.parametrize("kind", ["通知", "函", "纪要", "工作总结", "便条"])
def test_what_does_not_go_up_needs_no_signer(kind: str) -> None:
    assert refused(kind=kind) == []


@pytest.mark.parametrize(
    ("recipients", "count"),
    [("县委", 1), ("县人民政府：", 1), ("县委、县政府", 2), ("县委，县政府；市委", 3), ("", 0)],
)
def test_a_request_goes_to_one_superior(recipients: str, count: int) -> None:
    assert len(upward.recipients_in(recipients)) == count
    said = refused(kind="请示", signer="王某", recipients=f'"{recipients}"')
    assert bool(said) == (count != 1)


@given(st.lists(st.sampled_from(["县委", "县政府", "市水利局"]), min_size=1, max_size=4))
def test_names_joined_by_any_mark_are_counted(names: list[str]) -> None:
    for mark in "、，；,;":
        assert upward.recipients_in(mark.join(names)) == names


def test_a_report_that_asks_is_warned_of() -> None:
    texts = ["全年修路三条。", "妥否，请批示。"]
    assert "妥否，请" in upward.warnings("报告", texts)[0]
    assert "请批准" in upward.warnings("报告", ["现申请资金，请批准。"])[0]
    assert upward.warnings("报告", ["特此报告，请审阅。", "是否通车，请看附表。"][:1]) == []
    assert upward.warnings("工作总结", texts) == []


@pytest.mark.parametrize(
    ("texts", "warned"),
    [
        (["缘由。", "恳请拨款五万元。", "妥否，请批示。"], False),
        (["一是恳请拨款。", "二是申请用地。", "妥否，请批示。"], True),
        (["请示事项一：拨款", "请示事项二：用地", "当否，请批示。"], True),
        (["妥否，请批示。", "以上事项当否，请批复。"], True),
        (["一是修路申请已办。", "二是清淤。", "妥否，请批示。"], False),
    ],
)
def test_a_request_that_seems_to_ask_several_things_is_warned_of(
    texts: list[str], warned: bool
) -> None:
    assert bool(upward.warnings("请示", texts)) == warned


def test_a_paper_that_owes_something_upward_is_not_issued(cast: Cast) -> None:
    text = template_text("妥否，请批示。", kind="请示", signer="王某", recipients="县委、县政府")
    document = save_document(actor=cast.actor("clerk"), template=text)
    with pytest.raises(errors.NotReady, match="只主送一个上级机关"):
        issue_document(actor=cast.actor("leader"), document=document)
    assert not Issue.objects.exists()
