"""Shares of the key: any m open, fewer say nothing, and what is mistyped is named by its line."""

import itertools
import secrets
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.appraisals.standalone import open_box, vote
from bihuan.appraisals.standalone.open_box import combine, read_share, share_lines, split
from bihuan.appraisals.standalone.recount import SIGNS, Faulty

KEYS = st.binary(min_size=32, max_size=32)


@settings(max_examples=30)
@given(KEYS, st.integers(2, 5), st.integers(0, 4))
def test_any_m_shares_open_and_more_too(secret: bytes, needed: int, spare: int) -> None:
    shares = split(secret, needed, needed + spare)
    for count in (needed, needed + spare):
        for some in itertools.islice(itertools.combinations(shares, count), 12):
            assert combine(list(some)[::-1]) == secret


@settings(max_examples=30)
@given(KEYS, st.integers(2, 5))
def test_one_share_too_few_gives_another_key(secret: bytes, needed: int) -> None:
    shares = split(secret, needed, needed)
    assert combine(shares[1:]) != secret


@pytest.mark.parametrize("octet", [0, 1, 0x80, 0xFF])
def test_one_share_of_two_is_the_same_for_every_secret(octet: int) -> None:
    """Whatever the secret, every share value is made by exactly one of the 256 random bytes."""
    seen: list[Counter[int]] = [Counter(), Counter(), Counter()]
    for drawn in range(256):
        made = split(bytes([octet]), 2, 3, random_bytes=lambda n, drawn=drawn: bytes([drawn] * n))
        for at, share in enumerate(made):
            seen[at][share[0]] += 1
    assert all(each == dict.fromkeys(range(256), 1) for each in seen)


@pytest.mark.parametrize("octet", [0, 0x5A])
def test_two_shares_of_three_are_the_same_for_every_secret(octet: int) -> None:
    """Whatever the secret, every pair of values is made by exactly one pair of random bytes."""
    pairs = set()
    for one, other in itertools.product(range(0, 256, 17), range(256)):
        drawn = bytes([one, other])
        first, second = split(bytes([octet]), 3, 2, random_bytes=lambda n, drawn=drawn: drawn[:n])
        pairs.add((first[0], second[0]))
    assert len(pairs) == 16 * 256


def test_the_random_bytes_are_the_systems() -> None:
    assert split(bytes(32), 2, 2) != split(bytes(32), 2, 2)


@pytest.mark.parametrize("places", [(1, 1), (0, 1)])
def test_one_share_twice_or_at_no_place_is_refused(places: tuple[int, int]) -> None:
    with pytest.raises(Faulty, match="两次"):
        combine([bytes(32) + bytes([place]) for place in places])


@given(st.binary(min_size=33, max_size=33))
def test_a_share_is_read_as_it_was_printed(share: bytes) -> None:
    lines = share_lines(share)
    assert [len(line) for line in lines] == [19] * 4
    assert read_share(lines) == share
    likes = [line.lower().replace("0", "o").replace("1", "l").replace("-", " ") for line in lines]
    assert read_share(likes) == share


def test_every_single_sign_mistyped_is_named_with_its_line() -> None:
    share = secrets.token_bytes(33)
    lines = [line.replace("-", "") for line in share_lines(share)]
    tried = 0
    for at, place in itertools.product(range(4), range(16)):
        for sign in SIGNS.replace(lines[at][place], ""):
            typed = list(lines)
            typed[at] = typed[at][:place] + sign + typed[at][place + 1 :]
            with pytest.raises(Faulty, match=f"第{at + 1}行"):
                read_share(typed)
            tried += 1
    assert tried == 4 * 16 * 31


def test_lines_in_another_order_missing_or_too_long_are_said() -> None:
    lines = share_lines(secrets.token_bytes(33))
    with pytest.raises(Faulty, match="次序"):
        read_share([lines[1], lines[0], *lines[2:]])
    with pytest.raises(Faulty, match="四行"):
        read_share(lines[:3])
    with pytest.raises(Faulty, match="第4行"):
        read_share([*lines[:3], lines[3] + "0"])
    with pytest.raises(Faulty, match="第2行"):
        read_share([lines[0], "", *lines[2:]])


def test_of_single_signs_mistyped_on_a_slip_the_check_sign_finds_all_but_one_in_32() -> None:
    missed = tried = 0
    for _slip in range(20):
        slip = vote.new_slip()
        assert open_box.check_sign(slip[:15]) == slip[15]
        for place, sign in itertools.product(range(15), SIGNS):
            typed = slip[:place] + sign + slip[place + 1 :]
            if typed != slip:
                tried += 1
                missed += open_box.check_sign(typed[:15]) == typed[15]
    # 9300 tries at 1 in 32: mean 291, spread 17; eleven spreads either way is never seen.
    assert tried == 20 * 15 * 31
    assert 100 < missed < 480


def test_slips_do_not_repeat() -> None:
    assert len({vote.new_slip() for _at in range(500)}) == 500
