"""How many have come, where there is no roll."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bihuan.appraisals.models import VoterGroup


class PresentForm(forms.Form):
    """A number for each group."""

    def __init__(
        self, groups: Sequence[VoterGroup], given: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(given)
        self._groups = groups
        for group in groups:
            self.fields[f"group-{group.number}"] = forms.IntegerField(
                label=_("%(group)s实到") % {"group": group.label},
                help_text=_("应到%(should)d人") % {"should": group.should},
                min_value=0,
                max_value=group.should,
                initial=group.present,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def present(self) -> dict[int, int]:
        """Return how many came by group number."""
        return {each.number: self.cleaned_data[f"group-{each.number}"] for each in self._groups}
