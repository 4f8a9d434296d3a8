"""Files: when the installation was backed up. A file's own address is its owner's."""

from tests.house.addresses import Row

ROWS = [Row("files:backups", {200: frozenset({"auditor", "administrator"})})]
