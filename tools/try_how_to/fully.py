"""A page from top to bottom: install, serve, back up, upgrade, roll back."""

import re
import shlex
import shutil
import urllib.parse

from cluster import Cluster
from trial import ROOT, Failed, Trial, say


def try_fully(trial: Trial) -> None:
    """Do what the page says from top to bottom."""
    before, after = make_source(trial)
    trial.path("/etc/bihuan").mkdir(parents=True)
    trial.path("/srv/bihuan").mkdir(parents=True)
    cluster = Cluster(trial) if trial.page == "county" else None
    try:
        if cluster:
            cluster.start()
            cluster.run("make")
            trial.write_file("/etc/bihuan/environment")
        _git(trial, "checkout", "-q", "-B", "main", before)
        trial.run("install")
        for block in trial.blocks:
            if block.kind == "file" and "postgresql" not in block.name:
                trial.write_file(block.name)
        password = trial.run("load").split()[-1]
        user, unit = ("admin", "xiaogang") if trial.page == "county" else ("keeper", "our-town")
        trial.run("certificate")
        serve_and_log_in(trial, user, password)
        if trial.page == "office":
            trial.run("key")
        trial.run("backup")
        if trial.page == "office":
            run_backup_unit(trial)
        figures = trial.bihuan("figures", "--unit", unit, "--format", "json")
        _git(trial, "checkout", "-q", "-B", "main", after)
        trial.run("upgrade")
        _same(figures, trial.bihuan("figures", "--unit", unit, "--format", "json"), "升级后")
        serve_and_log_in(trial, user, trial.bihuan("account", "password", user).strip())
        if cluster:
            cluster.run("put-aside")
        trial.run("roll-back")
        _same(figures, trial.bihuan("figures", "--unit", unit, "--format", "json"), "回退后")
        serve_and_log_in(trial, user, password)
        trial.verify_units()
    finally:
        trial.stop()
        if cluster:
            cluster.stop()


def serve_and_log_in(trial: Trial, user: str, password: str) -> None:
    """Serve as the units say, log in through the proxy, and stop."""
    trial.start_unit("/etc/systemd/system/bihuan.service")
    trial.start_nginx()
    say(f"  登录：{urllib.parse.urlsplit(trial.log_in(user, password)).path}")
    trial.stop()


def run_backup_unit(trial: Trial) -> None:
    """Run what the backup's unit says, and look for what it made."""
    unit = trial.path("/etc/systemd/system/bihuan-backup.service").read_text("utf-8")
    command = re.search(r"^ExecStart=(.*)$", unit, re.M)
    assert command is not None
    words = shlex.split(command[1].replace("$$", "$").replace("%%", "%"))
    script = f"cd {shlex.quote(str(trial.path('/srv/bihuan/app')))} && {shlex.join(words)}"
    trial.told(["bash", "-c", script])
    if not list(trial.path("/srv/bihuan/backup").glob("bihuan-*.sealed")):
        raise Failed("定时备份没有留下文件")


def make_source(trial: Trial) -> tuple[str, str]:
    """Make a repository of this project as it stands; return the commits before and after."""
    source = trial.folder / "source"
    trial.told(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(source)])
    known = _git(trial, "log", "--format=%H", "-n", "1", "--", "bihuan/cli/backup.py").strip()
    listed = trial.told(["git", "-C", str(ROOT), "ls-files", "-coz", "--exclude-standard"])
    _git(trial, "rm", "-rqf", "--cached", ".")
    for child in source.iterdir():
        if child.name != ".git":
            shutil.rmtree(child) if child.is_dir() else child.unlink()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    version = source / "bihuan" / "__init__.py"
    text = version.read_text("utf-8")
    if not known:
        version.write_text(re.sub(r'(__version__ = ")[^"]+', r"\g<1>0.0.9", text), "utf-8")
        known = _commit(trial, "before")
        version.write_text(text, "utf-8")
        say("  没有更早的版本会备份：升级前后只差版本号")
    return known, _commit(trial, "after")


def _commit(trial: Trial, message: str) -> str:
    who = ("-c", "user.name=trial", "-c", "user.email=trial@localhost")
    _git(trial, "add", "-A")
    _git(trial, *who, "commit", "-q", "--allow-empty", "-m", message)
    return _git(trial, "rev-parse", "HEAD").strip()


def _git(trial: Trial, *arguments: str) -> str:
    return trial.told(["git", "-C", str(trial.folder / "source"), *arguments])


def _same(expected: str, found: str, when: str) -> None:
    if expected != found:
        raise Failed(f"{when}，数据与原来不同")
    say(f"  {when}：数据与原来相同")
