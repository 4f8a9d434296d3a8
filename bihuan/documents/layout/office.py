"""Laying out a docx with LibreOffice, apart from the user's settings and fonts."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from bihuan.documents.layout.errors import BadFile, OfficeMissing
from bihuan.documents.layout.fonts import write_fontconfig
from bihuan.documents.layout.package import Package

TIME_LIMIT_SECONDS = 120
# Content controls must come out as text, not as fields of a form.
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)


def office_path() -> str | None:
    """Return where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def docx_to_pdf(data: bytes, *, time_limit: float = TIME_LIMIT_SECONDS) -> bytes:
    """Return the PDF that LibreOffice makes of a docx, with the vendored fonts in place of Word's.

    Raises OfficeMissing without LibreOffice; BadFile when the file is broken, would fetch
    something from elsewhere, or takes longer than `time_limit` seconds.
    """
    if Package(data).links_outside():
        raise BadFile(_("文档引用了外部文件，未予排版，请先把图片等嵌入文档。"))
    office = office_path()
    if office is None:
        raise OfficeMissing(_("本机没有安装LibreOffice，无法测量docx的版面，请安装后再试。"))
    with tempfile.TemporaryDirectory(prefix="bihuan-layout-") as folder:
        return _convert(office, Path(folder), data, time_limit)


def _convert(office: str, folder: Path, data: bytes, time_limit: float) -> bytes:
    source, target = folder / "paper.docx", folder / "paper.pdf"
    source.write_bytes(data)
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder),
        str(source),
    ]
    _run(command, _environment(folder, write_fontconfig(folder)), time_limit)
    if not target.exists():
        raise BadFile(_("LibreOffice不能打开这份文档，请确认它没有损坏、没有加密。"))
    return target.read_bytes()


def _environment(folder: Path, fonts: Path) -> dict[str, str]:
    """Return the few variables that LibreOffice needs; its home is the temporary folder."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts),
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _run(command: list[str], environment: dict[str, str], time_limit: float) -> None:
    """Run LibreOffice in its own process group and end the whole group when time is up."""
    with subprocess.Popen(  # noqa: S603  # a list of our own making, no shell
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=time_limit)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, 9)
            raise BadFile(_("排版超过时限，文档可能过大或已损坏。")) from error
