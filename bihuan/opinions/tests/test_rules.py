"""The rules on words: held by properties."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bihuan.opinions.rules import common_path, is_blank, one_line, shortened, storable

ANY = st.text(st.characters(), max_size=80)


@given(ANY)
def test_a_line_has_nothing_that_moves_or_hides(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split())
    assert not any(unicodedata.category(sign) in ("Cc", "Cf") for sign in line if sign != "\u200d")


@given(ANY, st.integers(8, 120))
def test_what_is_shortened_fits_and_begins_alike(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert one_line(text).startswith(short.removesuffix("…"))


@given(ANY)
def test_what_is_storable_is_storable_and_of_one_length(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    assert len(kept) == len(text)
    kept.encode("utf-8")


def test_only_what_cannot_be_read_is_blank() -> None:
    assert is_blank(" \u3000\u200b\u202e")
    assert not is_blank("。")
    assert not is_blank("🚧")


LABELS = st.text("ab", min_size=4, max_size=4)


@given(st.lists(st.lists(LABELS, max_size=3), min_size=1, max_size=5))
def test_the_common_path_holds_all_and_is_the_lowest(tails: list[list[str]]) -> None:
    home = "home"
    paths = [home + "".join(tail) for tail in tails]
    found = common_path(paths, home)
    assert all(path.startswith(found) for path in paths)
    assert found.startswith(home)
    assert len(found) % 4 == 0
    longer = {path[: len(found) + 4] for path in paths}
    assert len(longer) > 1 or min(map(len, paths)) == len(found)
