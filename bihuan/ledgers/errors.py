"""What the room refuses, in full sentences."""

from django.utils.translation import gettext_lazy as _

from bihuan.lib.errors import Conflict, Invalid, NotFound


class UploadGone(NotFound):
    """The files uploaded are gone, or another's."""

    code = "upload_gone"

    def __init__(self) -> None:
        super().__init__(str(_("上传的文件已过时，请重新上传。")))


class TwinRegister(Invalid):
    """A register of this name stands already."""

    code = "twin_register"


class RowsRefused(Conflict):
    """Rows that were sound when they were looked at are not so now."""

    code = "rows_refused"
