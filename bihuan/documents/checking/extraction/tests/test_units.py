"""Units and measure words in their plain forms."""

import pytest

from bihuan.documents.checking.extraction import extract_figures


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("修路7KM。", "公里"),
        ("修路7 km。", "公里"),
        ("建房300㎡。", "平方米"),
        ("建房300m²。", "平方米"),
        ("建房300平方米。", "平方米"),
        ("覆盖率９８％。", "%"),
        ("提高2.1个百分点。", "百分点"),
        ("投资3亿美元。", "美元"),
        ("流转土地2万亩。", "亩"),
        ("服务3万人次。", "人次"),
        ("走访200户次。", "户次"),
        ("蓄水60亿立方米。", "立方米"),
        ("发电5000万千瓦时。", "千瓦时"),
        ("节约8000吨标准煤。", "吨标准煤"),
        ("货运量3亿吨公里。", "吨公里"),
        ("浓度32微克/立方米。", "微克/立方米"),
        ("电价下降3分/千瓦时。", "分/千瓦时"),
        ("意见归为9大类。", "类"),
        ("工期三个月。", "个月"),
        ("每周开放8个小时。", "小时"),
        ("7个工作日内办结。", "工作日"),
        ("组建四支队伍。", "支"),
        ("引种130种植物。", "种"),
        ("6家园区开工。", "家"),
        ("受益群众405万。", ""),
    ],
)
def test_a_unit_is_given_in_its_plain_form(text: str, unit: str) -> None:
    (figure,) = extract_figures(text)
    assert figure.unit == unit


@pytest.mark.parametrize("text", ["20多部门会商。", "经营5种植业。"])
def test_a_sign_that_begins_another_word_is_no_unit(text: str) -> None:
    assert all(figure.unit == "" for figure in extract_figures(text))
