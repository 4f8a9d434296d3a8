"""What a person asks of the figures: a unit, a period, perhaps a moment."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.figures.access import administrations
from bihuan.figures.asking import Scope
from bihuan.figures.periods import Period
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotFound
from bihuan.lib.moments import read_moment, shown_time
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit, UnitKind
from bihuan.orgs.permissions import Permission

UNITS_OFFERED = 300
USUAL_DAYS = 364  # with today: a year


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ScopeForm(forms.Form):
    """The form above figures. Without `from` and `to` the last year is meant; empty, all time."""

    unit = forms.ChoiceField(label=gettext_lazy("单位"), required=False)
    q = forms.CharField(label=gettext_lazy("名称"), required=False, max_length=40)

    def __init__(self, query: Any, actor: Actor) -> None:
        self.actor = actor
        today = clock.today()
        asked = {key: query.get(key, "") for key in ("unit", "from", "to", "as_of", "q")}
        if "from" not in query and "to" not in query:
            asked["from"] = (today - dt.timedelta(days=USUAL_DAYS)).isoformat()
            asked["to"] = today.isoformat()
        self.wanted = unit_asked(actor, asked["unit"])
        asked["unit"] = self.wanted.code
        self.moment, self.moment_fault = _moment(asked["as_of"], query.get("as_of_time", ""))
        if self.moment is not None:
            asked["as_of"] = timezone.localtime(self.moment).date().isoformat()
            asked["as_of_time"] = shown_time(self.moment)
        super().__init__(asked)
        self.fields["unit"].choices = _offered(self.wanted)  # type: ignore[attr-defined]
        self.fields["from"] = _day(gettext_lazy("自"))
        self.fields["to"] = _day(gettext_lazy("至"))
        self.fields["as_of"] = _day(gettext_lazy("截至某日的记录"))
        self.fields["as_of_time"] = forms.TimeField(
            label=gettext_lazy("几点（不填是24:00）"),
            required=False,
            widget=forms.TimeInput(attrs={"type": "time", "step": "1"}),
        )
        self.order_fields(["unit", "from", "to", "as_of", "as_of_time", "q"])

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, and half of one."""
        values = super().clean() or {}
        if self.moment_fault and "as_of" not in self.errors:
            self.add_error("as_of", self.moment_fault)
        first, last = values.get("from"), values.get("to")
        if self.errors:
            return values
        if bool(first) != bool(last):
            self.add_error(
                "to" if first else "from", _("起止日期要么都填，要么都不填（全部时间）。")
            )
        elif first and last and last < first:
            self.add_error("to", _("止日早于起日，请改正。"))
        return values

    def scope(self) -> Scope:
        """Return what is asked; the form is valid."""
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        period: Period = (first, last) if first and last else None
        return Scope(self.wanted, period, self.moment)


def unit_asked(actor: Actor, code: str) -> Unit:
    """Return a unit by code; where none is named the first administration that has figures.

    Raises NotFound where there is none whose figures the actor may see.
    """
    units = Unit.objects.select_related("home")
    if code:
        found = units.filter(code=code).first()
    else:
        homes = actor.homes.get(Permission.SEE_FIGURES, ())
        found = administrations(actor).first() or units.filter(path__in=homes).first()
    if found is None or not actor.may_in_home_of(Permission.SEE_FIGURES, found):
        raise NotFound(_("没有这个单位，或者您的账号不能查看它的数据。"))
    return found


def _moment(day: str, time: str) -> tuple[dt.datetime | None, str]:
    """Read a moment, or a day as its last moment; the sentence where it is neither."""
    try:
        return read_moment(day, time), ""
    except Invalid as error:
        return None, error.message


def _offered(chosen: Unit) -> list[tuple[str, str]]:
    """Return the units of the chosen one's administration and those above it, by depth."""
    home = chosen.home
    above = Q(path__in=[home.path[:end] for end in range(4, len(home.path), 4)])
    within = Q(path__gte=home.path, path__lt=home.path + "~") & ~Q(kind=UnitKind.GROUP)
    rows = Unit.objects.filter(above | within | Q(pk=chosen.pk)).order_by("path")[:UNITS_OFFERED]
    return [(unit.code, "　" * (len(unit.path) // 4 - 1) + str(unit)) for unit in rows]
