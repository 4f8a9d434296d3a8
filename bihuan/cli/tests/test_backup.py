"""Backup and restore, rehearsed: the sample township, files and all, is the same afterwards."""

import json
import resource
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bihuan.cli.tests.installed import PACK, Installed, drop_installed, make_installed

pytestmark = pytest.mark.xdist_group("backup")
PASSWORD = "moonlit-harbour-2010"
LIMIT = 16_000_000
"""Bytes: room for the sample's database (9 MB), and none for the large file."""
FILL = f"""
import os
from django.db import transaction
from bihuan.files.actions import keep
from bihuan.files.checking import examine
from bihuan.files.tests.pictures import jpeg
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import set_password
from bihuan.orgs.models import Account
from bihuan.registers.actions.evidence import add_evidence
from bihuan.registers.models import Version
from allauth.mfa.models import Authenticator
clerk = Account.objects.get(username="clerk")
set_password(actor=Actor.installation(), account=clerk, password={PASSWORD!r})
Authenticator.objects.create(
    user=Account.objects.get(username="leader"), type="totp", data={{"secret": "sealed"}}
)
record = Version.objects.current().filter(register__code="roads", status="verified").first()
add_evidence(
    actor=Actor.of(clerk), record_id=record.record_id, examined=[examine(jpeg(), "现场.jpg")]
)
with transaction.atomic():
    keep(os.urandom({LIMIT} + 1_000_000), "application/octet-stream")
"""
LOG_IN = f"""
from django.test import Client
client = Client(HTTP_HOST="localhost")
given = {{"login": "clerk", "password": {PASSWORD!r}}}
print(client.post("/accounts/login/", given).status_code, client.get("/").status_code)
"""
PHOTO = """
from bihuan.files import store
from bihuan.files.models import Attachment
each = Attachment.objects.get()
print(each.name, len(store.get(each.file_id)), len(store.get(each.thumbnail_id)))
"""
WRITER = """
import itertools, time
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import add_person
from bihuan.orgs.models import Unit
town = Unit.objects.get(code="xiaogang")
for at in itertools.count():
    add_person(actor=Actor.installation(), unit=town, code=f"w{at}", name=f"写入{at}")
    print(at, flush=True)
    time.sleep(0.01)
"""
PEOPLE = """
from bihuan.orgs.models import Person
print(Person.objects.filter(code__startswith="w").count())
"""


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Callable[..., Installed]]:
    """Make installations that are gone when the module's tests are done."""
    every: list[Installed] = []

    def make(*, is_migrated: bool = False) -> Installed:
        folder = tmp_path_factory.mktemp("installed") / "home"
        with django_db_blocker.unblock():
            every.append(make_installed(folder, is_migrated=is_migrated))
        return every[-1]

    yield make
    with django_db_blocker.unblock():
        for each in every:
            drop_installed(each)


@pytest.fixture(scope="module")
def site(made: Callable[..., Installed]) -> Installed:
    """The sample township with a photo, a second factor, and a large file."""
    installed = made(is_migrated=True)
    installed.run("init", "--demo", "2010-02-03")
    installed.run("pack", "load", str(PACK))
    installed.python(FILL)
    return installed


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "backup.key"
    path.write_text("correct horse battery staple\n")
    return path


