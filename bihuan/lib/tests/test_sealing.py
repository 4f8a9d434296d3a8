"""A sealed stream: whole and unchanged, or refused."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.lib.archives import sealing
from bihuan.lib.archives.sealing import CHUNK, NotOpened, SealedReader, SealingWriter, key_of
from bihuan.lib.errors import Invalid

KEY = b"a key of more than sixteen characters"
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK)


@pytest.fixture(autouse=True)
def _quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys quickly: the slow way is tried once, below."""
    monkeypatch.setattr(sealing, "_derived", lambda key, salt: (key + salt).ljust(64, b"x")[-32:])


def sealed(content: bytes, key: bytes = KEY, piece: int = 10_000) -> bytes:
    out = io.BytesIO()
    writer = SealingWriter(out, key)
    for at in range(0, len(content), piece):
        writer.write(content[at : at + piece])
    writer.close()
    return out.getvalue()


def opened(content: bytes, key: bytes = KEY, piece: int = -1) -> bytes:
    reader = SealedReader(io.BytesIO(content), key)
    found = b""
    while part := reader.read(piece):
        found += part
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [-1, 1000, CHUNK])
def test_what_was_sealed_is_opened(size: int, piece: int) -> None:
    content = bytes(at % 251 for at in range(size))
    assert opened(sealed(content), piece=piece) == content
    assert size < 64 or content[:64] not in sealed(content)


def test_the_same_content_is_never_sealed_twice_alike() -> None:
    assert sealed(b"content") != sealed(b"content")


def test_another_key_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    content = sealed(b"content" * 20)
    assert opened(content) == b"content" * 20
    with pytest.raises(NotOpened, match="钥匙不对"):
        opened(content, b"another key of sixteen characters")


@pytest.mark.parametrize("size", SIZES)
def test_an_end_that_is_missing_is_found(size: int) -> None:
    content = sealed(bytes(size))
    for cut in (len(content) - 1, len(content) // 2, 40, 10, 0):
        with pytest.raises(NotOpened):
            opened(content[:cut])


def test_a_chunk_left_out_moved_or_repeated_is_found() -> None:
    content = sealed(bytes(3 * CHUNK))
    head, length = content[:39], 4 + CHUNK + 16
    chunks = [content[39 + at * length : 39 + (at + 1) * length] for at in range(3)]
    assert head + b"".join(chunks) == content
    for order in ([0, 2], [1, 0, 2], [0, 0, 1, 2], [2], [0, 1]):
        with pytest.raises(NotOpened):
            opened(head + b"".join(chunks[at] for at in order))


def test_what_follows_the_end_is_found() -> None:
    with pytest.raises(NotOpened):
        opened(sealed(b"content") + b"x")


def test_a_stream_that_was_never_closed_has_no_end() -> None:
    out = io.BytesIO()
    SealingWriter(out, KEY).write(bytes(2 * CHUNK))
    with pytest.raises(NotOpened):
        opened(out.getvalue())


SEALED: dict[int, bytes] = {}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SIZES[:5]), st.data())
def test_every_changed_byte_is_found(size: int, data: st.DataObject) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(sealing, "_derived", lambda key, salt: (key + salt).ljust(64, b"x")[-32:])
    content = SEALED.setdefault(size, sealed(bytes(size)))
    at = data.draw(st.integers(0, len(content) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
    with pytest.raises(NotOpened):
        opened(changed)
    patch.undo()


def test_a_short_key_is_refused() -> None:
    with pytest.raises(Invalid, match="太短"):
        key_of(b"  secret \n")
    assert key_of(b" " + KEY + b"\n") == KEY
