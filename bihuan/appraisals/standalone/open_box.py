#!/usr/bin/env python3
"""Open a sealed box with the tellers' shares: 在监票人自己的电脑上开票、核验，需 Python 和 PyNaCl。

    python open_box.py 封箱文件.json 开票清单.json

Asks for the shares line by line, opens every list and writes the opening, or compares its digest
with one that was published. The rules are those of docs/explanation/secret-ballots.md.
"""

import base64
import getpass
import json
import multiprocessing
import random
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

try:
    from bihuan.appraisals.standalone import recount as rules
except ImportError:  # run beside recount.py, without the software
    import recount as rules  # type: ignore[import-not-found, no-redef]

OVERHEAD = 48
HEAD = 12
Json = Any


# ---- shares --------------------------------------------------------------------------------------


def check_sign(signs: str) -> str:
    """Return the check sign of some signs."""
    return rules.SIGNS[rules.H("check", signs.encode())[0] >> 3]


def read_signs(typed: str) -> str:
    """Return what was typed in the 32 signs: O is 0, I and L are 1, full width too, no others."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(str.maketrans("OIL", "011"))
    return "".join(sign for sign in plain if sign in rules.SIGNS)


def share_lines(share: bytes) -> list[str]:
    """Return a share of 33 bytes as four lines of 16 signs in groups of four."""
    plain = rules.written(share + rules.H("sharecheck", share)[:4]).replace("-", "")
    lines = (plain[at : at + 15] for at in range(0, 60, 15))
    return [_in_fours(line + check_sign(line)) for line in lines]


def read_share(lines: Sequence[str]) -> bytes:
    """Return the 33 bytes of four typed lines; raises Faulty, naming the line."""
    plain = ""
    for at, line in enumerate(lines, 1):
        signs = read_signs(line)
        if len(signs) != 16 or check_sign(signs[:15]) != signs[15]:
            raise rules.Faulty(f"第{at}行有误，请对照密钥单重新输入")
        plain += signs[:15]
    if len(plain) != 60:
        raise rules.Faulty("密钥单共四行，请逐行输入")
    share = _share_in(plain)
    if share is None:
        # One mistyped sign in 32 has the check sign of its line all the same.
        wrong = _line_of_one_wrong(plain)
        said = f"第{wrong}行有误，请对照密钥单重新输入" if wrong else "四行合起来不对，可能次序颠倒"
        raise rules.Faulty(said)
    return share


def _share_in(plain: str) -> bytes | None:
    """Return the share that 60 signs are; None where its check or the last zeros are not right."""
    number = 0
    for sign in plain:
        number = number << 5 | rules.SIGNS.index(sign)
    octets = (number >> 4).to_bytes(37, "big")
    share, check = octets[:33], octets[33:]
    return None if number & 15 or rules.H("sharecheck", share)[:4] != check else share


def _line_of_one_wrong(plain: str) -> int | None:
    """Return the line, from 1, in which another sign would make a share; None where none would."""
    for at in range(60):
        for sign in rules.SIGNS:
            if _share_in(plain[:at] + sign + plain[at + 1 :]) is not None:
                return at // 15 + 1
    return None


def commitment_of(poll: str, share: bytes) -> str:
    """Return what the server keeps of a share, in hexadecimal."""
    return rules.H("share", bytes.fromhex(poll), share).hex()


def proof_of(poll: str, secret_key: bytes) -> bytes:
    """Return what shows the server that one had the key, without the key."""
    return rules.H("proof", bytes.fromhex(poll), secret_key)


def split(secret: bytes, needed: int, among: int, *, random_bytes: Any = None) -> list[bytes]:
    """Share a secret among some so that `needed` open it: Shamir over GF(2^8); 33 bytes each."""
    draw = random_bytes or sodium.randombytes
    shares = [bytearray() for _at in range(among)]
    for octet in secret:
        terms = [octet, *draw(needed - 1)]
        for place, share in enumerate(shares, 1):
            value = 0
            for term in reversed(terms):
                value = _times(value, place) ^ term
            share.append(value)
    return [bytes(share) + bytes([place]) for place, share in enumerate(shares, 1)]


def combine(shares: Sequence[bytes]) -> bytes:
    """Return the secret of shares: the value of the polynomial at nought."""
    places = [share[-1] for share in shares]
    if len(set(places)) != len(places) or 0 in places:
        raise rules.Faulty("同一份密钥单输入了两次")
    secret = bytearray(32)
    for share, place in zip(shares, places, strict=True):
        basis = 1
        for other in places:
            if other != place:
                basis = _times(basis, _times(other, _inverse(other ^ place)))
        for at in range(32):
            secret[at] ^= _times(share[at], basis)
    return bytes(secret)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    product = 1
    for _at in range(254):
        product = _times(product, a)
    return product


def _in_fours(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


# ---- sealing and opening one answer --------------------------------------------------------------


def laid_out(digest: bytes, group: int, item: int, answer: str, pad: int) -> bytes:
    """Return a group's answer in its fixed length; raises Faulty where it does not fit."""
    octets = answer.encode()
    if HEAD + len(octets) > pad or len(octets) > 255:
        raise rules.Faulty("答案太长")
    head = bytes([group]) + digest[:8] + item.to_bytes(2, "big") + bytes([len(octets)])
    return (head + octets).ljust(pad, b"\0")


