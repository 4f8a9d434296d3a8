"""`bihuan opinions`: learn the classes of opinions, classify a table by them, merge a table.

Needs no database: nothing here loads Django, so that a large table is begun at once.
"""

from pathlib import Path

import click

from bihuan.cli.opinions_merge import merge
from bihuan.lib.errors import Invalid

CSV = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group("opinions")
def opinions() -> None:
    """意见的分类。"""


@opinions.command("train")
@click.argument("labelled", metavar="LABELLED.csv", type=CSV)
@click.option("--model", "folder", metavar="DIR", type=FOLDER, required=True, help="模型存放处。")
@click.option(
    "--seeds",
    metavar="WORDS.csv",
    type=CSV,
    help="各类的关键词（列 label、words），已确认的意见还少时用。",
)
def train(labelled: Path, folder: Path, seeds: Path | None) -> None:
    """从已经归类的意见（列 text、label，可有 title、group）学习分类，存成模型。

    报告交叉验证的结果；同一 group 的意见只在同一份里。
    """
    from bihuan.opinions.classifying import ModelRefused, jobs
    from bihuan.opinions.classifying.tables import TableRefused

    try:
        done = jobs.train_from(labelled, folder, seeds)
    except (TableRefused, ModelRefused) as refused:
        raise Invalid(str(refused)) from refused
    skipped = f"，跳过没有内容或类别的{done.skipped}条" if done.skipped else ""
    labels = len(done.model.labels)
    click.echo(f"已从{done.learned}条意见学习{labels}个类别{skipped}，模型存于 {folder}。")
    measured = done.model.measured
    if measured is None:
        click.echo("已确认的意见不足50条，还不能测量准确程度；给出的概率仅供参考。")
        return
    click.echo(
        f"交叉验证（{measured.texts}条）：宏平均 F1 {measured.macro_f1:.3f}"
        f"，各份标准差 {measured.fold_sd:.3f}。"
    )
    for label, f1 in measured.by_class:
        click.echo(f"  {label}  F1 {f1:.3f}")
    click.echo("概率不低于  所占比例  正确率")
    for point in measured.curve[10::2]:
        click.echo(f"  {point.threshold:.2f}      {point.coverage:6.1%}   {point.precision:6.1%}")


@opinions.command("classify")
@click.argument("source", metavar="IN.csv", type=CSV)
@click.argument("target", metavar="OUT.csv", type=CSV)
@click.option("--model", "folder", metavar="DIR", type=FOLDER, required=True, help="模型存放处。")
def classify(source: Path, target: Path, folder: Path) -> None:
    """给意见（列 text，可有 title）加上类别和概率，其余各列和顺序不变。

    原来就有 label、probability 列的，原列改名为 label_before、probability_before 保留。
    """
    from bihuan.opinions.classifying import ModelRefused, jobs
    from bihuan.opinions.classifying.tables import TableRefused

    try:
        done = jobs.classify_into(source, target, folder)
    except (TableRefused, ModelRefused) as refused:
        raise Invalid(str(refused)) from refused
    for name in done.renamed:
        click.echo(f"原有的“{name}”列改名为“{name}_before”，内容未动。", err=True)
    if done.blank:
        click.echo(f"有{done.blank}条没有内容，类别留空。", err=True)
    click.echo(f"已给{done.rows}条意见归类，写入 {target}。")


@opinions.command("take-over")
@click.argument("register_code", metavar="REGISTER")
@click.option("--as", "username", metavar="USER", required=True, help="以这个账号的权限办理。")
def take_over(register_code: str, username: str) -> None:
    """把一本意见台账接管为“意见”：复制记录、停用台账、改数据的来源。

    可以重复：接管过的不会再登记一遍。改不了的逐条说明。
    """
    from bihuan.cli import set_up_django

    set_up_django()
    from bihuan.cli import opinions_taking
    from bihuan.orgs.access import Actor
    from bihuan.orgs.models import Account

    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise click.BadParameter(f"没有账号“{username}”，或已停用")
    opinions_taking.take_over(register_code, Actor.of(account))


opinions.add_command(merge)
