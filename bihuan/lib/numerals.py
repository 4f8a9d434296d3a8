"""Chinese numerals (汉字数字) and numbers, both ways.

What is written is GB/T 15835-2011's plain form (三百二十, 二〇一〇). What is read is wider:
full-width digits, thousands separators, magnitudes (1.5万, 3亿5000万), capital numerals of money
(叁佰), and 0, ○ (U+25CB) and 〇 (U+3007) as one sign (handbook §1.3). An indefinite numeral
(三五, 几十, 270余) is not a number, and is never guessed at.
"""

import re
from decimal import Decimal

HANZI_DIGITS = "〇一二三四五六七八九"
"""The digits 0 to 9 as written one by one (二〇一〇)."""

MAGNITUDES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
"""What each sign of magnitude multiplies by; the empty sign by one."""

LARGEST = 10**16 - 1
"""The largest number `to_hanzi` writes: beyond it a second 亿 would be needed."""

_MAX_DIGITS = 24  # keeps every product below inside Decimal's 28 exact digits
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，＋－−\u2009\u202f", "0123456789.,+--,,")
_VARIANTS = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億兩負點两零○◯Ｏ",
    "一二三四五六七八九十百千二三六万亿二负点二〇〇〇〇",
)
_ARABIC = re.compile(r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?")
_MAGNITUDE = re.compile(r"[百千]?[万亿]亿?|十[万亿]|[百千]")
_WITH_POINT = re.compile(r"(?P<whole>[^点]+)点(?P<part>[〇一二三四五六七八九]+)(?P<magnitude>.*)")


def to_hanzi(n: int) -> str:
    """Write a whole number in Chinese numerals: 320 is 三百二十, 20005 is 二万零五.

    Raises ValueError beyond `LARGEST`.
    """
    if abs(n) > LARGEST:
        raise ValueError(f"{n} is beyond what Chinese numerals are written for here")
    if n < 0:
        return "负" + to_hanzi(-n)
    if n == 0:
        return "零"
    text = _written(n)
    return text.removeprefix("一") if text.startswith("一十") else text


def counting_hanzi(n: int) -> str:
    """Write a whole number as it stands before a measure word: 2 is 两 (两座), 12 is 十二."""
    return "两" if n == 2 else to_hanzi(n)


def to_hanzi_digits(n: int) -> str:
    """Write a number digit by digit, as years are in the older style: 2010 is 二〇一〇.

    Raises ValueError for a negative number.
    """
    if n < 0:
        raise ValueError("a negative number has no form digit by digit")
    return "".join(HANZI_DIGITS[int(digit)] for digit in str(n))


def parse_number(text: str) -> Decimal | None:
    """Read one number, Arabic or Chinese, with its magnitudes; None if it is not exactly one.

    A unit, a percent sign or a qualifier makes it something else: take them off first.
    """
    text = text.strip().translate(_FULL_WIDTH)
    sign = -1 if text[:1] in {"-", "负", "負"} else 1
    text = text[1:] if text[:1] in {"-", "+", "负", "負"} else text
    if not text or len(text) > 3 * _MAX_DIGITS:
        return None
    value = _arabic(text) if text[0] in "0123456789" else None
    if value is None:
        value = _hanzi(text.translate(_VARIANTS))
    return None if value is None else sign * value


def _written(n: int) -> str:
    """Write a positive number in full: 10 is 一十, which only the head of a numeral drops."""
    for sign, size in reversed(MAGNITUDES.items()):
        if size > 1 and n >= size:
            head, rest = divmod(n, size)
            gap = "零" if 0 < rest < size // 10 else ""
            tail = gap + _written(rest) if rest else ""
            return (to_hanzi(head) if size >= 10_000 else HANZI_DIGITS[head]) + sign + tail
    return HANZI_DIGITS[n]


def _arabic(text: str) -> Decimal | None:
    """Read Arabic digits and the magnitudes between them: 1.5万, 3亿5000万, 1万2000."""
    total, below, position = Decimal(0), 0, 0
    while position < len(text):
        found = _ARABIC.match(text, position)
        if found is None or len(found[0]) > _MAX_DIGITS:
            return None
        value = Decimal(found[0].replace(",", ""))
        sign = _MAGNITUDE.match(text, found.end())
        size = _size(sign[0]) if sign else 1
        if below and not _fits_below(found, size, below):
            return None
        total += value * size
        below, position = size, sign.end() if sign else found.end()
        if size == 1 and position < len(text):
            return None
    return total


def _fits_below(found: re.Match[str], size: int, below: int) -> bool:
    """Say whether a further part (the 2000 of 1万2000) can only be read in one way.

    Bare digits must fill every place under the magnitude before them: 1万2 is 12000 to some
    readers and 10002 to others.
    """
    if size == 1 and (found["part"] or 10 ** len(found["digits"]) != below):
        return False
    return Decimal(found[0].replace(",", "")) * size < below


def _size(signs: str) -> int:
    """Multiply signs of magnitude out: 百万 is 1000000."""
    size = 1
    for sign in signs:
        size *= MAGNITUDES[sign]
    return size


def _hanzi(text: str) -> Decimal | None:
    """Read Chinese numerals: by place (三百二十), digit by digit (二〇一〇), or with 点."""
    if text in {"半", "一半"}:
        return Decimal("0.5")
    digit_wise = _digit_wise(text)
    if digit_wise is not None:
        return digit_wise
    pointed = _WITH_POINT.fullmatch(text)
    if pointed is None:
        whole = _by_place(text)
        return None if whole is None else Decimal(whole)
    whole = _by_place(pointed["whole"])
    signs = pointed["magnitude"]
    if whole is None or (signs and not (signs == "十" or _MAGNITUDE.fullmatch(signs))):
        return None
    part = "".join(str(HANZI_DIGITS.index(digit)) for digit in pointed["part"])
    return Decimal(f"{whole}.{part}") * _size(signs) if len(part) < _MAX_DIGITS else None


def _digit_wise(text: str) -> Decimal | None:
    """Read two or more digits written one by one; 0 and Latin O among them are 〇.

    Two digits without a zero are "three to five" (三五) rather than 35: not a number.
    """
    text = re.sub("[0O]", "〇", text)
    if not 2 <= len(text) <= _MAX_DIGITS or any(sign not in HANZI_DIGITS for sign in text):
        return None
    if len(text) == 2 and "〇" not in text:
        return None
    return Decimal("".join(str(HANZI_DIGITS.index(sign)) for sign in text))


def _by_place(text: str) -> int | None:
    """Read a numeral with places: 三百二十, 二万零五, 一百五 (150)."""
    if text in HANZI_DIGITS and len(text) == 1:
        return HANZI_DIGITS.index(text)
    for sign, size in reversed(MAGNITUDES.items()):
        if size > 1 and sign in text:
            return _split_at(text, sign, size)
    return None


def _split_at(text: str, sign: str, size: int) -> int | None:
    """Read what stands before and after the largest sign of a numeral."""
    head_text, _, rest_text = text.partition(sign)
    head = 1 if sign == "十" and not head_text else _by_place(head_text)
    if head is None or head == 0 or (head >= 10 and size < 10_000):
        return None
    if not rest_text:
        return head * size
    if rest_text.startswith("〇"):
        rest = _by_place(rest_text[1:])
    else:
        rest = _by_place(rest_text)
        if rest is not None and len(rest_text) == 1:
            rest *= size // 10
    if rest is None or not 0 < rest < size:
        return None
    return head * size + rest
