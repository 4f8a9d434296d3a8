"""What is said of an import when it is done."""

from django.utils.translation import gettext as _

from bihuan.registers.actions import ImportReport


def told(name: str, report: ImportReport) -> str:
    """Say what became of a file's rows."""
    said = _("“%(file)s”已导入：新增%(added)d条，修改%(changed)d条，未变%(unchanged)d条。")
    if report.handed_back:
        said += _("有错的%(back)d行没有收。")
    return said % {
        "file": name,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "back": report.handed_back,
    }
