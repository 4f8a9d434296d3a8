"""A disk that is full, told in one sentence."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bihuan.lib.errors import Invalid

FULL = "磁盘空间不够，这次没有做成，也没有留下半个文件；请腾出空间或换一个位置后重试。"
_SIGNS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFull(Invalid):
    """There is no room for what was to be written."""

    code = "disk_full"


@contextmanager
def told() -> Iterator[None]:
    """Turn a full disk into a DiskFull; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno in _SIGNS:
            raise DiskFull(FULL) from error
        raise
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise DiskFull(FULL) from error
        raise Invalid(f"数据库现在不能备份（{error}），请稍后重试。") from error
