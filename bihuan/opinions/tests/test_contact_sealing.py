"""Sealing and masking: pure rules."""

import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bihuan.opinions.masks import masked
from bihuan.opinions.sealing import LONGEST, DoesNotOpen, seal, unseal

KEY = X25519PrivateKey.generate()
OPINION = uuid.UUID(int=7)
CONTACT = "13800001234"


@given(st.text(max_size=LONGEST))
def test_what_is_sealed_opens_and_all_have_one_length(text: str) -> None:
    sealed = seal(text, OPINION, "k1", KEY.public_key())
    assert unseal(sealed, OPINION, "k1", KEY) == text
    assert len(sealed) == len(seal("", OPINION, "k1", KEY.public_key()))


def test_the_same_contact_is_sealed_differently_each_time() -> None:
    sealed = {seal(CONTACT, OPINION, "k1", KEY.public_key()) for _each in range(3)}
    assert len(sealed) == 3
    assert not any(CONTACT.encode() in each for each in sealed)


@pytest.mark.parametrize(
    ("opinion", "key_id", "key"),
    [
        (uuid.UUID(int=8), "k1", KEY),  # moved to another opinion
        (OPINION, "k2", KEY),  # under another key's name
        (OPINION, "k1", X25519PrivateKey.generate()),
    ],
)
def test_it_opens_for_its_opinion_and_key_only(
    opinion: uuid.UUID, key_id: str, key: X25519PrivateKey
) -> None:
    sealed = seal(CONTACT, OPINION, "k1", KEY.public_key())
    with pytest.raises(DoesNotOpen):
        unseal(sealed, opinion, key_id, key)


@given(st.integers(min_value=0, max_value=289), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_does_not_open(at: int, by: int) -> None:
    sealed = bytearray(seal(CONTACT, OPINION, "k1", KEY.public_key()))
    sealed[at % len(sealed)] ^= by
    # The last bit of X25519's point is ignored by its definition (RFC 7748), so the point itself
    # is derived into the key as it stands.
    with pytest.raises(DoesNotOpen):
        unseal(bytes(sealed), OPINION, "k1", KEY)


@given(st.binary(max_size=300))
def test_nonsense_does_not_open(sealed: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        unseal(sealed, OPINION, "k1", KEY)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        seal("路" * 200, OPINION, "k1", KEY.public_key())


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("13800001234", "138****1234"),
        ("电话 138 0000 1234 找我", "138****1234"),
        ("138-0000-1234", "138****1234"),
        ("someone@example.org", "s***@***"),
        ("wx_abcdefgh", "wx****gh"),
        ("abc", "****"),
        ("6601234", "****"),
    ],
)
def test_a_contact_is_masked(contact: str, shown: str) -> None:
    assert masked(contact) == shown


@given(st.text(max_size=LONGEST))
def test_a_mask_never_shows_most_of_it(contact: str) -> None:
    shown = masked(contact).replace("*", "").replace("@", "")
    assert len(shown) <= 7
    assert not contact or len(shown) < len(contact) or shown == ""
