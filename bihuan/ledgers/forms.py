"""Forms: the files, and what holds for all rows of a table. The columns are the room registers'."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.ledgers.deciding import Settings, settings_of
from bihuan.ledgers.proposing.proposed import Proposal
from bihuan.lib.workbooks.reading import MAX_BYTES
from bihuan.lib.workbooks.refusal import too_large
from bihuan.orgs.models import Unit
from bihuan.registers.drop_form import ManyFilesField, ManyFilesInput
from bihuan.registers.models import Register

MOST_FILES = 30
INDENT = "　"


class LedgerForm(forms.Form):
    """The ledgers to take over, several files at once, and whose they are."""

    ledgers = ManyFilesField(
        label=gettext_lazy("现有的台账文件（可以一次选多个）"),
        widget=ManyFilesInput({"accept": ".xlsx,.xls,.ods,.csv", "class": "ledger-drop"}),
        error_messages={"required": gettext_lazy("请先选择台账文件。")},
        help_text=gettext_lazy("平时怎么记的就怎么传，不用改格式。每个不超过 20 MB。"),
    )
    home = forms.ChoiceField(label=gettext_lazy("设在"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, homes: Sequence[Unit]) -> None:
        super().__init__(data, files, label_suffix="")
        if len(homes) < 2:
            del self.fields["home"]
        else:
            field = self.fields["home"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(home.code, home.name) for home in homes]

    def clean_ledgers(self) -> Any:
        """Refuse too many files, and one beyond the limit before a byte of it is read."""
        found = self.cleaned_data["ledgers"]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(
                _("一次最多接入%(n)d个文件，请分几次。") % {"n": MOST_FILES}
            )
        for file in found:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(str(too_large(file.size, MAX_BYTES)))
        return found


class SettingsForm(forms.Form):
    """What holds for all rows: whose records they are, of which day, in which year."""

    unit_at = forms.ChoiceField(
        label=gettext_lazy("哪一列是填报单位"),
        required=False,
        help_text=gettext_lazy("每行记到这一列写的村或单位名下。"),
    )
    unit_otherwise = forms.ChoiceField(label=gettext_lazy("没有这样的列时，都记到"), required=False)
    day_otherwise = forms.DateField(
        label=gettext_lazy("没有日期的行，都记作"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=gettext_lazy("留空，没有日期的行就退回。"),
    )
    year = forms.IntegerField(
        label=gettext_lazy("年份"),
        required=False,
        min_value=1949,
        max_value=2100,
        help_text=gettext_lazy("表里只写月日的（如 2.3），按这一年。"),
    )
    with_hidden = forms.BooleanField(label=gettext_lazy("隐藏的行也导入"), required=False)

    def __init__(self, data: Any, proposal: Proposal, units: Sequence[Unit]) -> None:
        self.proposed = settings_of(proposal)
        super().__init__(data, initial=self._begun(), label_suffix="", prefix="all")
        heads = [
            (str(at), f"{head.letters} {head.label}".strip())
            for at, head in enumerate(proposal.table.heads)
        ]
        self._offer("unit_at", [("", _("（没有，都是一个单位的）")), *heads])
        least = min((len(unit.path) for unit in units), default=0)
        self._offer(
            "unit_otherwise",
            [(u.code, INDENT * ((len(u.path) - least) // 4) + str(u)) for u in units],
        )
        if not proposal.table.hidden_rows:
            del self.fields["with_hidden"]

    def settings(self) -> Settings:
        """Return the settings; the proposed ones while nothing was posted."""
        if not self.is_bound:
            return self.proposed
        given = self.cleaned_data
        at = given["unit_at"]
        return Settings(
            unit_at=int(at) if at else None,
            unit_otherwise=given["unit_otherwise"],
            day_otherwise=given["day_otherwise"],
            year=given["year"],
            with_hidden=given.get("with_hidden", True),
        )

    def _begun(self) -> dict[str, Any]:
        found = self.proposed
        return {
            "unit_at": "" if found.unit_at is None else str(found.unit_at),
            "unit_otherwise": found.unit_otherwise,
            "day_otherwise": found.day_otherwise,
            "year": found.year,
            "with_hidden": found.with_hidden,
        }

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class FitForm(forms.Form):
    """Which column of a table is which of a register that stands."""

    def __init__(self, data: Any, proposal: Proposal, register: Register) -> None:
        super().__init__(data, label_suffix="", prefix="fit")
        places = proposal.fits.places if proposal.fits else {}
        heads = [
            (str(at), f"{head.letters} {head.label}".strip())
            for at, head in enumerate(proposal.table.heads)
        ]
        for column in register.columns_in_order:
            self.fields[column.code] = forms.ChoiceField(
                label=column.label,
                required=False,
                choices=[("", _("（表里没有）")), *heads],
                initial=str(places[column.code]) if column.code in places else "",
            )

    def places(self) -> dict[str, int]:
        """Return the place of the table's column for each code that has one."""
        given: dict[str, Any] = (
            self.cleaned_data
            if self.is_bound
            else {name: field.initial for name, field in self.fields.items()}
        )
        return {code: int(at) for code, at in given.items() if at}