@pytest.fixture(scope="module")
def sealed(site: Installed, key: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed backup of the site."""
    path = tmp_path_factory.mktemp("backup") / "sealed.bihuan"
    site.run("backup", str(path), "--key-file", str(key))
    return path


@pytest.fixture(scope="module")
def plain(site: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the site that is not sealed."""
    path = tmp_path_factory.mktemp("backup") / "plain.bihuan"
    site.run("backup", str(path))
    return path


def told(site: Installed, *arguments: str) -> Any:
    return json.loads(site.run(*arguments, "--format", "json").stdout)


def nothing_at(folder: Path) -> bool:
    return not folder.exists() or [p for p in folder.iterdir() if p.name != "secret-key"] == []


def test_a_restored_installation_is_the_same(
    site: Installed, made: Callable[..., Installed], key: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.bihuan"
    said = told(site, "backup", str(target), "--key-file", str(key))
    assert told(site, "backup", str(target), "--key-file", str(key), "--check") == said
    again = made()
    restored = told(again, "restore", str(target), "--key-file", str(key))
    assert (restored["faults"], restored["second_factors_dropped"]) == ([], 0)
    assert restored["rows"] == said["rows"]
    assert said["files"] == said["rows"]["files_storedfile"] >= 3
    figures = told(site, "figures", "--as", "clerk")
    assert len(figures) > 40
    assert told(again, "figures", "--as", "clerk") == figures
    assert again.python(PHOTO) == site.python(PHOTO)
    assert again.python(LOG_IN).split() == ["302", "200"]
    secrets = [(each.home / "secret-key").read_text() for each in (site, again)]
    assert secrets[0] == secrets[1]
    verified = told(again, "audit", "verify", "--anchor", said["head"])
    assert verified["faults"] == []
    assert verified["entries"] > said["rows"]["audit_entry"], "the restore is an entry, too"
    modes = [path.stat().st_mode & 0o077 for path in (again.home, again.home / "secret-key")]
    assert modes == [0, 0]


def test_every_write_acknowledged_before_a_backup_is_in_it(
    site: Installed, made: Callable[..., Installed], tmp_path: Path
) -> None:
    target, again = tmp_path / "busy.bihuan", made()
    writer = site.start(WRITER)
    try:
        assert writer.stdout is not None
        for _each in range(20):
            acknowledged = int(writer.stdout.readline())
        said = told(site, "backup", str(target))
        assert writer.poll() is None, "it wrote all the while"
    finally:
        writer.kill()
        writer.communicate()
    again.home.mkdir()
    (again.home / "secret-key").write_text((site.home / "secret-key").read_text())
    assert told(again, "restore", str(target))["faults"] == []
    assert int(again.python(PEOPLE)) > acknowledged
    assert told(again, "audit", "verify", "--anchor", said["head"])["faults"] == []


def test_a_backup_is_an_entry_with_its_head(site: Installed, plain: Path) -> None:
    script = """
from bihuan.files.backups.asking import is_overdue, last_backup
entry = last_backup()
print(entry.note)
print(is_overdue())
"""
    note, overdue = site.python(script).splitlines()
    assert note.startswith("链首 ")
    assert note.endswith(".bihuan")
    assert overdue == "False"


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.999])
def test_an_archive_cut_off_restores_nothing(
    made: Callable[..., Installed],
    sealed: Path,
    plain: Path,
    key: Path,
    tmp_path: Path,
    share: float,
) -> None:
    again = made()
    for archive, more in ((sealed, ["--key-file", str(key)]), (plain, ["--new-secret-key"])):
        cut = tmp_path / archive.name
        content = archive.read_bytes()
        cut.write_bytes(content[: int(len(content) * share)])
        answer = again.run("restore", str(cut), *more, expect=2)
        assert answer.stderr.count("\n") == 1
        assert nothing_at(again.home)


@pytest.mark.parametrize("share", [0.0001, 0.3, 0.9999])
def test_an_altered_archive_restores_nothing(
    made: Callable[..., Installed], sealed: Path, key: Path, tmp_path: Path, share: float
) -> None:
    again, altered = made(), tmp_path / "altered.bihuan"
    content = bytearray(sealed.read_bytes())
    content[int(len(content) * share)] ^= 1
    altered.write_bytes(content)
    answer = again.run("restore", str(altered), "--key-file", str(key), expect=2)
    assert "没有恢复任何内容" in answer.stderr
    assert nothing_at(again.home)


def test_keys_are_asked_for_and_must_fit(
    made: Callable[..., Installed], sealed: Path, plain: Path, key: Path, tmp_path: Path
) -> None:
    again, other = made(), tmp_path / "other.key"
    other.write_text("another key of many characters")
    assert "是加密的" in again.run("restore", str(sealed), expect=2).stderr
    wrong = again.run("restore", str(sealed), "--key-file", str(other), expect=2).stderr
    assert "钥匙不对" in wrong
    unsealed = again.run("restore", str(plain), "--key-file", str(key), expect=2).stderr
    assert "没有加密" in unsealed
    other.write_text("short")
    assert "太短" in again.run("backup", "x", "--key-file", str(other), expect=2).stderr
    assert nothing_at(again.home)


def test_a_plain_backup_holds_no_secret_and_needs_the_old_one(
    site: Installed, made: Callable[..., Installed], plain: Path
) -> None:
    with tarfile.open(plain) as tar:
        assert "secret-key" not in tar.getnames()
    again = made()
    assert "不含密钥" in again.run("restore", str(plain), expect=2).stderr
    assert nothing_at(again.home)
    again.home.mkdir(exist_ok=True)
    (again.home / "secret-key").write_text("another secret key of some length")
    assert "不是同一把" in again.run("restore", str(plain), expect=2).stderr
    said = told(again, "restore", str(plain), "--new-secret-key")
    assert (said["faults"], said["second_factors_dropped"]) == ([], 1)
    assert again.python(LOG_IN).split() == ["302", "200"]