def seal(public_key: bytes, digest: bytes, group: int, item: int, answer: str, pad: int) -> bytes:
    """Return an answer sealed to the tellers' key: pad + 48 bytes."""
    return sodium.crypto_box_seal(laid_out(digest, group, item, answer, pad), public_key)


def answer_of(plain: bytes, digest: bytes, group: int, item: int) -> str | None:
    """Return the answer of what was laid out; None where it is not this group's on this item."""
    head = bytes([group]) + digest[:8] + item.to_bytes(2, "big")
    end = HEAD + plain[HEAD - 1]
    if plain[: HEAD - 1] != head or end > len(plain) or any(plain[end:]):
        return None
    try:
        return plain[HEAD:end].decode()
    except UnicodeDecodeError:
        return None


# ---- a whole box ---------------------------------------------------------------------------------


def digest_of_box(digest: bytes, lists: Iterable[tuple[int, int, Sequence[bytes]]]) -> str:
    """Return the digest of sealed lists: (item, group, sealed answers in any order)."""
    parts = [digest]
    for item, group, sealed in lists:
        parts.append(item.to_bytes(2, "big") + bytes([group]) + len(sealed).to_bytes(4, "big"))
        parts.extend(sorted(sealed))
    return rules.H("box", *parts).hex()


def open_item(
    given: tuple[Mapping[str, Json], Json, bytes, bytes, bytes, list[tuple[int, list[bytes]]]],
) -> Json:
    """Open one item's lists and merge its groups: what an opening says of the item."""
    item, scales, digest, public_key, secret_key, lists = given
    cells = []
    for group, sealed in lists:
        seen: set[bytes] = set()
        choices: list[str] = []
        valid = 0
        for each in sealed:
            found = (
                None
                if each in seen
                else _opened(each, (group, item), scales, digest, public_key, secret_key)
            )
            seen.add(each)
            if found is not None:
                valid += 1
                choices.extend(found)
        cells.append(rules.Cell([group], valid, len(sealed) - valid, choices))
    return {"item": item["number"], "cells": [_said(cell) for cell in rules.merged(cells)]}


def _opened(
    sealed: bytes,
    of: tuple[int, Mapping[str, Json]],
    scales: Json,
    digest: bytes,
    public: bytes,
    secret: bytes,
) -> list[str] | None:
    try:
        plain = sodium.crypto_box_seal_open(sealed, public, secret)
    except CryptoError:
        return None
    group, item = of
    answer = answer_of(plain, digest, group, item["number"])
    if answer is None:
        return None
    try:
        return rules.choices_of(item, scales, answer)
    except rules.Faulty:
        return None


