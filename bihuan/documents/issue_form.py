"""The form of the issue: how long the paper is kept, where not as its kind says."""

from django import forms
from django.utils.translation import gettext_lazy as _

AS_USUAL = ""


class IssueForm(forms.Form):
    """For how long a paper is kept, and why otherwise than usual."""

    keep_years = forms.ChoiceField(
        label=_("保管期限"),
        required=False,
        choices=[
            (AS_USUAL, _("按文种规定")),
            ("0", _("永久")),
            ("30", _("30年")),
            ("10", _("10年")),
        ],
    )
    keep_because = forms.CharField(
        label=_("另定期限的理由"),
        required=False,
        max_length=200,
        help_text=_("按文种规定的不用填。"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.label_suffix = ""

    @property
    def years(self) -> int | None:
        """Return the years chosen; None for those of the kind."""
        chosen = self.cleaned_data["keep_years"]
        return int(chosen) if chosen else None