def test_nothing_is_restored_over_something(
    site: Installed, made: Callable[..., Installed], sealed: Path, key: Path
) -> None:
    before = told(site, "audit", "verify")
    refused = site.run("restore", str(sealed), "--key-file", str(key), expect=2).stderr
    assert "空的" in refused
    assert told(site, "audit", "verify") == before
    again = made(is_migrated=True)
    again.run("init")
    (again.home / "secret-key").unlink()
    assert "已" in again.run("restore", str(sealed), "--key-file", str(key), expect=2).stderr


def test_a_backup_is_never_written_over_another(site: Installed, plain: Path) -> None:
    size = plain.stat().st_size
    assert "不覆盖旧文件" in site.run("backup", str(plain), expect=2).stderr
    assert plain.stat().st_size == size
    nowhere = plain.parent / "none" / "b.bihuan"
    assert "没有文件夹" in site.run("backup", str(nowhere), expect=2).stderr


def test_a_full_disk_leaves_no_half_backup(site: Installed, tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))

    target = tmp_path / "full.bihuan"
    answer = site.run("backup", str(target), expect=2, before=little_room)
    assert "磁盘空间不够" in answer.stderr
    assert list(tmp_path.iterdir()) == []
    assert list(site.home.glob("backup-*")) == []


def test_a_full_disk_leaves_no_half_restore(
    made: Callable[..., Installed], sealed: Path, key: Path
) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))

    again = made()
    answer = again.run("restore", str(sealed), "--key-file", str(key), expect=2, before=little_room)
    assert "磁盘空间不够" in answer.stderr
    assert nothing_at(again.home)


def test_a_lost_content_is_named_and_the_rest_is_backed_up(
    site: Installed, made: Callable[..., Installed], key: Path, tmp_path: Path
) -> None:
    files = sorted((site.home / "files").rglob("*"), key=lambda path: path.stat().st_size)
    photo = next(path for path in files if path.is_file())
    kept, sha256 = photo.read_bytes(), photo.parent.name + photo.name
    target, again = tmp_path / "lost.bihuan", made()
    try:
        photo.unlink()
        answer = site.run("backup", str(target), "--key-file", str(key), expect=1)
        assert sha256 in answer.stderr
    finally:
        photo.write_bytes(kept)
    restored = again.run("restore", str(target), "--key-file", str(key), expect=1)
    assert sha256 in restored.stderr
    assert "已恢复" in restored.stdout


def test_a_backup_of_a_later_version_is_refused(
    site: Installed, made: Callable[..., Installed], key: Path, tmp_path: Path
) -> None:
    target, again = tmp_path / "later.bihuan", made()
    site.python(
        "from django.db.migrations.recorder import MigrationRecorder as R\n"
        "from django.db import connection\n"
        "R(connection).record_applied('files', '9999_of_the_future')"
    )
    try:
        site.run("backup", str(target), "--key-file", str(key))
    finally:
        site.python(
            "from django.db.migrations.recorder import MigrationRecorder as R\n"
            "from django.db import connection\n"
            "R(connection).record_unapplied('files', '9999_of_the_future')"
        )
    answer = again.run("restore", str(target), "--key-file", str(key), expect=2)
    assert "更新的版本" in answer.stderr
    assert nothing_at(again.home)


def test_a_backup_of_the_other_database_is_refused(
    made: Callable[..., Installed], sealed: Path, key: Path, tmp_path: Path
) -> None:
    other = Installed(tmp_path / "other")
    other.environment["DATABASE_URL"] = (
        "postgres://nobody@localhost:1/none"
        if connection.vendor == "sqlite"
        else f"sqlite:///{tmp_path / 'other.sqlite3'}"
    )
    answer = other.run("restore", str(sealed), "--key-file", str(key), expect=2)
    assert answer.stderr.count("\n") == 1
    if connection.vendor == "postgresql":
        assert "来自 PostgreSQL" in answer.stderr
    assert nothing_at(other.home)


def test_what_is_no_backup_is_said_to_be_none(
    made: Callable[..., Installed], tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + bytes(500))
    again = made()
    assert "不是 bihuan backup" in again.run("restore", str(photo), expect=2).stderr
    missing = again.run("backup", "--check", str(tmp_path / "none"), expect=2)
    assert "没有文件" in missing.stderr
