"""Try a how-to page: run its marked blocks in a clean folder, with every path moved into it.

    .venv/bin/python tools/try_how_to office|county [--fast] [--keep]

A block is marked by a comment before it: `<!-- try: run NAME -->` (a shell script), `<!-- try: sql
NAME -->` (statements for PostgreSQL's own user), `<!-- try: file PATH -->`. What a page leaves to
systemd is done here: the `ExecStart` of its units is run with the environment they name. The
versions before and after the upgrade are two commits of a copy of this project; where no earlier
commit knows `bihuan backup`, the one before differs in its version number alone, and it is said.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from fully import try_fully
from trial import PAGES, Failed, Trial, say


def main() -> int:
    """Try one page; 0 where it does what it says."""
    parser = argparse.ArgumentParser(description="照着操作指南做一遍")
    parser.add_argument("page", choices=sorted(PAGES))
    parser.add_argument("--fast", action="store_true", help="只核对文件和脚本，不安装、不启动")
    parser.add_argument("--keep", action="store_true", help="留下文件夹")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bihuan-how-to-"))
    folder.chmod(0o755)
    say(f"{PAGES[asked.page]}：{folder}")
    try:
        trial = Trial(asked.page, folder)
        trial.try_fast() if asked.fast else try_fully(trial)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    say("照做成功")
    return 0


if __name__ == "__main__":
    sys.exit(main())
