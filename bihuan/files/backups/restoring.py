"""Restoring into an empty place: all is unpacked and checked beside it before any of it is put in.

Left behind on purpose: sessions (one that was ended since would live again), and, where the secret
key is another, the second factors, which nobody could read any more.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

import bihuan
from bihuan.audit import actions as audit
from bihuan.audit.verifying import verify
from bihuan.files import store
from bihuan.files.backups import programs, space
from bihuan.files.backups.manifest import (
    DATABASE,
    SECRET,
    SETTINGS,
    ArchiveHead,
    Manifest,
    differing,
    key_print,
)
from bihuan.files.backups.marks import TARGET
from bihuan.files.backups.reading import STORED, Contents, read_archive
from bihuan.files.backups.snapshots import tables_of_sqlite
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.settings import environment

Write = Callable[[Path, str], None]
STAGE = ".restoring"
WITHOUT_THE_KEY = (
    "实在找不到，就加上 --new-secret-key：账号的第二因素要重新绑定，已发出的表格要重新下载。"
)
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Restored:
    """What was restored, and what was found wrong with it: sentences."""

    manifest: Manifest
    faults: list[str] = field(default_factory=list)
    second_factors: int = 0
    """How many second factors were dropped, their key being gone."""


def restore(
    *,
    actor: Actor,
    archive: Path,
    key: bytes | None = None,
    new_secret_key: bool = False,
    write_secret: Write,
) -> Restored:
    """Restore a backup into an empty installation and bring it up to this software's version.

    `write_secret` writes a file that only its owner can read. Raises Conflict where the place is
    not empty, BadArchive or NotOpened where the archive is not whole, Invalid where it cannot be
    restored here. Then nothing has been put in place.
    """
    home = Path(settings.BIHUAN_HOME)
    require_empty(home)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            programs.require("pg_restore", int(cursor.fetchone()[0]))
    stage = _Stage(home / STAGE)
    with space.told():
        try:
            contents = read_archive(archive, key=key, sink=stage.sink, at_head=_require_fitting)
            secret = _secret_of(contents, home, new_secret_key=new_secret_key)
            faults = _put_in_place(stage, contents, home, secret, write_secret)
        finally:
            stage.clear()
    return _finish(actor, contents.manifest, faults)


def require_empty(home: Path) -> None:
    """Raise Conflict where an installation is there already."""
    where = f"“{home}”"
    if any((home / "files").glob("*")):
        raise Conflict(f"{where}里已有文件，只能恢复到空的位置；请用 BIHUAN_HOME 另指定文件夹。")
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        if database.exists():
            raise Conflict(f"“{database}”已经有了，只能恢复到空的位置；请用 BIHUAN_HOME 另指定。")
    elif connection.introspection.table_names():
        raise Conflict("数据库里已有表，只能恢复到空的数据库；请新建一个，改好 DATABASE_URL。")


def _require_fitting(head: ArchiveHead) -> None:
    if head.database != connection.vendor:
        raise Invalid(
            f"这份备份来自 {KINDS.get(head.database, head.database)}，"
            f"现在用的是 {KINDS[connection.vendor]}，请检查 DATABASE_URL。"
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if set(head.migrations) - known:
        raise Invalid(
            f"这份备份来自更新的版本（{head.version}，现在是{bihuan.__version__}），"
            "请先升级软件再恢复。"
        )


class _Stage:
    """Where an archive is unpacked, inside the place it is for: putting in is then a renaming."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)  # of a restore that was killed
        folder.mkdir(mode=0o700, parents=True)

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def sink(self, name: str) -> IO[bytes]:
        stored = STORED.fullmatch(name)
        if stored is None:
            return self._made(self.database, 0o600)
        shelf = self.files / stored[1]
        shelf.mkdir(parents=True, exist_ok=True)
        return self._made(shelf / stored[2], store.READ_ONLY)

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _made(place: Path, mode: int) -> IO[bytes]:
        return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")


def _secret_of(contents: Contents, home: Path, *, new_secret_key: bool) -> str:
    """Return the secret key to be written; empty where the right one, or a new one, is there."""
    wanted = contents.manifest.head.key_print
    present = environment.secret_key(settings.BIHUAN_MODE)
    carried = contents.small.get(SECRET, b"").decode()
    if present and (key_print(present) == wanted or new_secret_key):
        return ""
    if present:
        raise Conflict(
            "这里的密钥 secret-key 与备份时的不是同一把；请换成原来的那一把再恢复。"
            f"{WITHOUT_THE_KEY}"
        )
    if carried and key_print(carried) == wanted:
        return carried
    if not new_secret_key:
        raise Invalid(
            f"这份备份没有加密，所以不含密钥；请先把原来的 secret-key 放进“{home}”再恢复。"
            f"{WITHOUT_THE_KEY}"
        )
    return secrets.token_urlsafe(48)


def _put_in_place(
    stage: _Stage, contents: Contents, home: Path, secret: str, write_secret: Write
) -> list[str]:
    """Put in what was unpacked, the database last; return what its rows lack."""
    os.sync()  # all of it lies on the disk before any of it gets its name
    if secret:
        write_secret(home / SECRET, secret + "\n")
        settings.SECRET_KEY = secret
    own_settings = contents.small.get(SETTINGS)
    if own_settings is not None and not (home / SETTINGS).exists():
        write_secret(home / SETTINGS, own_settings.decode())
    files = home / "files"
    if stage.files.exists():
        if files.exists():
            files.rmdir()
        stage.files.rename(files)
    try:
        faults = _put_database(stage.database, contents.manifest)
    except BaseException:
        shutil.rmtree(files, ignore_errors=True)  # they were ours: the place was empty
        raise
    store.sync_folder(home)
    return faults


def _put_database(staged: Path, manifest: Manifest) -> list[str]:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(staged)) as database:
            found = {
                name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for name in tables_of_sqlite(database)
            }
        shutil.move(staged, str(connection.settings_dict["NAME"]))
        return differing(manifest.rows, found)
    told = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    programs.run("pg_restore", *told, str(staged))
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            found[name] = cursor.fetchone()[0]
    return differing(manifest.rows, found)


def _finish(actor: Actor, manifest: Manifest, faults: list[str]) -> Restored:
    """Bring the database up to date, drop what must not live again, and walk the audit chain."""
    call_command("migrate", verbosity=0, interactive=False)
    faults += [fault.message for fault in verify([manifest.head.audit_head])]
    faults += [f"文件 {sha256} 在做备份时已缺失或损坏。" for sha256 in manifest.lost]
    dropped = 0
    with transaction.atomic():
        Session.objects.all().delete()
        if key_print(settings.SECRET_KEY) != manifest.head.key_print:
            dropped, _models = Authenticator.objects.all().delete()
        audit.append(
            actor=actor,
            action="installation.restore",
            target=TARGET,
            note=f"备份于 {manifest.head.made_at}，链首 {manifest.head.audit_head}"
            + (f"，清除{dropped}个第二因素" if dropped else ""),
        )
    return Restored(manifest, faults, dropped)
