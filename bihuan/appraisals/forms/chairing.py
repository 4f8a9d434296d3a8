"""What the chair fills in: how many slips were handed out to each group."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bihuan.appraisals.forms.plain import Room
from bihuan.appraisals.standing import GroupRow


class EndForm(Room):
    """How many slips were handed out, by group; not more than there are."""

    def __init__(self, data: Any, rows: Sequence[GroupRow]) -> None:
        super().__init__(data, prefix="out")
        for row in rows:
            self.fields[str(row.group.number)] = forms.IntegerField(
                label=_("“%(group)s”发出票数") % {"group": row.group.label},
                min_value=0,
                max_value=row.slips,
                help_text=_("备了%(slips)d张，实到%(present)d人，已收到%(came)d张")
                % {"slips": row.slips, "present": row.group.present, "came": row.came or 0},
            )

    def handed_out(self) -> dict[int, int]:
        """Return the counts by group number."""
        return {int(number): count for number, count in self.cleaned_data.items()}
