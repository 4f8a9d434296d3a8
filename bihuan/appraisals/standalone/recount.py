#!/usr/bin/env python3
"""Recount a published poll: 复核已公布的测评结果，只需要 Python，不需要安装别的软件。

    python recount.py 公布文件.json

Counts the published lists, checks that the groups were merged as the rules say, and compares
with the published result. The rules are those of docs/explanation/secret-ballots.md.
"""

import hashlib
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

SMALLEST_CELL = 5
MOST_WRITTEN = 20
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Json = Any


class Faulty(ValueError):
    """What was given breaks a rule; the sentence says which."""


def H(name: str, *parts: bytes) -> bytes:  # noqa: N802 (so it stands in the protocol)
    """Return BLAKE2b-256 of a name and parts, as the protocol writes it."""
    return hashlib.blake2b(f"bihuan/{name}/1\0".encode() + b"".join(parts), digest_size=32).digest()


def canonical(thing: Json) -> str:
    """Return JSON that is the same text for the same content."""
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def paper_digest(text: str) -> str:
    """Return the digest of a paper's text, in hexadecimal."""
    return H("paper", text.encode()).hex()


def receipt_of(ballot: bytes) -> bytes:
    """Return the ten bytes of a ballot's receipt."""
    return H("receipt", ballot)[:10]


def receipts_digest(receipts: Sequence[str]) -> str:
    """Return the digest of all receipts as people read them, ascending."""
    return H("receipts", canonical(receipts).encode()).hex()


