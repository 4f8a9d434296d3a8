"""A blank as it comes: checked, an old .xls converted where LibreOffice is there, and read."""

import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from bihuan.lib.workbooks.kinds import Kind, recognise
from bihuan.lib.workbooks.survey import Limits
from bihuan.lib.workbooks.xls_scan import survey_xls
from bihuan.lib.workbooks.xlsx_scan import survey_xlsx
from bihuan.reporting.errors import BadBlank
from bihuan.reporting.package.archive import Package
from bihuan.reporting.package.reading import Workbook, read_form

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIMITS = Limits(max_bytes=10_000_000, max_unpacked=120_000_000, max_rows=5_000, max_columns=400)
MOST_SHEETS = 30
CONVERTING_SECONDS = 90
_MACROS = "vbaProject.bin"


def accepted(content: bytes, name: str) -> bytes:
    """Return a form's workbook as .xlsx; raises WorkbookRefused or BadBlank with a sentence.

    One with macros is refused: what they do cannot be seen, and the level above need not run ours.
    """
    if len(content) > LIMITS.max_bytes:
        raise BadBlank(_("报表文件不能超过 10 MB，请删去图片和多余内容后再上传。"))
    kind = recognise(content, name)
    if kind is Kind.XLS:
        survey_xls(content, LIMITS)
        content = _converted(content)
        kind = recognise(content)
    if kind is not Kind.XLSX:
        raise BadBlank(_("报表须是 Excel 表格；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"))
    survey_xlsx(content, LIMITS)
    _refuse_macros(content)
    package = Package(content)
    if len(package.sheets) > MOST_SHEETS:
        raise BadBlank(_("报表最多有 30 张工作表，请拆开后再上传。"))
    read = read_form(package)
    if not any(
        isinstance(c.value, str) and not c.formula for g in read.shown for c in g.cells.values()
    ):
        raise BadBlank(_("表里没有内容，请上传上级下发的空表。"))
    return content


def opened(content: bytes) -> Workbook:
    """Read a workbook that was accepted."""
    return read_form(Package(content))


def _refuse_macros(content: bytes) -> None:
    names = Package(content).names
    try:
        types = Package(content).part("[Content_Types].xml")
    except zipfile.BadZipFile:
        types = b""
    if any(name.endswith(_MACROS) for name in names) or b"macroEnabled" in types:
        raise BadBlank(_("这份表带有宏（.xlsm），请用 Excel 或 WPS 另存为 .xlsx 后再上传。"))


def _converted(content: bytes) -> bytes:
    """Return an old workbook as .xlsx, by LibreOffice in a folder and process group of its own."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    found = None
    if office:
        with tempfile.TemporaryDirectory(prefix="bihuan-form-") as name:
            found = _convert(office, Path(name), content)
    if found is None:
        raise BadBlank(
            _("这是旧格式（.xls），本机没有能转换它的 LibreOffice；请另存为 .xlsx 后再上传。")
        )
    return found


def _convert(office: str, folder: Path, content: bytes) -> bytes | None:
    source, target = folder / "form.xls", folder / "form.xlsx"
    source.write_bytes(content)
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--convert-to", "xlsx"),
        *("--outdir", str(folder), str(source)),
    ]
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    with subprocess.Popen(  # noqa: S603  # a list of our own making, no shell
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=CONVERTING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None
    return target.read_bytes() if target.exists() else None
