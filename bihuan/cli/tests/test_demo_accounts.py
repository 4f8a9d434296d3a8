"""The demonstration's log-ins: made once, private, and what is printed works."""

import stat
from pathlib import Path

import pytest

from bihuan.audit.models import Entry
from bihuan.cli import demo_accounts
from bihuan.lib.errors import Conflict
from bihuan.orgs.models import Account
from bihuan.orgs.tests.cast import make_account, make_unit


@pytest.fixture
def accounts(db: None) -> None:
    town = make_unit(None, "township", "小河镇", unit_code="town")
    for name in demo_accounts.SHOWN:
        make_account("clerk", town, username=name)


def test_passwords_are_random_private_and_stay(accounts: None, tmp_path: Path) -> None:
    file = tmp_path / "passwords.txt"
    made = demo_accounts.open_to_log_in(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(set(made.values())) == len(demo_accounts.SHOWN)
    entries = Entry.objects.count()
    assert demo_accounts.open_to_log_in(file) == made
    assert Entry.objects.count() == entries  # nothing was set again
    for name, password in made.items():
        assert Account.objects.get(username=name).check_password(password)
        assert password in demo_accounts.table_of(made)


def test_what_is_printed_works_after_somebody_changed_a_password(
    accounts: None, tmp_path: Path
) -> None:
    file = tmp_path / "passwords.txt"
    made = demo_accounts.open_to_log_in(file)
    clerk = Account.objects.get(username="clerk")
    clerk.set_password("another")
    clerk.save()
    demo_accounts.open_to_log_in(file)
    assert Account.objects.get(username="clerk").check_password(made["clerk"])


def test_a_pack_without_the_accounts_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="clerk"):
        demo_accounts.open_to_log_in(tmp_path / "passwords.txt")