def written(octets: bytes) -> str:
    """Return bytes in the 32 signs, padded with zero bits, in groups of four."""
    number, bits = int.from_bytes(octets, "big"), 8 * len(octets)
    number <<= -bits % 5
    length = -(-bits // 5)
    signs = "".join(SIGNS[number >> 5 * at & 31] for at in reversed(range(length)))
    return "-".join(signs[at : at + 4] for at in range(0, length, 4))


# ---- answers -------------------------------------------------------------------------------------


def choices_of(
    item: Mapping[str, Json], scales: Sequence[Sequence[Json]], answer: str
) -> list[str]:
    """Return an answer as what is published of it, one by one; raises Faulty.

    A grade as it is; of names each ("3", "=written"), "-" for none; of a post "2y" and "=written".
    """
    plain, *names = answer.split("|")
    if item["form"] == "grade":
        return _grade(plain, names, len(scales[item["scale"]]))
    _check_written(names)
    if item["form"] == "names":
        return _names(item, plain, names)
    return _post(item, plain, names)


def _grade(plain: str, names: list[str], options: int) -> list[str]:
    if names or plain not in {str(each) for each in range(options + 1)}:
        raise Faulty("不是这一项的选项")
    return [plain]


def _names(item: Mapping[str, Json], plain: str, names: list[str]) -> list[str]:
    allowed = {str(at) for at in range(1, len(item["candidates"]) + 1)}
    chosen = plain.split(",") if plain else []
    if not set(chosen) <= allowed or [int(each) for each in chosen] != sorted(
        map(int, set(chosen))
    ):
        raise Faulty("提名的编号不对")
    if names and not item["write_ins"]:
        raise Faulty("不能另写姓名")
    if len(chosen) + len(names) > item["most"]:
        raise Faulty("提名超过规定的人数")
    return [*chosen, *(f"={name}" for name in names)] or ["-"]


def _post(item: Mapping[str, Json], plain: str, names: list[str]) -> list[str]:
    if len(plain) != len(item["candidates"]) or not set(plain) <= set("yna"):
        raise Faulty("候选人的选择不完整")
    if len(names) > item["write_ins"] or plain.count("y") + len(names) > item["seats"]:
        raise Faulty("赞成的人数超过应选人数")
    return [*(f"{at}{sign}" for at, sign in enumerate(plain, 1)), *(f"={name}" for name in names)]


def _check_written(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise Faulty("同一姓名写了两次")
    for name in names:
        # What is not seen could be agreed on beforehand.
        bad = {unicodedata.category(sign) for sign in name} & {"Cc", "Cf"}
        if not name.strip() or name != name.strip() or len(name) > MOST_WRITTEN or bad:
            raise Faulty("另写的姓名不对")


# ---- merging -------------------------------------------------------------------------------------


class Cell:
    """Groups that are reported as one: what was chosen, of how many valid answers."""

    def __init__(
        self, groups: Sequence[int], ballots: int, invalid: int, choices: Iterable[str]
    ) -> None:
        self.groups, self.ballots, self.invalid = sorted(groups), ballots, invalid
        self.choices = Counter(choices)
        self.order = (ballots, self.groups[:1])

    @property
    def is_unsafe(self) -> bool:
        """Tell whether it would give somebody away: too few, or a choice that all share."""
        return self.ballots < SMALLEST_CELL or self.is_unanimous

    @property
    def is_unanimous(self) -> bool:
        """Tell whether there is a choice that all valid answers share."""
        return self.ballots > 0 and self.ballots in self.choices.values()

    def with_other(self, other: "Cell") -> "Cell":
        """Return both as one."""
        choices = (self.choices + other.choices).elements()
        ballots, invalid = self.ballots + other.ballots, self.invalid + other.invalid
        return Cell([*self.groups, *other.groups], ballots, invalid, choices)


def merged(cells: Sequence[Cell]) -> list[Cell]:
    """Merge unsafe cells, the smallest with the smallest other, until none is left or one cell."""
    left = list(cells)
    while len(left) > 1:
        unsafe = sorted((cell for cell in left if cell.is_unsafe), key=lambda cell: cell.order)
        if not unsafe:
            break
        first = unsafe[0]
        other = min((cell for cell in left if cell is not first), key=lambda cell: cell.order)
        left = [cell for cell in left if cell is not first and cell is not other]
        left.append(first.with_other(other))
    return sorted(left, key=lambda cell: cell.groups)


# ---- an opening ----------------------------------------------------------------------------------


def opening_digest(opening: Mapping[str, Json]) -> str:
    """Return the digest of an opening, whatever the order of its lists."""
    plain = json.loads(json.dumps(opening))
    for item in plain["items"]:
        for cell in item["cells"]:
            cell["answers"] = sorted(cell["answers"])
    return H("opening", canonical(plain).encode()).hex()


def check_opening(
    paper: Mapping[str, Json], opening: Mapping[str, Json], counts: Mapping[tuple[int, int], int]
) -> None:
    """Raise Faulty where an opening is not one of a paper; `counts`: by item and group."""
    try:
        _check_head(paper, opening)
        for item, opened in zip(paper["items"], opening["items"], strict=True):
            _check_item(paper, item, opened, counts)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        if isinstance(error, Faulty):
            raise
        raise Faulty("开票清单的格式不对") from error


def _check_head(paper: Mapping[str, Json], opening: Mapping[str, Json]) -> None:
    if opening["version"] != 1 or opening["poll"] != paper["poll"]:
        raise Faulty("开票清单不是这次测评的")
    if [each["item"] for each in opening["items"]] != [each["number"] for each in paper["items"]]:
        raise Faulty("开票清单的项目与票面不一致")


def _check_item(
    paper: Mapping[str, Json],
    item: Mapping[str, Json],
    opened: Mapping[str, Json],
    counts: Mapping[tuple[int, int], int],
) -> None:
    where = f"第{item['number']}项"
    named = sorted(group for cell in opened["cells"] for group in cell["groups"])
    if named != sorted(item["groups"]):
        raise Faulty(f"{where}的投票人组与票面不一致")
    for cell in opened["cells"]:
        _check_cell(paper, item, cell, where)
        given = sum(counts.get((item["number"], group), 0) for group in cell["groups"])
        if cell["ballots"] + cell["invalid"] != given:
            raise Faulty(f"{where}的有效票与无效票之和不等于收回的票数")
    if len(opened["cells"]) > 1:
        for each in opened["cells"]:
            if Cell(each["groups"], each["ballots"], 0, each["answers"]).is_unsafe:
                raise Faulty(f"{where}有不足{SMALLEST_CELL}人或完全一致的组没有合并")


def _check_cell(
    paper: Mapping[str, Json], item: Mapping[str, Json], cell: Mapping[str, Json], where: str
) -> None:
    ballots, invalid, answers = cell["ballots"], cell["invalid"], cell["answers"]
    is_whole = all(type(each) is int for each in (ballots, invalid, *cell["groups"]))
    if not is_whole or type(answers) is not list or min(ballots, invalid) < 0:
        raise Faulty(f"{where}的票数不是整数，或清单的格式不对")
    is_suppressed = ballots < SMALLEST_CELL
    if bool(cell.get("suppressed")) != is_suppressed or (is_suppressed and answers):
        raise Faulty(f"{where}不足{SMALLEST_CELL}人，不能公布")
    if not is_suppressed:
        _check_answers(paper, item, ballots, Counter(answers), where)


def _check_answers(
    paper: Mapping[str, Json],
    item: Mapping[str, Json],
    ballots: int,
    answers: Mapping[str, int],
    where: str,
) -> None:
    total = sum(answers.values())
    if item["form"] == "grade":
        allowed = {str(at) for at in range(len(paper["scales"][item["scale"]]) + 1)}
        fits = set(answers) <= allowed and total == ballots
    elif item["form"] == "names":
        allowed = {"-", *(str(at) for at in range(1, len(item["candidates"]) + 1))}
        named = {each for each in answers if not each.startswith("=")}
        fits = named <= allowed and ballots <= total <= ballots * item["most"]
        fits = fits and max(answers.values(), default=0) <= ballots
    else:
        fits = all(
            sum(answers.get(f"{at}{sign}", 0) for sign in "yna") == ballots
            for at in range(1, len(item["candidates"]) + 1)
        )
        extra = sum(count for each, count in answers.items() if each.startswith("="))
        fits = fits and total == ballots * len(item["candidates"]) + extra
        fits = fits and extra <= ballots * item["write_ins"]
    if not fits:
        raise Faulty(f"{where}的清单与票数、选项不一致")


# ---- counting ------------------------------------------------------------------------------------


def result_of(paper: Mapping[str, Json], opening: Mapping[str, Json]) -> Json:
    """Return the result that follows from the lists: votes by item, scores by item and subject."""
    weights = {group["number"]: Fraction(group["weight"]) for group in paper["groups"]}
    items = [
        _item_result(paper, item, opened, weights)
        for item, opened in zip(paper["items"], opening["items"], strict=True)
    ]
    return {"items": items, "subjects": _subjects(paper, items)}


def _item_result(
    paper: Mapping[str, Json],
    item: Mapping[str, Json],
    opened: Mapping[str, Json],
    weights: Mapping[int, Fraction],
) -> dict[str, Json]:
    votes: Counter[str] = Counter()
    for cell in opened["cells"]:
        votes.update(cell["answers"])
    shown = [cell for cell in opened["cells"] if not cell.get("suppressed")]
    score = None
    if item["form"] == "grade":
        points = [Fraction(each["points"]) for each in paper["scales"][item["scale"]]]
        score = score_of(shown, points, weights)
    return {
        "item": item["number"],
        "ballots": sum(cell["ballots"] for cell in opened["cells"]),
        "invalid": sum(cell["invalid"] for cell in opened["cells"]),
        "votes": dict(sorted(votes.items())),
        "score": None if score is None else [score.numerator, score.denominator],
    }


def score_of(
    cells: Iterable[Mapping[str, Json]],
    points: Sequence[Fraction],
    weights: Mapping[int, Fraction],
) -> Fraction | None:
    """Return Σ W·mean / Σ W over cells; None where nobody gave a grade or no weight counts."""
    above, below = Fraction(0), Fraction(0)
    for cell in cells:
        given: Counter[str] = Counter(cell["answers"])
        graded = sum(count for option, count in given.items() if option != "0")
        weight = sum((weights[group] for group in cell["groups"]), Fraction(0))
        if graded and weight:
            won = sum(
                points[int(option) - 1] * count for option, count in given.items() if option != "0"
            )
            above += weight * won / graded
            below += weight
    return above / below if below else None


def _subjects(paper: Mapping[str, Json], items: Sequence[Mapping[str, Json]]) -> list[Json]:
    """Return the score of each subject, in the paper's order: never sorted by it."""
    parts: dict[str, list[tuple[Fraction, Fraction]]] = {}
    for item, found in zip(paper["items"], items, strict=True):
        if item["form"] == "grade":
            own = parts.setdefault(item["subject"], [])
            if found["score"] is not None:
                own.append((Fraction(item["weight"]), Fraction(*found["score"])))
    scores = []
    for subject, own in parts.items():
        below = sum((weight for weight, _score in own), Fraction(0))
        above = sum((weight * score for weight, score in own), Fraction(0))
        score = above / below if below else None
        said = None if score is None else [score.numerator, score.denominator]
        scores.append({"subject": subject, "score": said})
    return scores


def two_decimals(score: Sequence[int] | None) -> str:
    """Return a score with two decimals, halves up; a dash where there is none."""
    if score is None:
        return "—"
    hundredths = (Fraction(*score) * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


# ---- the published file --------------------------------------------------------------------------


def recount(published: Mapping[str, Json]) -> list[str]:
    """Return what was found, one sentence each; raises Faulty at the first thing that differs."""
    paper = json.loads(published["paper"])
    opening = published["opening"]
    found = [f"测评：{paper['title']}"]
    if paper_digest(published["paper"]) != opening["paper_digest"]:
        raise Faulty("票面与开票清单所记的摘要不一致")
    if opening["box_digest"] != published["box_digest"]:
        raise Faulty("开票清单与封箱摘要不一致")
    counts = {(item, group): count for item, group, count in published["counts"]}
    check_opening(paper, opening, counts)
    found.append(f"清单：{len(paper['items'])}项，各组合并符合规则，票数相符")
    receipts = published["receipts"]
    if len(set(receipts)) != len(receipts) or receipts != sorted(receipts):
        raise Faulty("回执有重复或次序不对")
    if receipts_digest(receipts) != published["receipts_digest"]:
        raise Faulty("回执与封箱时所记的回执摘要不一致")
    by_group: dict[int, int] = {}
    for (_item, group), count in counts.items():
        if by_group.setdefault(group, count) != count:
            raise Faulty(f"第{group}组各项收回的票数不一致")
    if sum(by_group.values()) != len(receipts):
        raise Faulty("收回的票数与回执数不一致")
    found.append(f"回执：{len(receipts)}张，无重复，摘要{published['receipts_digest'][:16]}")
    result = result_of(paper, opening)
    if canonical(result) != canonical(published["result"]):
        raise Faulty("重新计票的结果与公布的结果不一致")
    found.append("结果：重新计票与公布的一致")
    found.append(f"开票摘要：{opening_digest(opening)}")
    return found


def main(given: Sequence[str]) -> int:
    """Recount the file that is named; 0 where everything agrees."""
    if len(given) != 1:
        print("用法：python recount.py 公布文件.json", file=sys.stderr)
        return 2
    try:
        published = json.loads(Path(given[0]).read_text(encoding="utf-8"))
        for line in recount(published):
            print(line)
    except OSError as error:
        print(f"读不了文件：{error}", file=sys.stderr)
        return 2
    except Faulty as error:
        print(f"不一致：{error}。", file=sys.stderr)
        return 1
    except (ValueError, KeyError, TypeError) as error:
        print(f"不是完整的公布文件（{error}）。", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
