"""Names found by what they end in."""

import pytest

from bihuan.opinions.merging.places import divisions_in, names_in


def names(text: str) -> list[str]:
    return [name.text for name in names_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东风渠淤塞，请清淤", ["东风渠"]),
        ("我是青石镇柳树村三组的村民", ["柳树村"]),
        ("清河县白石小学墙体开裂", ["白石小学"]),
        ("在桂花小区附近新建搅拌站", ["桂花小区"]),
        ("新塘村的路灯坏了", ["新塘村"]),
        ("通村公路坑洼不平", []),
        ("没有地名的一句话", []),
    ],
)
def test_a_name_begins_after_what_cannot_belong_to_it(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_name_tells_where_it_stands() -> None:
    text = "请看，枫林村的桥，枫林村的路"
    found = names_in(text)

    assert [text[name.begin : name.end] for name in found] == ["枫林村", "枫林村"]
    assert {text[name.ending : name.end] for name in found} == {"村"}


def test_superior_places_are_told_apart_from_names() -> None:
    text = "青石镇柳树村"

    assert [text[begin:end] for begin, end in divisions_in(text)] == ["青石镇"]
