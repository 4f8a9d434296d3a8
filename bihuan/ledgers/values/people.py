"""What about people a ledger may hold that a register should not: told by label and by value."""

import re

from bihuan.ledgers.reading.words import squeezed
from bihuan.lib.workbooks.reading import Cell

ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?!\d)"
)
PHONE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}[-－— ]?\d{7,8}|\d{7,8}")
BANK_CARD = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")
LEAST_ID = 10**17

ID_LABELS = re.compile(r"身份证|公民身份|证件号|居民证号")
BANK_LABELS = re.compile(r"银行|账号|帐号|卡号|开户|存折|一卡通号")
HEALTH_LABELS = re.compile(
    r"病种|疾病|病情|病史|患病|病名|诊断|残疾类|残疾等|残疾证|健康状况|血型|宗教"
)
BIRTH_LABELS = re.compile(
    r"节育|结扎|上环|社会抚养费|孕检|计划外|胎次|孩次|生育证|准生证|避孕|超生"
)
PHONE_LABELS = re.compile(r"电话|手机|联系方式|号码$")
NAME_LABELS = re.compile(
    r"姓名|户主|当事人|申请人|来访人|信访人|被访人|监护人|家庭成员|配偶|受益人|捐款人"
)
HOME_LABELS = re.compile(r"家庭住址|住址|家庭地址|户籍地")


def has_id_number(cell: Cell) -> bool:
    """Tell whether a cell holds a citizen's identity number (GB 11643-1999), mistyped or not.

    The check digit is not asked for: a wrong one makes it no less somebody's number, and a number
    of a spreadsheet keeps only the first 15 of the 18 digits.
    """
    text = f"{cell:.0f}" if isinstance(cell, float) and cell >= LEAST_ID else squeezed(cell)
    return ID_NUMBER.search(text) is not None


def has_bank_card(cell: Cell) -> bool:
    """Tell whether a cell holds the number of a bank card."""
    return BANK_CARD.search(squeezed(cell)) is not None


def is_phone(cell: Cell) -> bool:
    """Tell whether a cell is a telephone number, or several."""
    parts = [part for part in re.split(r"[、,，;；/\s]+", str(cell).strip()) if part]
    return bool(parts) and all(PHONE.fullmatch(squeezed(part)) for part in parts)
