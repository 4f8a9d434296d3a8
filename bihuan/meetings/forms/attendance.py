"""Who came: numbers by category, and the leadership by name where the meeting is theirs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.meetings.actions import Counts, Named
from bihuan.meetings.actions.holding import LONGEST_EXCUSE
from bihuan.meetings.forms.plain import Room, text
from bihuan.meetings.kinds import rule_of
from bihuan.meetings.models import Category, Meeting, Part
from bihuan.orgs.models import Person

ABSENT = ""
PARTS = [*Part.choices, (ABSENT, _("不列"))]


@dataclass(frozen=True)
class Offered:
    """Somebody offered by name, with their title and how they usually are there."""

    person: Person
    title: str
    usual: str = Part.ATTENDS


@dataclass(frozen=True)
class PersonRow:
    """One person of the table: how they were there, and why not."""

    person: Person
    title: str
    part: forms.BoundField
    reason: forms.BoundField
    is_usual: bool


@dataclass(frozen=True)
class CountRow:
    """One category of the table."""

    label: str
    should: forms.BoundField
    came: forms.BoundField


class AttendanceForm(Room):
    """Made for one meeting; `people` are those offered by name."""

    def __init__(self, data: Any, meeting: Meeting, people: list[Offered]) -> None:
        super().__init__(data)
        rule = rule_of(meeting.kind)
        self.people = people
        self.categories = [each for each in rule.offered if not (people and each == rule.counted)]
        self.counted = rule.counted
        named = {one.person_id: one for one in meeting.attendees.filter(removed_at=None)}
        counts = {row.category: row for row in meeting.attendance.all()}
        for each in people:
            person = each.person
            one = named.get(person.pk)
            usual = ABSENT if meeting.is_held else each.usual
            self.fields[f"part_{person.pk}"] = forms.ChoiceField(
                label=str(person),
                choices=PARTS,
                required=False,
                initial=one.part if one else usual,
            )
            self.fields[f"reason_{person.pk}"] = text(
                _("请假事由"), LONGEST_EXCUSE, initial=one.reason if one else ""
            )
        for category in self.categories:
            row = counts.get(category)
            for name, label in (("should", _("应到")), ("came", _("实到"))):
                self.fields[f"{name}_{category.value}"] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    initial=getattr(row, name) or None if row else None,
                )

    @property
    def person_rows(self) -> list[PersonRow]:
        """Return the people's rows."""
        return [
            PersonRow(
                each.person,
                each.title,
                self[f"part_{each.person.pk}"],
                self[f"reason_{each.person.pk}"],
                each.usual != ABSENT,
            )
            for each in self.people
        ]

    @property
    def usual_rows(self) -> list[PersonRow]:
        """Return the rows of those who usually attend."""
        return [row for row in self.person_rows if row.is_usual]

    @property
    def other_rows(self) -> list[PersonRow]:
        """Return the rows of those who come now and then."""
        return [row for row in self.person_rows if not row.is_usual]

    @property
    def has_others(self) -> bool:
        """Tell whether one of these is named already."""
        return any(row.part.value() for row in self.other_rows)

    @property
    def count_rows(self) -> list[CountRow]:
        """Return the categories' rows."""
        return [
            CountRow(str(each.label), self[f"should_{each.value}"], self[f"came_{each.value}"])
            for each in self.categories
        ]

    def counts(self) -> list[Counts]:
        """Return the numbers that were given; a number alone stands for both."""
        given = self.cleaned_data
        made = []
        for category in self.categories:
            should, came = given[f"should_{category.value}"], given[f"came_{category.value}"]
            if should is None and came is None:
                continue
            made.append(_both(category, should, came))
        return made

    def named(self) -> list[Named]:
        """Return the people that were named."""
        given = self.cleaned_data
        return [
            Named(
                each.person,
                given[f"part_{each.person.pk}"],
                given[f"reason_{each.person.pk}"],
            )
            for each in self.people
            if given[f"part_{each.person.pk}"] != ABSENT
        ]


def _both(category: Category, should: int | None, came: int | None) -> Counts:
    """Return the counts: who says how many came and not how many should, means all of them."""
    came = came or 0
    return Counts(category, came if should is None else should, came)
