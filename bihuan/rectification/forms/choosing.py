"""What the forms of the room share: units, leaders and classes of a home to choose from."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.orgs.models import Person, PostKind, PostTerm, Unit, UnitKind, UnitQuerySet


class Plain(forms.Form):
    """A form without a colon after its labels."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})

    def choice(self, name: str) -> forms.ModelChoiceField[Any]:
        """Return a field that offers rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field


def units_of(home: Unit) -> UnitQuerySet:
    """Return the open units of a home that may answer for something, in the tree's order."""
    open_ones = Unit.objects.under(home.path).open_on(clock.today()).filter(home=home)
    return open_ones.exclude(kind__in=(UnitKind.BRANCH, UnitKind.GROUP)).order_by("path")


def leaders_of(home: Unit) -> QuerySet[Person]:
    """Return those who hold a post of leadership in a home today."""
    terms = PostTerm.objects.on(clock.today()).filter(
        post__unit__path__gte=home.path,
        post__unit__path__lt=home.path + "~",
        post__kind=PostKind.LEADERSHIP,
    )
    return Person.objects.filter(pk__in=terms.values("person_id")).order_by("unit__path", "pk")


def area(rows: int = 3) -> forms.Textarea:
    """Return a box for a text of some lines."""
    return forms.Textarea({"rows": rows})


NOBODY = _("（未定）")
