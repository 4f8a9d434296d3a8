"""The form of several files at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_FILES = 100
MOST_BYTES = 100_000_000  # of all files dropped in one go


class ManyFilesInput(forms.FileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; cleans to their list."""

    widget = ManyFilesInput

    def clean(self, data: Any, _initial: Any = None) -> list[Any]:
        """Return the files; refuse none, too many, and too much before a byte of them is read."""
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            raise forms.ValidationError(self.error_messages["required"])
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("一次最多收%(most)d个文件，这次有%(now)d个，请分几次上传。")
                % {"most": MOST_FILES, "now": len(given)}
            )
        if sum(file.size for file in given) > MOST_BYTES:
            raise forms.ValidationError(
                _("一次最多收%(most)d MB，请分几次上传。") % {"most": MOST_BYTES // 1_000_000}
            )
        return list(given)


class DropForm(forms.Form):
    """Several workbooks at once; each finds its register by itself."""

    workbooks = ManyFilesField(
        label=_("表格文件（可以一次选多个）"),
        widget=ManyFilesInput({"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": _("请先选择表格文件，可以一次选多个。")},
        help_text=_("每个不超过 20 MB，一次最多 100 个、合计 100 MB。"),
    )
    hint = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})
