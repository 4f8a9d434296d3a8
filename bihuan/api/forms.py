"""Forms of the room: they read what people write; the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.api.models import Scope
from bihuan.orgs.models import Unit


class KeyForm(forms.Form):
    """A new key: for whom, what it may hand in."""

    home = forms.ChoiceField(label=_("用于"))
    name = forms.CharField(label=_("对方系统"), max_length=40, help_text=_("例如：市12345热线平台"))
    scopes = forms.MultipleChoiceField(
        label=_("可送入"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, homes: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.homes = {home.code: home for home in homes}
        field = self.fields["home"]
        field.choices = [(home.code, home.name) for home in homes]  # type: ignore[attr-defined]

    def chosen_home(self) -> Unit:
        """Return the administration that was chosen."""
        return self.homes[self.cleaned_data["home"]]


class RevokeForm(forms.Form):
    """Why a key is to let in no more."""

    reason = forms.CharField(label=_("理由"), max_length=200)
