"""Qualifiers: which word counts, and which only look like one."""

import pytest

from bihuan.documents.checking.extraction import extract_figures


def _qualifiers(text: str) -> list[str | None]:
    return [figure.qualifier for figure in extract_figures(text)]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("270余例。", "余"),
        ("100多条。", "多"),
        ("工期两年多。", "多"),
        ("停航3个多月。", "多"),
        ("近500户。", "近"),
        ("接近60%。", "近"),
        ("约30人。", "约"),
        ("大约30人。", "约"),
        ("30人左右。", "左右"),
        ("30人以上。", "以上"),
        ("30人以下。", "以下"),
        ("控制在5%以内。", "以内"),
        ("超5000吨。", "超"),
        ("超过5000吨。", "超"),
        ("突破5000吨。", "超"),
        ("达98%。", "达"),
        ("达到98%。", "达"),
        ("高达98%。", "达"),
        ("不少于10人。", "不少于"),
        ("至少2次。", "至少"),
        ("不超过3天。", "不超过"),
        ("不低于15元。", "不低于"),
        ("力争用2年完成。", "力争"),
        ("力争培训10万人。", "力争"),
        ("修渠27公里。", None),
    ],
)
def test_a_qualifier_is_named_in_one_form(text: str, qualifier: str | None) -> None:
    assert _qualifiers(text) == [qualifier]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("至少粉刷了一条以上标语。", "以上"),
        ("力争达到30%。", "达"),
        ("实行手术达270余例。", "余"),
        ("力争增长10%左右。", "左右"),
        ("达到80%以上。", "达"),
    ],
)
def test_the_nearest_qualifier_counts_and_one_inside_wins(text: str, qualifier: str) -> None:
    assert _qualifiers(text) == [qualifier]


@pytest.mark.parametrize(
    "text", ["节约100万元。", "附近3个村。", "下达100万元。", "新签约12个项目。"]
)
def test_a_word_that_ends_like_a_qualifier_is_none(text: str) -> None:
    assert _qualifiers(text) == [None]


def test_a_qualifier_from_afar_belongs_to_the_next_figure_only() -> None:
    assert _qualifiers("力争在两年内完成三年的任务。") == ["力争", None]


def test_each_of_a_row_after_respectively_has_its_qualifier() -> None:
    assert _qualifiers("产量分别达118万吨、33万吨、165万吨。") == ["达", "达", "达"]
    assert _qualifiers("进口达118万吨、33万吨。") == ["达", None]
