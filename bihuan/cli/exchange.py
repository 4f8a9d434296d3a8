"""`bihuan exchange`: signed packages of documents between servers, and one's own key."""

from pathlib import Path

import click

from bihuan.cli.documents import write_whole
from bihuan.cli.options import as_user
from bihuan.documents.access import document_named
from bihuan.exchange import keys
from bihuan.exchange.access import SEND, TRUST, correspondent_named, offices_of
from bihuan.exchange.actions import make_key, pack_document, receive_package
from bihuan.exchange.errors import AlreadySent
from bihuan.exchange.fingerprints import fingerprint_of, grouped, key_file
from bihuan.exchange.models import Dispatch, Reception
from bihuan.exchange.package.reading import require_size
from bihuan.files import store
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

OUT = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="写到哪个文件。"
)  # fmt: skip


@click.group()
def exchange() -> None:
    """收发公文包，生成本单位的钥匙。"""


@exchange.command("key")
@click.option("--unit", "unit_code", metavar="CODE", help="哪个行政机关；只有一个时可以不写。")
@click.option("--renew", is_flag=True, help="换一把新钥匙；要把新指纹重新交给各通信单位。")
@OUT
@as_user(required=False)
def key(unit_code: str | None, renew: bool, out: Path | None, actor: Actor) -> None:
    """打印本单位签名钥匙的指纹；还没有钥匙的，先生成一把。

    --out 写出公钥文件，交给通信单位登记。私钥留在文件 exchange-keys 里，不进数据库和备份。
    """
    home = _home(actor, unit_code)
    if renew or keys.find(home) is None:
        make_key(actor=actor, home=home, renew=renew)
    public = keys.key_of(home).public_key()
    if out is not None:
        write_whole(out, key_file(public))
    click.echo(f"{home.name}\t{' '.join(grouped(fingerprint_of(public)))}")


@exchange.command("pack")
@click.argument("name", metavar="DOCUMENT")
@click.option("--to", "receiver", metavar="NAME", required=True, help="登记过的通信单位。")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    metavar="FILE", help="公文包写到哪个文件，后缀 .zip。",
)  # fmt: skip
@as_user(required=True)
def pack(name: str, receiver: str, out: Path, actor: Actor) -> None:
    """把一份已签发的公文做成给通信单位的签名公文包。

    以前给过这个单位的，写出原来那一个，编号不变。
    """
    document = document_named(actor, name)
    to = correspondent_named(document.home, receiver)
    try:
        dispatch = pack_document(actor=actor, document=document, to=to)
    except AlreadySent as standing:
        click.echo(standing.message, err=True)
        dispatch = standing.standing
    assert dispatch.package_file is not None
    write_whole(out, store.get(dispatch.package_file.sha256))
    click.echo(f"{out}\t{dispatch.package_id}")


@exchange.command("receive")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_user(required=True)
def receive(file: Path, actor: Actor) -> None:
    """核对并收下一个公文包，或对方的回执；有一项不对就不收，什么也不留下。"""
    require_size(file.stat().st_size)
    came = receive_package(actor=actor, content=file.read_bytes())
    click.echo(_told(came))


def _told(came: Reception | Dispatch) -> str:
    if isinstance(came, Reception):
        return f"已收下{came.sender_name}的《{came.title}》。"
    return f"已收下回执：《{came.document}》{came.get_state_display()}。"


def _home(actor: Actor, code: str | None) -> Unit:
    """Return the administration of a code, else the only one; of who may only see, too."""
    offices = offices_of(actor, TRUST, *SEND)
    if code is not None:
        offices = [home for home in offices if home.code == code]
    if not offices:
        raise NotAllowed("没有这个行政机关，或这个账号不办它的公文。")
    if len(offices) > 1:
        named = "、".join(f"{home.code}（{home}）" for home in offices[:20])
        raise Invalid(f"有几个行政机关，请用 --unit 指明一个：{named}。")
    return offices[0]
