"""Reading what somebody answered: from a form's fields, or from digits typed off a paper."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from bihuan.questionnaires.rules.asked import CHOOSES, LONGEST_ANSWER, Asked, Given, Kind, is_shown

Fields = Callable[[str], Sequence[str]]
_MOST_NUMBER = 10**12
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Wrong(Exception):
    """An answer that cannot be taken; says so in a sentence."""


def name_of(position: int, row: int = 0) -> str:
    """Return the name of a question's field."""
    return f"q{position}_{row}" if row else f"q{position}"


def read_all(
    questions: Sequence[Asked], fields: Fields, *, is_paper: bool = False
) -> tuple[dict[int, Given], dict[int, str]]:
    """Read all answers; return what was given and what is wrong, by position.

    An answer to a question that the earlier answers hide is dropped. On paper nothing is required:
    what was left blank is blank.
    """
    given: dict[int, Given] = {}
    wrong: dict[int, str] = {}
    read = _read_paper if is_paper else _read_fields
    for asked in questions:
        if not is_shown(asked, given):
            continue
        try:
            answer = checked(asked, read(asked, fields), is_whole=not is_paper)
            if answer is not None:
                given[asked.position] = answer
            elif asked.required and not is_paper:
                raise Wrong(_("这一题还没有答。"))
        except Wrong as error:
            wrong[asked.position] = str(error)
    return given, wrong


def checked(asked: Asked, given: Given, *, is_whole: bool = True) -> Given | None:
    """Return an answer that fits its question, None for none; raises Wrong.

    A required matrix must be whole, unless `is_whole` is False.
    """
    if asked.kind in CHOOSES:
        return _checked_choices(asked, given, is_whole=is_whole)
    if asked.kind is Kind.NUMBER:
        return _checked_number(asked, given)
    if len(given.text) > LONGEST_ANSWER:
        raise Wrong(_("文字超过%(most)d个字，请缩短。") % {"most": LONGEST_ANSWER})
    return Given(text=given.text) if given.text else None


def _checked_choices(asked: Asked, given: Given, *, is_whole: bool) -> Given | None:
    offered = range(1, len(asked.options) + 1)
    kept: dict[int, tuple[int, ...]] = {}
    for row in asked.rows_asked:
        options = tuple(sorted(set(given.chosen.get(row, ()))))
        if any(option not in offered for option in options):
            raise Wrong(_("选项只有1到%(n)d，请重新选择。") % {"n": len(asked.options)})
        if len(options) > 1 and asked.kind is not Kind.SEVERAL:
            raise Wrong(_("这一题只能选一项。"))
        if asked.most and len(options) > asked.most:
            raise Wrong(_("这一题最多选%(n)d项。") % {"n": asked.most})
        if options:
            kept[row] = options
    if not kept:
        return None
    must_be_whole = is_whole and asked.required and asked.kind is Kind.MATRIX
    if must_be_whole and len(kept) < len(asked.rows):
        raise Wrong(_("这一题每一项都请选一个。"))
    return Given(chosen=kept)


def _checked_number(asked: Asked, given: Given) -> Given | None:
    if given.number is None:
        return None
    low, high = asked.minimum, asked.maximum
    if low is not None and given.number < low * 100:
        raise Wrong(_("这个数不能小于%(n)d。") % {"n": low})
    if high is not None and given.number > high * 100:
        raise Wrong(_("这个数不能大于%(n)d。") % {"n": high})
    return Given(number=given.number)


def _read_fields(asked: Asked, fields: Fields) -> Given:
    if asked.kind in CHOOSES:
        return Given(
            chosen={
                row: tuple(_whole(text) for text in fields(name_of(asked.position, row)) if text)
                for row in asked.rows_asked
            }
        )
    text = next(iter(fields(name_of(asked.position))), "")
    return _read_plain(asked, text)


def _read_paper(asked: Asked, fields: Fields) -> Given:
    """Read digits: `2` one option, `1 3` several, `4 3 3` a matrix row by row (0 for blank)."""
    text = next(iter(fields(name_of(asked.position))), "")
    if asked.kind not in CHOOSES:
        return _read_plain(asked, text)
    typed = _typed(asked, text)
    if asked.kind is not Kind.MATRIX:
        return Given(chosen={0: tuple(option for option in typed if option)})
    if typed and len(typed) != len(asked.rows):
        raise Wrong(_("这一题有%(n)d项，请每项打一个数，没有选的打0。") % {"n": len(asked.rows)})
    return Given(chosen={row: (option,) for row, option in enumerate(typed, 1) if option})


def _typed(asked: Asked, text: str) -> list[int]:
    """Return the numbers typed: parted by signs, or digit by digit where options are under ten."""
    parts = re.split(r"[\s,，、.;；]+", unicodedata.normalize("NFKC", text).strip())
    if len(parts) == 1 and len(asked.options) < 10:
        parts = list(parts[0])
    return [_whole(part) for part in parts if part]


def _read_plain(asked: Asked, text: str) -> Given:
    text = _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()
    if not text or asked.kind is Kind.TEXT:
        return Given(text=text)
    try:
        number = Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))
        whole = number * 100
        if (
            not number.is_finite()
            or whole != whole.to_integral_value()
            or abs(whole) > _MOST_NUMBER
        ):
            raise Wrong(_("请填一个数，最多两位小数。"))
    except InvalidOperation as error:
        raise Wrong(_("请填一个数，如 3 或 2.5。")) from error
    return Given(number=int(whole))


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text, re.ASCII):
        raise Wrong(_("“%(text)s”不是选项的编号，请重新选择。") % {"text": text[:20]})
    return int(text)


def typed_of(asked: Asked, given: Mapping[int, Given]) -> str:
    """Return an answer as a clerk would type it off paper."""
    answer = given.get(asked.position)
    if answer is None:
        return ""
    if asked.kind is Kind.MATRIX:
        return " ".join(str(next(iter(answer.chosen.get(row, ())), 0)) for row in asked.rows_asked)
    if asked.kind in CHOOSES:
        return " ".join(map(str, answer.options))
    if asked.kind is Kind.NUMBER and answer.number is not None:
        return f"{Decimal(answer.number).scaleb(-2).normalize():f}"
    return answer.text
