"""Writing a package: the manifest signed, everything in one zip."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.exchange.package.manifest import (
    CARRIED,
    MANIFEST,
    SIGNATURE,
    FileName,
    Manifest,
    write_manifest,
)

DOMAIN = b"bihuan-exchange-package/1\n"
"""Stands before the manifest in what is signed, so that no other signature of the key fits."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


def hashes(files: Mapping[str, bytes]) -> dict[FileName, str]:
    """Return the SHA-256 of each file of a package."""
    return {name: hashlib.sha256(files[name]).hexdigest() for name in CARRIED if name in files}


def write_package(manifest: Manifest, files: Mapping[str, bytes], key: Ed25519PrivateKey) -> bytes:
    """Return the package: the files that the manifest names, the manifest, its signature.

    Raises ValueError where the manifest does not fit the files.
    """
    if manifest.files != hashes(files):
        raise ValueError("the manifest names other files")
    said = write_manifest(manifest)
    parts: dict[str, bytes] = {name: files[name] for name in CARRIED if name in files}
    parts |= {MANIFEST: said, SIGNATURE: key.sign(DOMAIN + said)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, _MOMENT)
            part.external_attr = _PLAIN_FILE
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return made.getvalue()
