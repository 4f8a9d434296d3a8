"""What the office's forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.models import Unit

OFF = {"autocomplete": "off"}


class Room(forms.Form):
    """A form of the room: no colon behind labels."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


class ReasonForm(Room):
    """Why something is made void, or published without having been opened twice."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.TextInput(OFF))


class NoteForm(Room):
    """What a leader who cross-checks has to say."""

    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    note = forms.CharField(label=_("把关意见"), max_length=280, widget=forms.TextInput(OFF))


def text(label: Any, most: int, **keys: Any) -> forms.CharField:
    """Return a field of one line, not required."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(OFF), **{"required": False, **keys}
    )


def choose(form: forms.Form, name: str, choices: Any) -> None:
    """Give a field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def grouped_by_kind(units: list[Unit]) -> list[Any]:
    """Return choices of units by their kind, without a heading where there is but one."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        by_kind.setdefault(unit.get_kind_display(), []).append((unit.code, unit.name))
    groups = list(by_kind.items())
    return list(groups[0][1]) if len(groups) == 1 else groups
