"""Which problems to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.opinions.models import Category
from bihuan.orgs.access import Actor, units_visible_to
from bihuan.orgs.models import Unit
from bihuan.rectification.forms.choosing import Plain
from bihuan.rectification.listing import ALL, OPEN, OVERDUE, Criteria
from bihuan.rectification.models import Horizon, Origin, State

EVERY = [("", _("全部"))]
STATES = [
    (OPEN, _("未办结")),
    (OVERDUE, _("超期")),
    *((state.value, state.label) for state in State if state != State.VOID),
    ("all", _("全部")),
    (State.VOID.value, State.VOID.label),
]


@dataclass(frozen=True)
class Select:
    """A field to choose from: its options (value, label, whether it is chosen)."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


class FilterForm(Plain):
    """Filters above the list, sent by GET; what is no value is left out, not refused."""

    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位及下级"), required=False, empty_label=_("全部")
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("类别"), required=False, empty_label=_("全部")
    )
    origin = forms.ChoiceField(label=_("来源"), choices=[*EVERY, *Origin.choices], required=False)
    horizon = forms.ChoiceField(
        label=_("时限类别"), choices=[*EVERY, *Horizon.choices], required=False
    )
    q = forms.CharField(label=_("编号或文字"), required=False, max_length=60)

    def __init__(self, data: Any, *, actor: Actor, home: Unit | None) -> None:
        super().__init__(data)
        units = units_visible_to(actor)
        # A county is offered its own units, and takes a town that a link names.
        named = Q(home=home) | Q(code=str(self.data.get("unit", "")))
        self.choice("unit").queryset = units.filter(named) if home else units.none()
        self.choice("unit").to_field_name = "code"
        self.choice("category").queryset = Category.objects.filter(home=home)
        self.choice("category").to_field_name = "code"

    def selects(self) -> list[Select]:
        """Return the fields to choose from, ready to be drawn in one loop.

        Django draws each option by a template of its own, which for these took as long as the
        rows of the list.
        """
        return [
            Select(name, str(field.label), _options(field, str(self.data.get(name, ""))))
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField)
        ]

    def criteria(self) -> Criteria:
        """Return what was asked for."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        state = given.get("state") or OPEN
        leader = self.data.get("leader", "")
        unit, category = given.get("unit"), given.get("category")
        return Criteria(
            state=ALL if state == "all" else state,
            unit=unit,
            category=category.pk if category else None,
            origin=given.get("origin", ""),
            horizon=given.get("horizon", ""),
            leader=_uuid(leader),
            text=given.get("q", "").strip(),
        )


def _options(field: forms.ChoiceField, chosen: str) -> list[tuple[str, str, bool]]:
    offered: Any = field.choices
    return [(str(value), str(label), str(value) == chosen) for value, label in offered]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
