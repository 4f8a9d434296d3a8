"""What an archive says of itself, as JSON."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from bihuan.lib.errors import Invalid

FORMAT = 1
HEAD, MANIFEST = "head.json", "manifest.json"
DATABASE, SETTINGS, SECRET = "database", "bihuan.toml", "secret-key"
LARGEST_JSON = 64_000_000


class BadArchive(Invalid):
    """An archive is not what it says: cut off, altered, or made by something else."""

    code = "bad_archive"


@dataclass(frozen=True)
class ArchiveHead:
    """What stands first in an archive."""

    format: int
    made_at: str
    version: str
    database: str  # sqlite, postgresql
    audit_head: str
    key_print: str
    """Tells secret keys apart without telling anything of them."""
    migrations: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    """What stands last: it can only be written when all the rest has been."""

    head: ArchiveHead
    members: dict[str, str]  # SHA-256 by name, of all but the stored files
    rows: dict[str, int]  # by table
    files: int
    size: int  # of the stored files, in bytes
    files_digest: str  # over the names of the stored files, in their order
    missing: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)
    purged: list[str] = field(default_factory=list)
    """Contents that were purged while the backup was being made."""

    @property
    def lost(self) -> list[str]:
        """Return the contents that the store should have held and did not."""
        return [*self.missing, *self.corrupt]

    def as_json(self) -> bytes:
        """Return it as a member of the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def head_as_json(head: ArchiveHead) -> bytes:
    """Return what stands first as a member of the archive."""
    return json.dumps(asdict(head), ensure_ascii=False).encode()


def read_head(content: bytes) -> ArchiveHead:
    """Read what stands first; raises BadArchive."""
    head: ArchiveHead = _made(ArchiveHead, _parsed(content))
    if head.format != FORMAT:
        raise BadArchive(f"备份文件是第{head.format}版格式，这个版本的软件只认第{FORMAT}版。")
    return head


def read_manifest(content: bytes) -> Manifest:
    """Read what stands last; raises BadArchive."""
    found = _parsed(content)
    found["head"] = _made(ArchiveHead, found.get("head"))
    manifest: Manifest = _made(Manifest, found)
    return manifest


def key_print(secret: str) -> str:
    """Return what tells one secret key from another."""
    if not secret:
        return ""
    return hmac.new(secret.encode(), b"bihuan backup", hashlib.sha256).hexdigest()[:32]


class FilesDigest:
    """The digest over the names of stored files, taken one after the other."""

    def __init__(self) -> None:
        self.count = self.size = 0
        self._digest = hashlib.sha256()

    def add(self, sha256: str, size: int) -> None:
        """Take a file."""
        self.count += 1
        self.size += size
        self._digest.update(sha256.encode())

    def hexdigest(self) -> str:
        """Return the digest of all so far."""
        return self._digest.hexdigest()


def differing(expected: dict[str, int], found: dict[str, int]) -> list[str]:
    """Say in a sentence for each table whose rows are not as many as they should be."""
    names: Iterable[str] = sorted(expected.keys() | found.keys())
    return [
        f"表 {name} 应有 {expected.get(name, 0)} 行，实有 {found.get(name, 0)} 行。"
        for name in names
        if expected.get(name, 0) != found.get(name, 0)
    ]


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise BadArchive("备份文件里的说明读不出来，没有恢复任何内容。") from error
    if not isinstance(found, dict):
        raise BadArchive("备份文件里的说明读不出来，没有恢复任何内容。")
    return found


def _made(kind: Any, found: Any) -> Any:
    known = {each.name for each in fields(kind)}
    if not isinstance(found, dict) or not known >= found.keys():
        raise BadArchive("备份文件来自更新的版本，请先升级软件再恢复。")
    try:
        return kind(**found)
    except TypeError as error:
        raise BadArchive("备份文件里的说明不完整，没有恢复任何内容。") from error
