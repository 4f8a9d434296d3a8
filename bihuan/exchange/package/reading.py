"""Reading a package that anybody may have sent: bounds, names, manifest, signature, hashes.

The order matters. Nothing is inflated before sizes and names are within bounds; nothing of the
carried files is looked at before the signature over the manifest, by a key that is known, has been
found right, and each file is the one that the manifest names.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZipInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from bihuan.exchange.errors import PackageRefused
from bihuan.exchange.package.manifest import (
    CARRIED,
    FIGURES,
    MANIFEST,
    PARTS,
    SIGNATURE,
    Manifest,
    read_manifest,
)
from bihuan.exchange.package.writing import DOMAIN, hashes
from bihuan.exchange.rules import (
    MOST_FIGURES_FILE,
    MOST_MANIFEST,
    MOST_PACKAGE,
    MOST_UNPACKED,
    SIGNATURE_LENGTH,
)
from bihuan.files.rules import MEGABYTE
from bihuan.lib.workbooks.archive import Archive
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused

_MOST = {MANIFEST: MOST_MANIFEST, SIGNATURE: SIGNATURE_LENGTH, FIGURES: MOST_FIGURES_FILE}
_NAMED_HERE = 40


@dataclass(frozen=True)
class Opened:
    """A package within bounds whose manifest was read; whose it is has still to be shown."""

    manifest: Manifest
    said: bytes
    signature: bytes
    files: Mapping[str, bytes]

    def require_signed_by(self, key: Ed25519PublicKey) -> None:
        """Raise PackageRefused unless the manifest was signed by a key."""
        try:
            key.verify(self.signature, DOMAIN + self.said)
        except InvalidSignature as error:
            raise PackageRefused(
                _("公文包的签名不对：内容被改动过，或不是“%(name)s”签的，没有收；请对方重新发来。")
                % {"name": self.manifest.sender.name},
                code="package_signature",
            ) from error

    def require_files(self) -> None:
        """Raise PackageRefused unless each file is the one that the manifest names."""
        found = hashes(self.files)
        wrong = [name for name in CARRIED if found.get(name) != self.manifest.files.get(name)]
        if wrong:
            raise PackageRefused(
                _("公文包里的%(name)s和签名所指的不是同一个文件，没有收；请对方重新发来。")
                % {"name": wrong[0]},
                code="package_hash",
            )


def open_package(content: bytes) -> Opened:
    """Open a package within bounds and read its manifest; raises PackageRefused."""
    require_size(len(content))
    try:
        archive = Archive(content, MOST_UNPACKED)
        _check_parts(archive.parts)
        parts = {part.filename: _content(archive, part) for part in archive.parts}
    except WorkbookRefused as error:
        raise _as_package(error) from error
    missing = [name for name in (MANIFEST, SIGNATURE) if name not in parts]
    if missing:
        raise _not_one(_("里面没有%(name)s") % {"name": missing[0]})
    said, signature = parts.pop(MANIFEST), parts.pop(SIGNATURE)
    return Opened(read_manifest(said), said, signature, parts)


def require_size(size: int) -> None:
    """Raise PackageRefused for a file beyond the limit, before it is read."""
    if size > MOST_PACKAGE:
        raise PackageRefused(
            _("公文包有 %(size)d MB，超过上限 %(limit)d MB，没有收；请核对是不是选错了文件。")
            % {"size": -(-size // MEGABYTE), "limit": MOST_PACKAGE // MEGABYTE},
            code="package_too_large",
        )


def _check_parts(parts: list[ZipInfo]) -> None:
    """Refuse every name but ours, each at most once, each a plain file of a bearable size."""
    if len(parts) > len(PARTS):
        raise _not_one(_("里面有%(n)d个文件") % {"n": len(parts)})
    names = [part.orig_filename for part in parts]
    strange = [name for name in names if name not in PARTS]
    if strange:
        shown = "".join(sign if sign.isprintable() else "?" for sign in strange[0])
        raise _not_one(_("里面有不该有的文件“%(name)s”") % {"name": shown[:_NAMED_HERE]})
    if len(set(names)) != len(names):
        raise _not_one(_("里面有两个同名的文件"))
    for part in parts:
        mode = part.external_attr >> 16
        if mode and not stat.S_ISREG(mode):
            raise _not_one(_("“%(name)s”不是普通文件") % {"name": part.filename})
        if part.file_size > _MOST.get(part.filename, MOST_UNPACKED):
            raise _not_one(_("“%(name)s”过大") % {"name": part.filename})


def _content(archive: Archive, part: ZipInfo) -> bytes:
    content = b"".join(archive.chunks(part))
    if len(content) != part.file_size:
        raise WorkbookRefused.because(Reason.BROKEN)
    return content


def _as_package(error: WorkbookRefused) -> PackageRefused:
    if error.code.endswith(Reason.BOMB):
        return _not_one(_("解压后过大"))
    if error.code.endswith(Reason.LOCKED):
        return _not_one(_("设有密码"))
    return _not_one(_("文件已损坏，或根本不是压缩包"))


def _not_one(why: str) -> PackageRefused:
    return PackageRefused(
        _("这不是合格的公文包：%(why)s，没有收；请上传对方从“收发文”下载的原文件。") % {"why": why},
        code="package_not_one",
    )
