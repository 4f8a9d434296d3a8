"""Choosing people of units by the posts they hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.forms.plain import Room, choose, grouped_by_kind
from bihuan.appraisals.models import Poll
from bihuan.appraisals.people import Held, holders_of, kinds_of_posts
from bihuan.orgs.models import Unit


class PeopleForm(Room):
    """Whose people, of which posts."""

    unit = forms.ChoiceField(label=_("哪个单位（包括它下面的）"))
    kinds = forms.MultipleChoiceField(
        label=_("担任什么职务"), widget=forms.CheckboxSelectMultiple, choices=kinds_of_posts
    )

    def __init__(self, data: Any, poll: Poll) -> None:
        super().__init__(data, prefix="people")
        self.poll = poll
        units = list(Unit.objects.under(poll.unit.path).open_on(poll.on).filter(home=poll.home))
        self.by_code = {unit.code: unit for unit in units}
        own = [(poll.unit.code, poll.unit.name)]
        choose(self, "unit", own + grouped_by_kind([u for u in units if u.pk != poll.unit_id]))

    def people(self) -> list[Held]:
        """Return who holds such posts on the poll's day."""
        given = self.cleaned_data
        path = self.by_code[given["unit"]].path
        return holders_of(self.poll.home, path, given["kinds"], self.poll.on)
