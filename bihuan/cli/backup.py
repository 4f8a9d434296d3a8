"""`bihuan backup` and `bihuan restore`: the whole installation as one file, and back."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from django.conf import settings
from django.core.management import call_command

from bihuan.cli import installation
from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import print_json, progress
from bihuan.cli.telling import NotInOrder
from bihuan.files.backups.manifest import Manifest
from bihuan.files.backups.reading import read_archive
from bihuan.files.backups.restoring import restore as restore_installation
from bihuan.files.backups.writing import make_backup
from bihuan.lib.archives.sealing import key_of
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor

F = TypeVar("F", bound=Callable[..., Any])
LARGEST_KEY = 4096


def _key(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> bytes | None:
    if path is None:
        return None
    with path.open("rb") as file:
        return key_of(file.read(LARGEST_KEY))


def _with_key(function: F) -> F:
    return click.option(
        "--key-file",
        "key",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        callback=_key,
        metavar="F",
        help="用这个文件里的钥匙（或口令）加密、解密。",
    )(function)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_with_key
@click.option("--check", "is_check", is_flag=True, help="不做备份，只核对这份备份是否完好。")
@with_answer_format
def backup(file: Path, key: bytes | None, is_check: bool, answer_format: str) -> None:
    """把整个系统备份成一个文件：数据库、文件、设置。使用中也可以备份。

    不加钥匙时备份里没有密钥 secret-key，请另外保管；加了钥匙就一并加密存入。钥匙不要和备份放在
    一起。打印出来的链首请记在别处。存储中有文件缺失或损坏时仍做备份，退出码为 1。
    """
    if is_check:
        if not file.is_file():
            raise Invalid(f"没有文件“{file}”。")
        manifest = read_archive(file, key=key).manifest
    else:
        manifest = make_backup(
            actor=Actor.installation(), target=file.absolute(), key=key, progress=_progress
        )
    if answer_format == "json":
        print_json(_as_json(manifest))
    else:
        verb = "备份完好" if is_check else f"已备份：{file}"
        click.echo(f"{verb}，{_said(manifest)}")
    if manifest.lost:
        for sha256 in manifest.lost:
            click.echo(f"文件缺失或损坏：{sha256}", err=True)
        raise NotInOrder(
            f"有 {len(manifest.lost)} 个文件在存储中缺失或损坏，备份里没有它们；"
            "请从更早的备份里找回。"
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_with_key
@click.option(
    "--new-secret-key",
    is_flag=True,
    help="找不到原来的密钥 secret-key 时：另用一把，账号的第二因素要重新绑定。",
)
@with_answer_format
def restore(file: Path, key: bytes | None, new_secret_key: bool, answer_format: str) -> None:
    """把备份恢复到空的位置（BIHUAN_HOME，或空的 PostgreSQL 数据库），并核对审计日志。

    备份不完整或被改动过时什么也不恢复。旧版本的备份会升级到现在的版本。恢复后各人要重新登录。
    """
    home = Path(settings.BIHUAN_HOME)
    is_new = not home.exists()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        restored = restore_installation(
            actor=Actor.installation(),
            archive=file,
            key=key,
            new_secret_key=new_secret_key,
            write_secret=installation.write_private,
        )
    except BaseException:
        if is_new and not any(home.iterdir()):
            home.rmdir()
        raise
    os.chmod(home, 0o700)
    call_command("collectstatic", verbosity=0, interactive=False)
    manifest = restored.manifest
    if answer_format == "json":
        print_json(
            {
                **_as_json(manifest),
                "faults": restored.faults,
                "second_factors_dropped": restored.second_factors,
            }
        )
    else:
        click.echo(f"已恢复到 {home}，{_said(manifest)}")
        if restored.second_factors:
            click.echo(f"密钥换了，{restored.second_factors} 个第二因素已清除，请本人重新绑定。")
    if restored.faults:
        for fault in restored.faults:
            click.echo(fault, err=True)
        raise NotInOrder(f"已恢复，但有 {len(restored.faults)} 处与备份时不符，请查明原因。")


def _progress(items: Any, length: int) -> Any:
    with progress(items, label="文件", length=length) as shown:
        yield from shown


def _said(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    return (
        f"备份于 {manifest.head.made_at}，{len(manifest.rows)} 个表 {rows} 行，"
        f"{manifest.files} 个文件 {manifest.size} 字节；链首 {manifest.head.audit_head}"
    )


def _as_json(manifest: Manifest) -> dict[str, object]:
    head = manifest.head
    return {
        "made_at": head.made_at,
        "version": head.version,
        "database": head.database,
        "head": head.audit_head,
        "rows": manifest.rows,
        "files": manifest.files,
        "bytes": manifest.size,
        "missing": manifest.missing,
        "corrupt": manifest.corrupt,
    }
