"""PostgreSQL for the trial of a page."""

import os
import shutil
import subprocess
from pathlib import Path

from trial import Failed, Trial, say


class Cluster:
    """A PostgreSQL of the trial's own, with the page's tuning and its passwords."""

    def __init__(self, trial: Trial) -> None:
        self.trial, self.folder = trial, trial.folder / "postgres"
        self.programs = _postgres_programs()

    def start(self) -> None:
        """Make the cluster and start it as the page tunes it."""
        self.folder.mkdir()
        if os.getuid() == 0:
            self.trial.told(["chown", "postgres", str(self.folder)])
        self._as_owner("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust")
        hba = "local all all trust\nhost bihuan bihuan 127.0.0.1/32 scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(hba)
        tuned = self.trial.write_file("/etc/postgresql/15/main/conf.d/bihuan.conf")
        with (self.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write(tuned.read_text("utf-8"))
        options = f"-k {self.folder} -h 127.0.0.1 -p {self.trial.database}"
        log = f"{self.folder}/log"
        self._as_owner(
            "pg_ctl", "-D", f"{self.folder}/data", "-l", log, "-w", "start", "-o", options
        )

    def run(self, name: str) -> None:
        """Run statements of the page as PostgreSQL's own user."""
        say(f"  {name}")
        psql = [str(self.programs / "psql"), "-h", str(self.folder), "-U", "postgres", "-q"]
        psql += ["-p", str(self.trial.database), "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
        self.trial.told([*psql, "-c", "SELECT 1"])
        for statement in filter(None, map(str.strip, self.trial.block(name).text.split(";"))):
            self.trial.told([*psql, "-c", statement])

    def stop(self) -> None:
        """Stop the cluster."""
        self._as_owner("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")

    def _as_owner(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        # To a file: a server keeps the pipe of whoever started it.
        with (self.trial.folder / "postgres.log").open("ab") as log:
            answer = subprocess.run(
                [*owner, *command], stdout=log, stderr=log, cwd="/", check=False
            )
        if answer.returncode:
            raise Failed((self.trial.folder / "postgres.log").read_text("utf-8"))


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    here = shutil.which("initdb")
    if not found and here is None:
        raise Failed("需要 PostgreSQL 15 或更新的版本：bin/packages test")
    return found[-1].parent if found else Path(str(here)).parent
