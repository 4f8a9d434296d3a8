"""Units of measure as ledgers write them: which are the same, and by what one becomes another."""

from decimal import Decimal

_SAME = {
    **dict.fromkeys(("KM", "Km", "km", "千米"), "公里"),
    **dict.fromkeys(("M", "m"), "米"),
    **dict.fromkeys(("㎡", "m2"), "平方米"),
    **dict.fromkeys(("m³", "㎥"), "立方米"),
    "平方千米": "平方公里",
    "千克": "公斤",
    "羽": "只",
    **dict.fromkeys(("名", "口"), "人"),
    "百分比": "%",
}
_SIZES: tuple[dict[str, Decimal], ...] = (
    {"厘米": Decimal("0.01"), "米": Decimal(1), "公里": Decimal(1000)},
    {"平方米": Decimal(1), "公顷": Decimal(10_000), "平方公里": Decimal(1_000_000)},
    {"亩": Decimal(1), "万亩": Decimal(10_000)},
    {"克": Decimal(1), "斤": Decimal(500), "公斤": Decimal(1000), "吨": Decimal(1_000_000)},
    {
        "元": Decimal(1),
        "百元": Decimal(100),
        "千元": Decimal(1000),
        "万元": Decimal(10_000),
        "亿元": Decimal(100_000_000),
    },
    {"人": Decimal(1), "万人": Decimal(10_000)},
    {"人次": Decimal(1), "万人次": Decimal(10_000)},
    {"株": Decimal(1), "棵": Decimal(1), "万株": Decimal(10_000)},
)
MONEY = frozenset({"元", "百元", "千元", "万元", "亿元"})


def plain_unit(unit: str) -> str:
    """Return a unit by its usual name: KM is 公里."""
    return _SAME.get(unit, unit)


def factor(unit: str, wanted: str) -> Decimal | None:
    """Return what a number of one unit is multiplied by to be of another; None where it cannot."""
    one, other = plain_unit(unit), plain_unit(wanted)
    if one == other:
        return Decimal(1)
    for sizes in _SIZES:
        if one in sizes and other in sizes:
            return sizes[one] / sizes[other]
    return None
