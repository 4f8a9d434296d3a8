"""Keys: one's own in a file for its owner's eyes, others' by a fingerprint typed from paper."""

import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from bihuan.audit.models import Entry
from bihuan.exchange import keys
from bihuan.exchange.actions import enter_correspondent, make_key, withdraw_correspondent
from bihuan.exchange.errors import KeyRefused, KeysUnreadable, NoKeyYet, WrongStep
from bihuan.exchange.fingerprints import fingerprint_of, grouped, key_file, read_key_file
from bihuan.exchange.models import Correspondent
from bihuan.exchange.tests.making import introduce, know
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db
# The same in every process, since tests are named by it.
PUBLIC = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
TYPED = fingerprint_of(PUBLIC)[-16:]


def enter(cast: Cast, who: str = "leader", **given_: object) -> Correspondent:
    said: dict[str, object] = {"name": "某市政府", "key_file": key_file(PUBLIC), "typed": TYPED}
    return enter_correspondent(
        actor=cast.actor(who),
        home=cast.town,
        **(said | given_),  # type: ignore[arg-type]
    )


def test_a_key_is_made_once_and_kept_for_its_owner_alone(cast: Cast, own_keys: Path) -> None:
    leader = cast.actor("leader")
    fingerprint = make_key(actor=leader, home=cast.town)
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert fingerprint == fingerprint_of(keys.key_of(cast.town).public_key())
    with pytest.raises(WrongStep, match="已经有钥匙"):
        make_key(actor=leader, home=cast.town)
    make_key(actor=leader, home=cast.town, renew=True)
    assert fingerprint != fingerprint_of(keys.key_of(cast.town).public_key())


def test_the_secret_is_neither_in_the_log_nor_in_the_database(cast: Cast, own_keys: Path) -> None:
    make_key(actor=cast.actor("leader"), home=cast.town)
    secret = own_keys.read_text().split()[-1]
    said = repr(list(Entry.objects.values_list("note", "digest", "target_id")))
    assert secret not in said
    assert keys.key_of(cast.town).private_bytes_raw().hex() not in said


def test_each_administration_has_its_own_key(cast: Cast) -> None:
    introduce(cast)
    assert set(keys.read()) == {cast.town.code, cast.other_town.code}
    with pytest.raises(NoKeyYet, match="生成"):
        keys.key_of(cast.county)


@pytest.mark.parametrize("content", ["town nonsense", "one two three", "town AAAA", "城 AAAA"])
def test_a_broken_file_of_keys_is_said_and_not_written_over(
    cast: Cast, own_keys: Path, content: str
) -> None:
    own_keys.write_text(content, "utf-8")
    with pytest.raises(KeysUnreadable, match="exchange-keys"):
        make_key(actor=cast.actor("leader"), home=cast.town)
    assert own_keys.read_text("utf-8") == content


@pytest.mark.parametrize("who", ["clerk", "outsider", "administrator", "village_reporter"])
def test_only_the_leader_says_whom_one_trusts(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        make_key(actor=cast.actor(who), home=cast.town)
    with pytest.raises(NotAllowed):
        enter(cast, who)
    entered = enter(cast)
    with pytest.raises(NotAllowed):
        withdraw_correspondent(actor=cast.actor(who), correspondent=entered, reason="换了服务器")


def test_a_key_is_entered_with_its_last_groups_however_they_are_typed(cast: Cast) -> None:
    typed = "－".join(grouped(fingerprint_of(PUBLIC))[-4:]).upper()
    assert enter(cast, typed=typed).fingerprint == fingerprint_of(PUBLIC)


@pytest.mark.parametrize("typed", ["", "zzzz", TYPED[1:], TYPED[:-1] + "x", "0000 0000 0000 0000"])
def test_a_fingerprint_that_does_not_fit_or_is_too_short_is_refused(cast: Cast, typed: str) -> None:
    with pytest.raises(KeyRefused, match="指纹对不上") as refused:
        enter(cast, typed=typed)
    assert TYPED not in refused.value.message
    assert not Correspondent.objects.exists()


def test_what_is_no_key_is_refused(cast: Cast) -> None:
    for content in (b"", b"\xff", b"x" * 5_000, b"ssh-ed25519 AAAA", key_file(PUBLIC)[:-9]):
        with pytest.raises(KeyRefused, match="公钥文件"):
            enter(cast, key_file=content)


@given(st.binary(max_size=200))
def test_reading_any_content_gives_a_key_or_is_refused(content: bytes) -> None:
    try:
        read = read_key_file(content)
    except KeyRefused:
        return
    assert read_key_file(key_file(read)).public_bytes_raw() == read.public_bytes_raw()


def test_a_key_is_known_once_and_never_again_after_it_was_withdrawn(cast: Cast) -> None:
    entered = enter(cast)
    with pytest.raises(KeyRefused, match="已经登记"):
        enter(cast, name="别的名称")
    with pytest.raises(Invalid, match="停用理由"):
        withdraw_correspondent(actor=cast.actor("leader"), correspondent=entered, reason=" ")
    withdraw_correspondent(actor=cast.actor("leader"), correspondent=entered, reason="被盗")
    with pytest.raises(KeyRefused, match="不能再用"):
        enter(cast)
    with pytest.raises(WrongStep, match="已经停用"):
        withdraw_correspondent(actor=cast.actor("leader"), correspondent=entered, reason="又")


def test_one_name_has_one_key_in_use(cast: Cast) -> None:
    entered = enter(cast)
    other = Ed25519PrivateKey.generate().public_key()
    new: dict[str, Any] = {"key_file": key_file(other), "typed": fingerprint_of(other)[-16:]}
    with pytest.raises(KeyRefused, match="先停用"):
        enter(cast, **new)
    withdraw_correspondent(actor=cast.actor("leader"), correspondent=entered, reason="换钥匙")
    assert enter(cast, **new).is_standing


def test_ones_own_key_is_no_correspondents(cast: Cast) -> None:
    make_key(actor=cast.actor("leader"), home=cast.town)
    with pytest.raises(KeyRefused, match="自己的钥匙"):
        know(cast.town, cast.town)


def test_the_database_refuses_another_key_and_a_second_withdrawal(cast: Cast) -> None:
    entered = enter(cast)
    rows = Correspondent.objects.filter(pk=entered.pk)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        rows.update(public_key="00" * 32)
    withdraw_correspondent(actor=cast.actor("leader"), correspondent=entered, reason="被盗")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        rows.update(withdrawn_at=None)