def _said(cell: rules.Cell) -> Json:
    said = {"groups": cell.groups, "ballots": cell.ballots, "invalid": cell.invalid}
    if cell.ballots < rules.SMALLEST_CELL:
        return {**said, "suppressed": True, "answers": []}
    answers = list(cell.choices.elements())
    random.SystemRandom().shuffle(answers)
    return {**said, "answers": answers}


def open_box(box: Mapping[str, Json], secret_key: bytes, workers: int = 1) -> Json:
    """Return the opening of a box; raises Faulty for another key or a box that was changed."""
    paper = json.loads(box["paper"])
    digest = bytes.fromhex(rules.paper_digest(box["paper"]))
    public_key = bytes.fromhex(box["public_key"])
    if sodium.crypto_scalarmult_base(secret_key) != public_key:
        raise rules.Faulty("这些密钥单合起来打不开这个票箱")
    size = paper["pad"] + OVERHEAD
    lists = [(each["item"], each["group"], _cut(each["content"], size)) for each in box["lists"]]
    if digest_of_box(digest, lists) != box["box_digest"]:
        raise rules.Faulty("票箱的内容与封箱摘要不一致，请核对封箱记录")
    of_item: dict[int, list[tuple[int, list[bytes]]]] = {}
    for number, group, sealed in lists:
        of_item.setdefault(number, []).append((group, sealed))
    asked = [
        (item, paper["scales"], digest, public_key, secret_key, of_item[item["number"]])
        for item in paper["items"]
    ]
    if workers > 1:
        with multiprocessing.Pool(workers) as pool:
            items = pool.map(open_item, asked, chunksize=4)
    else:
        items = [open_item(each) for each in asked]
    return {
        "version": 1,
        "poll": paper["poll"],
        "paper_digest": digest.hex(),
        "box_digest": box["box_digest"],
        "items": items,
    }


def _cut(content: str, size: int) -> list[bytes]:
    octets = base64.b64decode(content, validate=True)
    if len(octets) % size:
        raise rules.Faulty("封箱文件不完整")
    return [octets[at : at + size] for at in range(0, len(octets), size)]


def main(given: Sequence[str]) -> int:
    """Ask for shares, open the box, write the opening; 0 where it opened."""
    if len(given) != 2:
        print("用法：python open_box.py 封箱文件.json 开票清单.json", file=sys.stderr)
        return 2
    try:
        box = json.loads(Path(given[0]).read_text(encoding="utf-8"))
        print(f"封箱摘要：{box['box_digest']}")
        print("请先与封箱记录上打印的核对，不一致的不要开：换过票的箱子，开票结果会泄露某一张票。")
        secret = combine([_asked(at, box) for at in range(1, int(box["needed"]) + 1)])
        opening = open_box(box, secret, multiprocessing.cpu_count())
        proof = proof_of(opening["poll"], secret).hex()
        said = rules.canonical({"opening": opening, "proof": proof})
        Path(given[1]).write_text(said, encoding="utf-8")
    except OSError as error:
        print(f"读写文件出错：{error}", file=sys.stderr)
        return 2
    except rules.Faulty as error:
        print(f"没有打开：{error}。", file=sys.stderr)
        return 1
    except (ValueError, KeyError, TypeError) as error:
        print(f"不是完整的封箱文件（{error}）。", file=sys.stderr)
        return 2
    print(f"已写到{given[1]}。开票摘要：{rules.opening_digest(opening)}")
    return 0


def _asked(number: int, box: Mapping[str, Json]) -> bytes:
    print(f"请第{number}位监票人输入密钥单的四行（不显示在屏幕上）：")
    share = read_share([getpass.getpass(f"第{line}行：") for line in range(1, 5)])
    if commitment_of(json.loads(box["paper"])["poll"], share) not in box["commitments"]:
        raise rules.Faulty("这张密钥单不是这次测评的")
    return share


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
